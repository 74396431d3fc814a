"""Who is told what after a transition. Everything leaves through the outbox, keyed by event and person."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from cases.engine.definition import USUAL_CHANNELS, Message
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
DETAIL_VIEWS = {"applicant": "cases:detail", "provider": "cases:detail", "reviewers": "wagtail_cases:detail"}
PROVIDER_ROLES = ("org_admin", "provider_member")


def _recipients(message: Message, step: Step) -> Iterable[User]:
    """Return the people of the audience, each once, without the one who acted."""
    case = step.case
    found: dict[int, User] = {}
    for members in _audience(message, case):
        found.update((member.pk, member) for member in members)
    if step.actor is not None:
        found.pop(step.actor.pk, None)
    # A role may be told of more than it may read: a confidential case has no audience beyond its readers.
    return [member for member in found.values() if may_see(case, member)]


def _audience(message: Message, case: Case) -> Iterator[Iterable[User]]:
    """Yield the people of each role of the audience; a case without a provider has none of a provider."""
    if message.to == "reviewers":
        for role in message.roles:
            yield people.members_with_role(region=case.region, role=role)
        return
    provider = message.to == "provider"
    organisation = case.provider_id if provider else case.applicant_id
    for role in message.roles or (PROVIDER_ROLES if provider else APPLICANT_ROLES):
        if organisation is not None:
            yield people.members_with_role(organisation_id=organisation, role=role)


def case_path(case: Case, audience: str) -> str:
    """Return the address of the case for an audience, or the start page when its room is not mounted."""
    try:
        return reverse(DETAIL_VIEWS[audience], args=[case.number])
    except NoReverseMatch:
        return "/"


def _placeholders(message: Message, step: Step) -> dict[str, str]:
    state = step.definition.state(step.case.state)
    payload = step.event.payload
    outside = message.to != "reviewers"
    hidden = outside and payload.get("internal")
    return {
        "case_number": step.case.number,
        "title": step.case.title,
        "state": state.public_title if outside else state.title,
        "comment": "" if hidden else payload.get("comment", ""),
    }


def tell(step: Step) -> None:
    """Post what the transition's messages say to each person whom they address, by the ways that they name."""
    for number, message in enumerate(step.transition.notify):
        values = _placeholders(message, step)
        title = fill(message.title, values)
        body = fill(message.body, values).strip()
        path = case_path(step.case, message.to)
        key = f"case:{step.case.number}:{step.event.seq}:{number}"
        recipients = list(_recipients(message, step))
        write_to(recipients, key=key, title=title, body=body, path=path, channels=message.channels)
        if "sms" in message.channels:
            template = f"{step.definition.key}.{step.transition.key}.{number}"
            _text(recipients, key=key, title=title, template=template, values=values)


def write_to(
    recipients: Iterable[User],
    *,
    key: str,
    title: str,
    body: str,
    path: str,
    channels: Collection[str] = USUAL_CHANNELS,
) -> None:
    """Post an in-app message and an e-mail to each of `recipients`; `key` and the person make a message once.

    Nobody can refuse the site's own messages; whoever wants no mail gets none.
    """
    link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    for user in recipients:
        if "site" in channels:
            outbox.post(
                topic="notification",
                key=f"{key}:{user.pk}:notification",
                payload={"user_id": user.pk, "title": title[:TITLE_LENGTH], "body": body, "url": path},
            )
        if "mail" in channels and user.mail_wanted:
            outbox.post(
                topic="mail",
                key=f"{key}:{user.pk}:mail",
                payload={"to": user.email, "subject": title[:TITLE_LENGTH], "body": f"{body}\n\n{link}".strip()},
            )


def _text(recipients: Iterable[User], *, key: str, title: str, template: str, values: Mapping[str, str]) -> None:
    """Post a text message to each who has a telephone and wants them; `values` without what somebody wrote."""
    params = {name: values[name] for name in ("case_number", "state")}
    for user in recipients:
        if user.phone and user.sms_wanted:
            outbox.post(
                topic="sms",
                key=f"{key}:{user.pk}:sms",
                payload={"phone": user.phone, "template": template, "params": params, "text": title[:TITLE_LENGTH]},
            )
