"""Registration of the desk in the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cases.admin.viewset import CaseViewSet


@hooks.register("register_admin_viewset")
def register_desk() -> CaseViewSet:
    """Mount the desk."""
    return CaseViewSet()


@hooks.register("insert_global_admin_css")
def admin_style() -> str:
    """Load the style sheet of the admin: the badge in the menu is on every page."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
