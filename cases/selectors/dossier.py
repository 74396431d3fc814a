"""Everything that a page about one case shows, gathered once for the desk, the portal and the API alike."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.engine.definition import State
from cases.models import Case, CaseReadLog
from cases.selectors.actions import Action, Refusal, available_actions, refused_actions
from cases.selectors.definitions import definition_of
from cases.selectors.timeline import Audience, TimelineEntry, timeline
from cms.accounts.facade import OrganisationProfile, organisation_profile
from cms.accounts.models import User

READS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the procedure as the applicant sees it on the way: done, current, or still to come."""

    title: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case as one reader sees it."""

    case: Case
    state: str
    kind: str
    next: str
    applicant: OrganisationProfile
    actions: tuple[Action, ...]
    refused: tuple[Refusal, ...]
    timeline: tuple[TimelineEntry, ...]

    @property
    def last(self) -> TimelineEntry | None:
        """Return the newest event."""
        return self.timeline[-1] if self.timeline else None

    @property
    def newest_first(self) -> tuple[TimelineEntry, ...]:
        """Return the events as the pages list them."""
        return self.timeline[::-1]


def dossier(case: Case, user: User, audience: Audience) -> Dossier:
    """Return what `user` sees of `case`, which the caller has found through `visible_to`."""
    state = definition_of(case.version).state(case.state)
    own = audience == "applicant"
    return Dossier(
        case=case,
        state=state.public_title if own else state.title,
        kind=kind_for_applicant(case, state) if own else state.kind,
        next=state.public_next if own else "",
        applicant=organisation_profile(case.applicant_id),
        actions=tuple(available_actions(case, user)),
        refused=() if own else tuple(refused_actions(case, user)),
        timeline=tuple(timeline(case, audience)),
    )


def kind_for_applicant(case: Case, state: State) -> str:
    """Return the kind of a state as the applicant sees it: where the form is not in their hands, they need not act."""
    form = case.submission
    return "work" if state.kind == "pause" and form is not None and not form.is_with_filler else state.kind


def meanwhile(case: Case, revision: int) -> tuple[TimelineEntry, ...]:
    """Return what happened after the reader opened the page at `revision`."""
    return tuple(entry for entry in timeline(case) if entry.seq > revision)


def reads(case: Case) -> QuerySet[CaseReadLog]:
    """Return the newest entries of the log of who read this case."""
    return CaseReadLog.objects.filter(case=case).select_related("user").order_by("-read_at", "-pk")[:READS_SHOWN]


def progress(case: Case) -> list[Step]:
    """Return the stages on the way to the end: those between start and end that are not detours, and the present one.

    A detour (a return for correction) is shown only while it lasts.
    """
    definition = definition_of(case.version)
    now = definition.state(case.state)
    way = [state for state in definition.states if state == now or not definition.is_detour(state)]
    position = next((i for i, state in enumerate(way) if state.key == now.key), 0)
    return [
        Step(state.public_title, done=i < position or (i == position and state.kind == "final"), current=i == position)
        for i, state in enumerate(way)
    ]
