"""Every kind of reader, with the cases that they ought to see: written down by hand, not computed."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cases.models import CaseAccess
from cms.accounts.models import Delegation, Membership, Organisation, Role, User
from tests.permission_matrix.world import LEVELS, STATES, Matrix

EVERYTHING = frozenset(STATES)


def of(*counties: str, level: str = "confidential") -> frozenset[str]:
    """Return the cases of these counties up to a level of confidentiality."""
    within = {"public": {"public"}, "internal": {"public", "internal"}}.get(level, {*LEVELS.values(), "internal"})
    return frozenset(key for key in STATES if key.split("-")[0] in counties and LEVELS.get(key, "internal") in within)


@dataclass(frozen=True)
class Reader:
    """A person and what is theirs: `office` as an office reads it, `own` as a party reads it.

    `enters` says whether the admin opens for them; `waits` which cases ask them for a step.
    """

    name: str
    user: User | AnonymousUser
    office: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    enters: bool = False
    waits: frozenset[str] = frozenset()
    # Of the office's: what a grant alone opens, which the lists of forms do not show.
    by_grant: frozenset[str] = frozenset()

    @property
    def visible(self) -> frozenset[str]:
        """Return what they see anywhere."""
        return self.office | self.own

    @property
    def desk(self) -> frozenset[str]:
        """Return what they see at the desk."""
        return self.office if self.enters else frozenset()


def _parties(matrix: Matrix) -> list[Reader]:
    own = matrix.places["qinglan-review"]
    theirs = frozenset({own.key})
    administrator = matrix.person("applicant admin", own.firm, "org_admin")
    elsewhere = matrix.places["fengling-review"]
    return [
        Reader("applicant, member", own.filler, own=theirs),
        Reader("applicant, administrator", administrator, own=theirs),
        Reader("another enterprise", elsewhere.filler, own=frozenset({elsewhere.key})),
        Reader("provider on the case", matrix.person("on", matrix.provider, "provider_member"), own=theirs),
        Reader(
            "applicant of a confidential case",
            matrix.places["qinglan-secret"].filler,
            own=frozenset({"qinglan-secret"}),
        ),
        Reader("provider of no case", matrix.person("off", matrix.other_provider, "provider_member")),
        Reader("left the applicant", _former(matrix, own.key)),
    ]


def _former(matrix: Matrix, key: str) -> User:
    user = matrix.person("former", matrix.places[key].firm, "org_admin")
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    return user


def _offices(matrix: Matrix) -> list[Reader]:
    def staff(name: str, where: str, role: str, sees: frozenset[str], waits: frozenset[str] = frozenset()) -> Reader:
        user = matrix.person(name, matrix.bureau(where), role)
        return Reader(name, user, office=sees, enters=True, waits=waits)

    return [
        staff(
            "county reviewer",
            "qinglan",
            "county_reviewer",
            of("qinglan", level="internal"),
            frozenset({"qinglan-review"}),
        ),
        staff("county reviewer elsewhere", "donghe", "county_reviewer", of("donghe"), frozenset({"donghe-review"})),
        staff("city reviewer", "city", "city_reviewer", of("qinglan", "fengling")),
        staff("city reviewer elsewhere", "other_city", "city_reviewer", of("donghe")),
        # Administers people and settings; what an enterprise hands in is not theirs to read.
        staff("bureau administrator", "city", "bureau_admin", frozenset()),
        staff("editor", "city", "editor", frozenset()),
        staff("form administrator", "city", "form_admin", frozenset()),
    ]


def _let_in(matrix: Matrix) -> list[Reader]:
    case = matrix.places["fengling-review"].case
    hour = datetime.timedelta(hours=1)
    secret = matrix.places["qinglan-secret"].case
    let_in = matrix.person("let in to the secret", matrix.bureau("qinglan"), "county_reviewer")
    CaseAccess.objects.create(case=secret, user=let_in, source="hand")
    newcomer = matrix.person("newcomer", matrix.bureau("fengling"), "newcomer")
    granted = matrix.person("granted", matrix.bureau("qinglan"), "editor")
    CaseAccess.objects.create(case=case, user=granted, source="hand", valid_until=timezone.now() + hour)
    expired = matrix.person("expired", matrix.bureau("qinglan"), "editor")
    CaseAccess.objects.create(case=case, user=expired, source="hand", valid_until=timezone.now() - hour)
    expert = matrix.person("expert")
    CaseAccess.objects.create(case=case, user=expert, source="panel")
    theirs = frozenset({"fengling-review"})
    return [
        Reader("granted by hand", granted, office=theirs, enters=True, by_grant=theirs),
        Reader(
            "county reviewer let in to a confidential case",
            let_in,
            office=of("qinglan"),
            enters=True,
            waits=frozenset({"qinglan-review", "qinglan-secret"}),
            by_grant=frozenset({"qinglan-secret"}),
        ),
        Reader("reads public cases only", newcomer, office=of("fengling", level="public"), enters=True),
        Reader("whose grant has expired", expired, enters=True),
        Reader("expert with access", expert, office=theirs),
        Reader("expert without access", matrix.person("expert without")),
    ]


def _standing_in(matrix: Matrix) -> list[Reader]:
    office = matrix.bureau("qinglan")
    away = matrix.person("away", office, "county_reviewer")
    sees, waits = of("qinglan", level="internal"), frozenset({"qinglan-review"})
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    now = _stands_in(matrix, "standing in", office, away, (today, today))
    before = _stands_in(matrix, "stood in", office, away, (today - 9 * day, today - day))
    firm = matrix.places["qinglan-returned"].firm
    return [
        Reader("stands in for a county reviewer", now, office=sees, enters=True, waits=waits),
        Reader("stood in until yesterday", before, enters=True),
        Reader("county reviewer who is away", away, office=sees, enters=True, waits=waits),
        Reader("stands in for the applicant", _stands_in_at(matrix, firm), own=frozenset({"qinglan-returned"})),
    ]


def _stands_in(
    matrix: Matrix, name: str, office: Organisation, away: User, days: tuple[datetime.date, datetime.date]
) -> User:
    user = matrix.person(name, office, "editor")
    Delegation.objects.create(
        from_user=away, to_user=user, organisation=office, valid_from=days[0], valid_until=days[1]
    )
    return user


def _stands_in_at(matrix: Matrix, firm: Organisation) -> User:
    """Return a member of a firm who stands in there: what they see as a party stays a party's."""
    user, today = matrix.person("helping out", firm, "org_member"), timezone.localdate()
    filler = matrix.places["qinglan-returned"].filler
    Delegation.objects.create(from_user=filler, to_user=user, organisation=firm, valid_from=today, valid_until=today)
    return user


def make_readers(matrix: Matrix) -> list[Reader]:
    """Return everybody."""
    Role.objects.create(
        key="newcomer",
        name="见习审核员",
        organisation_kinds=["bureau"],
        reads_region_cases=True,
        cleared_for=Role.Clearance.PUBLIC,
        group=Role.objects.get(key="county_reviewer").group,
    )
    gone = matrix.person("gone", matrix.bureau("qinglan"), "county_reviewer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    root = User.objects.create_superuser("root@matrix.example.com")
    return [
        *_parties(matrix),
        *_offices(matrix),
        *_let_in(matrix),
        *_standing_in(matrix),
        Reader("whose account is closed", gone),
        Reader("superuser", root, office=EVERYTHING, enters=True),
        Reader("nobody signed in", AnonymousUser()),
    ]
