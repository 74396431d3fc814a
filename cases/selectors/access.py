"""Who can see a case, and by which right each."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.definition import LEVELS
from cases.models import Case, CaseAccess
from cases.models.visibility import up_to
from cases.selectors.handlers import staff
from cms.accounts.facade import Holder, holders
from cms.accounts.models import User

BY_HAND = "grant"
FOUND_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Right:
    """One reason for which somebody sees the case; `access_id` is set where it can be withdrawn by hand."""

    name: str
    email: str
    right: str
    organisation: str = ""
    until: datetime.date | None = None
    access_id: int | None = None
    user_id: int = 0


def rights_on(case: Case) -> list[Right]:
    """Return every right to see `case`, which the caller has found through `visible_to`: the let in first."""
    parties = frozenset(one for one in (case.applicant_id, case.provider_id) if one is not None)
    levels = {level for level in LEVELS if case.confidentiality in up_to(level)}
    found = holders(region=case.region, organisation_ids=parties)
    regular = [
        _regular(one, case)
        for one in found
        if one.organisation_id in parties or (one.reads_region and one.cleared_for in levels)
    ]
    root = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    return [
        *(_exceptional(one) for one in running_access(case)),
        *regular,
        *(Right(one.get_full_name(), one.email, _("sees every case"), user_id=one.pk) for one in root),
    ]


def running_access(case: Case) -> QuerySet[CaseAccess]:
    """Return what lets single people in to the case now, the earliest end first."""
    running = CaseAccess.objects.running(timezone.now()).filter(case=case, user__is_active=True)
    return running.select_related("user").order_by("valid_until", "pk")


def _regular(one: Holder, case: Case) -> Right:
    names = {case.applicant_id: _("of the applicant"), case.provider_id: _("of the service provider")}
    right = names.get(one.organisation_id, "")
    right = f"{one.role_name}（{right}）" if right else one.role_name
    if one.for_name:
        right = _("%(right)s, standing in for %(person)s") % {"right": right, "person": one.for_name}
    return Right(one.name, one.email, right, one.organisation_name, one.until, user_id=one.user_id)


def _exceptional(access: CaseAccess) -> Right:
    kind = access.source.partition(":")[0]
    by_hand = kind == BY_HAND
    words = {BY_HAND: _("let in by hand"), "copy": _("has a copy to read"), "panel": _("has a seat in a panel")}
    return Right(
        access.user.get_full_name(),
        access.user.email,
        words.get(kind, _("let in by the procedure")),
        until=_last_day(access.valid_until),
        access_id=access.pk if by_hand else None,
        user_id=access.user_id,
    )


def _last_day(until: datetime.datetime | None) -> datetime.date | None:
    """Return the last day on which an access holds: it ends with the first moment that is no longer within it."""
    return timezone.localdate(until - datetime.timedelta(microseconds=1)) if until else None


def staff_found(text: str) -> list[User]:
    """Return the people of offices whose name contains `text` or whose address it is."""
    wanted = text.strip()
    if not wanted:
        return []
    people = staff()
    found = people.filter(email__iexact=wanted) | people.filter(full_name__icontains=wanted)
    return list(found.distinct().order_by("full_name", "pk")[:FOUND_AT_MOST])
