"""What the API says and takes about cases."""

import datetime
from typing import Annotated

from ninja import Field, Schema

from cases.models import Case
from cases.selectors.definitions import definition_of


class ApplicantOut(Schema):
    """Who applies."""

    name: str
    credit_code: str


class CaseOut(Schema):
    """A case. `revision` is what a transition must name as expected."""

    number: str
    title: str
    case_type: str
    state: str
    state_title: str
    state_kind: Annotated[str, Field(description="start, work, pause or final")]
    revision: int
    region: str
    applicant: ApplicantOut
    round: int | None
    state_entered_at: datetime.datetime
    created_at: datetime.datetime
    updated_at: datetime.datetime

    @staticmethod
    def of(case: Case, *, public: bool) -> "CaseOut":
        """Return `case` in the words of the office, or of the applicant where `public` says so."""
        state = definition_of(case.version).state(case.state)
        return CaseOut(
            number=case.number,
            title=case.title,
            case_type=case.version.case_type.key,
            state=case.state,
            state_title=state.public_title if public else state.title,
            state_kind=state.kind,
            revision=case.revision,
            region=case.region.code,
            applicant=ApplicantOut(name=case.applicant.name, credit_code=case.applicant.credit_code),
            round=case.submission.round if case.submission else None,
            state_entered_at=case.state_entered_at,
            created_at=case.created_at,
            updated_at=case.updated_at,
        )


class TargetOut(Schema):
    """A state that a transition may lead to."""

    key: str
    title: str


class ActionOut(Schema):
    """A transition that the caller may take now; `targets` are the states to choose from, if it leads to several."""

    key: str
    title: str
    needs_comment: bool
    needs_remarks: bool
    targets: list[TargetOut] = []


class CaseDetailOut(CaseOut):
    """A case with what the caller may do to it now."""

    actions: list[ActionOut]


class CasePage(Schema):
    """A page of the list; `count` stops at its cap, and `more` says whether another page follows."""

    count: int
    more: bool
    items: list[CaseOut]


class EventOut(Schema):
    """One step of the case, as the caller may see it."""

    seq: int
    at: datetime.datetime
    transition: str
    title: str
    from_state: str
    to_state: str
    actor: str
    organisation: str
    comment: str
    round: int | None


class ListQuery(Schema):
    """Filters and page of the list."""

    q: Annotated[str, Field(max_length=100)] = ""
    state: Annotated[str, Field(max_length=40)] = ""
    region: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    case_type: Annotated[str, Field(max_length=60)] = ""
    opened_from: datetime.date | None = None
    opened_to: datetime.date | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0


class FeedQuery(Schema):
    """Where in the feed to go on, and how far."""

    after: Annotated[int, Field(ge=0, le=9_223_372_036_854_775_807)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class CloudEventData(Schema):
    """What happened, in keys: no person and no text that somebody wrote."""

    case_type: str
    region: str
    transition: str
    from_state: str
    state: str
    public_state: str
    state_kind: str
    revision: int


class CloudEventOut(Schema):
    """A step as a CloudEvent 1.0, the same that webhooks are sent."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime.datetime
    datacontenttype: str
    data: CloudEventData


class FeedOut(Schema):
    """Events in order; `next` is the `after` of the next call, also when there are none."""

    next: int
    items: list[CloudEventOut]


class TransitionIn(Schema):
    """What a transition needs: the revision that the caller saw, and a comment if there is one."""

    expected_revision: Annotated[int, Field(ge=0, le=2_147_483_647)]
    comment: Annotated[str, Field(max_length=2000)] = ""
    internal: bool = False
    target: Annotated[str, Field(max_length=40)] = ""


class TransitionOut(Schema):
    """The event that was made, or was made before under the same key."""

    seq: int
    state: str
    revision: int
    replayed: bool
