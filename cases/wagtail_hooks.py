"""Registration of the desk in the Wagtail admin."""

from wagtail import hooks

from cases.admin.viewset import CaseViewSet


@hooks.register("register_admin_viewset")
def register_desk() -> CaseViewSet:
    """Mount the desk."""
    return CaseViewSet()
