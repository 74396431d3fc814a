"""The products of service providers in the admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.content.models import Product


class ProductViewSet(SnippetViewSet):
    """A list with the provider of each; drafts by editors, publishing by those who may."""

    model = Product
    icon = "tag"
    menu_label = _("Products")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["name", "provider", "direction", LiveStatusTagColumn()]
    list_filter = ["direction", "live"]
    search_fields = ["name", "provider__name"]
    search_backend_name = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """Return all, each with its provider."""
        return Product.objects.select_related("provider")
