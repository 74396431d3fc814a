"""Who is told what after a transition. Everything leaves through the outbox, keyed by event and person."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from cases.engine.definition import Message
from cases.engine.templates import fill
from cases.models import Case
from cases.models.visibility import may_see
from cases.selectors.handlers import APPLICANT_ROLES
from cases.services.effects import Step
from cms.accounts import facade as people
from cms.accounts.models import User
from cms.core import outbox

TITLE_LENGTH = 200

# Where a person of each audience opens the case; the rooms' edges own the addresses.
DETAIL_VIEWS = {"applicant": "cases:detail", "reviewers": "wagtail_cases:detail"}


def _recipients(message: Message, step: Step) -> Iterable[User]:
    """Return the people of the audience, each once, without the one who acted."""
    case = step.case
    found: dict[int, User] = {}
    for role in message.roles or (APPLICANT_ROLES if message.to == "applicant" else ()):
        if message.to == "applicant":
            members = people.members_with_role(organisation_id=case.applicant_id, role=role)
        else:
            members = people.members_with_role(region=case.region, role=role)
        found.update((member.pk, member) for member in members)
    if step.actor is not None:
        found.pop(step.actor.pk, None)
    # A role may be told of more than it may read: a confidential case has no audience beyond its readers.
    return [member for member in found.values() if may_see(case, member)]


def case_path(case: Case, audience: str) -> str:
    """Return the address of the case for an audience, or the start page when its room is not mounted."""
    try:
        return reverse(DETAIL_VIEWS[audience], args=[case.number])
    except NoReverseMatch:
        return "/"


def _placeholders(message: Message, step: Step) -> dict[str, str]:
    state = step.definition.state(step.case.state)
    payload = step.event.payload
    hidden = message.to == "applicant" and payload.get("internal")
    return {
        "case_number": step.case.number,
        "title": step.case.title,
        "state": state.public_title if message.to == "applicant" else state.title,
        "comment": "" if hidden else payload.get("comment", ""),
    }


def tell(step: Step) -> None:
    """Post an in-app message and an e-mail for each person whom the transition's messages address."""
    for number, message in enumerate(step.transition.notify):
        values = _placeholders(message, step)
        title = fill(message.title, values)
        body = fill(message.body, values).strip()
        path = case_path(step.case, message.to)
        key = f"case:{step.case.number}:{step.event.seq}:{number}"
        write_to(_recipients(message, step), key=key, title=title, body=body, path=path)


def write_to(recipients: Iterable[User], *, key: str, title: str, body: str, path: str) -> None:
    """Post an in-app message and an e-mail to each of `recipients`; `key` and the person make a message once."""
    link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    for user in recipients:
        outbox.post(
            topic="notification",
            key=f"{key}:{user.pk}:notification",
            payload={"user_id": user.pk, "title": title[:TITLE_LENGTH], "body": body, "url": path},
        )
        outbox.post(
            topic="mail",
            key=f"{key}:{user.pk}:mail",
            payload={"to": user.email, "subject": title[:TITLE_LENGTH], "body": f"{body}\n\n{link}".strip()},
        )
