"""The addresses of the desk and its entry in the menu."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cases.admin.access import AccessGrantView, AccessRevokeView, AccessView, ClassifyView
from cases.admin.bodies import (
    DrawsView,
    DrawView,
    MeetingView,
    MinutesView,
    SeatAddView,
    SeatDropView,
    VoteView,
)
from cases.admin.changes import ChangesView
from cases.admin.compare import CompareView
from cases.admin.deadlines import DeadlineView
from cases.admin.detail import DetailView, PerformView
from cases.admin.files import AttachmentView, PaperView, PreviewView, PrintView
from cases.admin.handling import HandlingView
from cases.admin.listing import CaseIndexView
from cases.admin.office import OfficeSectionView
from cases.admin.remarks import RemarkAddView, RemarkRemoveView, RemarkSettleView
from cases.admin.together import TogetherView
from cases.requests import SignedInRequest
from cases.selectors.desk import waiting_count, works_at_desk

BADGE_CAP = 99


class CasesMenuItem(MenuItem):
    """The entry in the menu; its badge says how many cases wait for this person."""

    def is_shown(self, request: SignedInRequest) -> bool:
        """Show it to those who work at the desk."""
        return works_at_desk(request.user)

    def render_component(self, request: SignedInRequest) -> Any:
        """Add the count. The item itself is shared between requests, so only the component carries it."""
        component = super().render_component(request)
        waiting = waiting_count(request.user, cap=BADGE_CAP + 1)
        if waiting:
            component.attrs = {**component.attrs, "data-waiting": f"{BADGE_CAP}+" if waiting > BADGE_CAP else waiting}
        return component


class CaseViewSet(ViewSet):
    """Cases in the admin. Every view below is scoped: see tests/permission_walk."""

    name = "wagtail_cases"
    url_prefix = "cases"
    icon = "folder-open-inverse"
    menu_label = _("Case desk")
    menu_name = "cases"
    menu_order = 110
    menu_item_class = CasesMenuItem
    add_to_admin_menu = True

    @cached_property
    def index_view(self) -> Any:
        """Return the list."""
        return self.construct_view(CaseIndexView)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses; the list comes first because the menu leads there."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.construct_view(CaseIndexView, results_only=True), name="index_results"),
            path("together/", TogetherView.as_view(), name="together"),
            path("<str:number>/", DetailView.as_view(), name="detail"),
            path("<str:number>/access/", AccessView.as_view(), name="access"),
            path("<str:number>/access/grant/", AccessGrantView.as_view(), name="access_grant"),
            path("<str:number>/access/<int:access_id>/revoke/", AccessRevokeView.as_view(), name="access_revoke"),
            path("<str:number>/access/classify/", ClassifyView.as_view(), name="classify"),
            path("<str:number>/changes/", ChangesView.as_view(), name="changes"),
            path("<str:number>/deadlines/<slug:key>/<slug:act>/", DeadlineView.as_view(), name="deadline"),
            path("<str:number>/compare/", CompareView.as_view(), name="compare"),
            path("<str:number>/acts/<slug:act>/", HandlingView.as_view(), name="act"),
            path("<str:number>/perform/<slug:transition>/", PerformView.as_view(), name="perform"),
            path("<str:number>/remarks/add/", RemarkAddView.as_view(), name="remark_add"),
            path("<str:number>/remarks/<int:remark_id>/remove/", RemarkRemoveView.as_view(), name="remark_remove"),
            path("<str:number>/remarks/<int:remark_id>/settle/", RemarkSettleView.as_view(), name="remark_settle"),
            path("<str:number>/sections/<str:section_id>/", OfficeSectionView.as_view(), name="office_section"),
            path("<str:number>/files/<uuid:attachment_id>/", AttachmentView.as_view(), name="file"),
            path("<str:number>/files/<uuid:attachment_id>/preview/", PreviewView.as_view(), name="file_preview"),
            path("<str:number>/paper.<slug:extension>", PaperView.as_view(), name="paper"),
            path("<str:number>/body/draw/", DrawView.as_view(), name="draw"),
            path("<str:number>/body/draws/", DrawsView.as_view(), name="draws"),
            path("<str:number>/body/seats/add/", SeatAddView.as_view(), name="seat_add"),
            path("<str:number>/body/seats/<int:seat_id>/drop/", SeatDropView.as_view(), name="seat_drop"),
            path("<str:number>/body/seats/<int:seat_id>/vote/", VoteView.as_view(), name="vote"),
            path("<str:number>/body/meeting/", MeetingView.as_view(), name="meeting"),
            path("<str:number>/body/minutes/", MinutesView.as_view(), name="minutes"),
            path("<str:number>/print/", PrintView.as_view(), name="print"),
        ]
