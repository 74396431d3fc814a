"""Registration in the Wagtail admin."""

from wagtail.snippets.models import register_snippet

from cms.content.admin.products import ProductViewSet

register_snippet(ProductViewSet)
