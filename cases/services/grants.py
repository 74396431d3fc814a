"""Let a person in to one case for some time, and withdraw it: the one writer of guardian's rows and of their mirror.

Guardian's row says that somebody was let in by hand; CaseAccess, from which every list reads, says until when.
"""

import datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import AccessRefused, NotPermitted, RequirementMissing
from cases.models import Case, CaseAccess, CaseEvent, CaseUserObjectPermission
from cases.models.visibility import may_see
from cases.policies import grants_as
from cases.selectors.access import BY_HAND
from cases.selectors.handlers import staff
from cases.services.act import Change, act
from cases.services.notify import case_path, write_to
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User

VIEW = "view"
# Whoever needs the case for longer holds the role, or is let in again.
LONGEST = datetime.timedelta(days=366)


def access_grant(
    *, case_id: int, to: User, last_day: datetime.date, reason: str, actor: User, idempotency_key: str
) -> PerformResult:
    """Let a person of an office see the case up to the end of a day; they are told.

    Raises CaseNotFound, NotPermitted, RequirementMissing without a reason, AccessRefused for a person or a day that
    does not suit.
    """

    def change(turn: Turn) -> tuple[int | None, dict[str, object]]:
        organisation_id = _granter(turn)
        _check_day(last_day)
        if not staff().filter(pk=to.pk).exists():
            raise AccessRefused(_("Only people who work in an office can be let in."))
        if may_see(turn.case, to):
            raise AccessRefused(_("%(name)s can see this case already.") % {"name": to.get_full_name()})
        _store(turn.case, to, _end_of(last_day))
        return organisation_id, {"to": to.pk, "to_name": to.get_full_name(), "until": last_day.isoformat()}

    def tell(case: Case, event: CaseEvent) -> None:
        title = _("You can now see the case %(number)s") % {"number": case.number}
        key = f"case:{case.number}:{event.seq}:grant"
        write_to([to], key=key, title=title, body=reason, path=case_path(case, "reviewers"))

    _need_reason(reason)
    return act(
        case_id=case_id,
        name="$grant",
        actor=actor,
        idempotency_key=idempotency_key,
        comment=reason,
        internal=True,
        change=change,
        then=tell,
    )


def access_revoke(*, case_id: int, access_id: int, reason: str, actor: User, idempotency_key: str) -> PerformResult:
    """Withdraw at once what was granted by hand.

    Raises CaseNotFound, NotPermitted, RequirementMissing without a reason, AccessRefused where it is gone already.
    """

    def change(turn: Turn) -> tuple[int | None, dict[str, object]]:
        organisation_id = _granter(turn)
        return organisation_id, _take_away(turn.case, access_id)

    _need_reason(reason)
    return act(
        case_id=case_id,
        name="$revoke",
        actor=actor,
        idempotency_key=idempotency_key,
        comment=reason,
        internal=True,
        change=change,
    )


def expired_grants_revoke() -> int:
    """Take away the grants whose time is over, each with an event of the system; return how many.

    Nobody sees a case by them any more since the moment they ended: this only keeps guardian's rows true. The key of
    the event is the grant's, so several clocks take each away once.
    """
    over = CaseAccess.objects.filter(source__startswith=f"{BY_HAND}:", valid_until__lte=timezone.now())
    expired = list(over.order_by("pk").values_list("pk", "case_id"))
    for access_id, case_id in expired:
        act(
            case_id=case_id,
            name="$revoke",
            actor=None,
            idempotency_key=f"grant-over:{access_id}",
            change=_expiry(access_id),
        )
    return len(expired)


def _expiry(access_id: int) -> Change:
    return lambda turn: (None, {**_take_away(turn.case, access_id), "expired": True})


def _granter(turn: Turn) -> int:
    role = grants_as(turn.case, turn.actor, "cases.grant_case")
    if role is None:
        raise NotPermitted
    return role.organisation_id


def _store(case: Case, to: User, until: datetime.datetime) -> None:
    # A grant that is over and not yet taken away makes room for the new one.
    CaseAccess.objects.filter(case=case, user=to, source__startswith=f"{BY_HAND}:").delete()
    row, _made = CaseUserObjectPermission.objects.get_or_create(
        user=to, permission=_view_permission(), content_object=case
    )
    CaseAccess.objects.create(case=case, user=to, capability=VIEW, source=f"{BY_HAND}:{row.pk}", valid_until=until)


def _take_away(case: Case, access_id: int) -> dict[str, object]:
    found = (
        CaseAccess.objects.filter(pk=access_id, case=case, source__startswith=f"{BY_HAND}:")
        .select_related("user")
        .first()
    )
    if found is None:
        raise AccessRefused(_("This access has been withdrawn already."))
    CaseUserObjectPermission.objects.filter(user=found.user_id, content_object=case).delete()
    found.delete()
    return {"to": found.user_id, "to_name": found.user.get_full_name()}


def _view_permission() -> Permission:
    return Permission.objects.get(content_type=ContentType.objects.get_for_model(Case), codename="view_case")


def _end_of(day: datetime.date) -> datetime.datetime:
    following = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(following)


def _check_day(day: datetime.date) -> None:
    today = timezone.localdate()
    if not today <= day <= today + LONGEST:
        raise AccessRefused(_("Choose a last day from today on, at most one year ahead."))


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise RequirementMissing("reason", _("Say why this person needs the case, or needs it no longer."))
