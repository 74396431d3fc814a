"""What an applicant's start page shows: what needs doing now, what can be begun, what is under way."""

from dataclasses import dataclass
from typing import Any

from cases.facade import own_cases, state_kind, state_title
from cms.accounts.facade import Person, acting_roles, unread_count, waiting_organisation_names
from forms_app.facade import OpenForm, drafts_for, invitations_for, open_forms_for

SHOWN = 5
BADGES = {"start": "", "work": "badge-info", "pause": "badge-warning", "final": "badge-success"}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list."""

    pk: int
    number: str
    title: str
    state: str
    badge: str
    updated_at: Any


@dataclass(frozen=True, slots=True)
class Start:
    """The start page of one person."""

    returned: list[Any]
    drafts: list[Any]
    invitations: list[Any]
    forms: list[OpenForm]
    cases: list[CaseLine]
    unread: int
    waiting: tuple[str, ...]
    acts: bool

    @property
    def nothing_to_do(self) -> bool:
        """Say whether nothing waits for this person."""
        return not (self.returned or self.drafts or self.invitations or self.unread or self.waiting) and self.acts


def works_for_an_office(user: Person) -> bool:
    """Say whether a person's place is the staff desk: may enter it and fills in forms for nobody."""
    kinds = {role.kind for role in acting_roles(user)}
    return user.has_perm("wagtailadmin.access_admin") and not kinds & {"enterprise", "provider"}


def start_for(user: Person) -> Start:
    """Collect the start page of `user` from the rooms."""
    open_drafts = list(drafts_for(user)[: 2 * SHOWN])
    return Start(
        returned=[draft for draft in open_drafts if draft.status == "returned"],
        drafts=[draft for draft in open_drafts if draft.status != "returned"][:SHOWN],
        invitations=list(invitations_for(user)[:SHOWN]),
        forms=open_forms_for(user),
        cases=_case_lines(user),
        unread=unread_count(user),
        waiting=waiting_organisation_names(user),
        acts=bool(acting_roles(user)),
    )


def _case_lines(user: Person) -> list[CaseLine]:
    cases = own_cases(user).select_related("version").defer("version__definition")
    return [
        CaseLine(
            pk=case.pk,
            number=case.number,
            title=case.title,
            state=state_title(case, public=True),
            badge=BADGES.get(state_kind(case), ""),
            updated_at=case.updated_at,
        )
        for case in cases[:SHOWN]
    ]
