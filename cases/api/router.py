"""Cases in the API: the same scope, rules and log as the screens."""

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Header, Query, Router

from cases.api.schemas import (
    ActionOut,
    CaseDetailOut,
    CaseOut,
    CasePage,
    EventOut,
    FeedOut,
    FeedQuery,
    ListQuery,
    TargetOut,
    TransitionIn,
    TransitionOut,
)
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.models.visibility import up_to
from cases.requests import SignedInRequest
from cases.selectors.actions import available_actions
from cases.selectors.desk import COUNT_CAP, in_region, matching, opened_between, with_rows
from cases.selectors.event_feed import events_after
from cases.selectors.timeline import timeline
from cases.services.log_read import log_read
from cases.services.perform import perform
from cms.accounts.facade import readable_regions_by_clearance
from cms.accounts.models import Region, User

router = Router(tags=["cases"])


def _visible(request: SignedInRequest) -> CaseQuerySet:
    return with_rows(Case.objects.visible_to(request.user))


def _one(request: SignedInRequest, number: str) -> Case:
    return get_object_or_404(_visible(request), number=number)


class _Reader:
    """Tells once per request which cases the caller reads as an office; all others are told in public words."""

    def __init__(self, user: User) -> None:
        self.everything = user.is_superuser
        self.regions = readable_regions_by_clearance(user)

    def public(self, case: Case) -> bool:
        """Say whether the caller reads `case` as its applicant, its provider or a guest does."""
        read = (
            case.region_id in regions and case.confidentiality in up_to(level)
            for level, regions in self.regions.items()
        )
        return not (self.everything or any(read))


def _filtered(cases: CaseQuerySet, query: ListQuery) -> CaseQuerySet:
    if query.q:
        cases = matching(cases, query.q)
    if query.state:
        cases = cases.filter(state=query.state)
    if query.case_type:
        cases = cases.filter(version__case_type__key=query.case_type)
    if query.region:
        region = Region.objects.filter(code=query.region).first()
        cases = in_region(cases, region) if region else cases.none()
    return opened_between(cases, query.opened_from, query.opened_to)


@router.get("", response=CasePage, summary="List the cases that the caller may see")
def list_cases(request: SignedInRequest, query: Annotated[ListQuery, Query()]) -> dict[str, Any]:
    """Newest change first. A listing shows no answers and is not entered in the read log."""
    cases = _filtered(_visible(request), query).order_by("-updated_at", "-pk")
    reader = _Reader(request.user)
    page = list(cases[query.offset : query.offset + query.limit + 1])
    return {
        "count": cases.order_by()[:COUNT_CAP].count(),
        "more": len(page) > query.limit,
        "items": [CaseOut.of(case, public=reader.public(case)) for case in page[: query.limit]],
    }


@router.get("/events", response=FeedOut, summary="Read what happened since the last time")
def read_feed(request: SignedInRequest, query: Annotated[FeedQuery, Query()]) -> dict[str, Any]:
    """Steps of the cases that the caller may see, oldest first; a step appears some seconds after it was taken."""
    items, following = events_after(request.user, query.after, query.limit)
    return {"next": following, "items": items}


@router.get("/{number}", response=CaseDetailOut, summary="Read one case")
def read_case(request: SignedInRequest, number: str) -> dict[str, Any]:
    """Return the case with what the caller may do to it; entered in the read log."""
    case = _one(request, number)
    reader = _Reader(request.user)
    log_read(case, request.user, "api")
    actions = [
        ActionOut(
            key=action.key,
            title=action.title,
            needs_comment=action.needs_comment,
            needs_remarks=action.needs_remarks,
            targets=[TargetOut(key=key, title=title) for key, title in action.targets],
        )
        for action in available_actions(case, request.user)
    ]
    return {**CaseOut.of(case, public=reader.public(case)).dict(), "actions": actions}


@router.get("/{number}/events", response=list[EventOut], summary="Read the history of one case")
def read_events(request: SignedInRequest, number: str) -> Any:
    """Return the events in order, as the caller may see them; entered in the read log."""
    case = _one(request, number)
    log_read(case, request.user, "events")
    return timeline(case, "applicant" if _Reader(request.user).public(case) else "staff")


@router.post("/{number}/transitions/{key}", response=TransitionOut, summary="Take a transition")
def take_transition(
    request: SignedInRequest,
    number: str,
    key: str,
    body: TransitionIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=100)],
) -> Any:
    """Take it once: the same key gives the same answer again. A stale `expected_revision` answers 409."""
    case = _one(request, number)
    result = perform(
        case_id=case.pk,
        transition=key,
        expected_revision=body.expected_revision,
        idempotency_key=idempotency_key,
        actor=request.user,
        payload={"comment": body.comment, "internal": body.internal, "target": body.target},
    )
    return {"seq": result.seq, "state": result.state, "revision": result.revision, "replayed": result.replayed}
