"""Letting somebody in to one case for some time: one writer, one event each, and an end that no clock can miss."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone

from cases.errors import AccessRefused, CaseNotFound, LevelRefused, NotPermitted, RequirementMissing
from cases.models import Case, CaseAccess, CaseEvent, CaseUserObjectPermission
from cases.selectors.access import rights_on
from cases.selectors.access_check import access_faults
from cases.selectors.timeline import timeline
from cases.services.classify import classify
from cases.services.grants import access_grant, access_revoke, expired_grants_revoke
from cms.accounts.models import Delegation, Membership, Organisation, Role, User
from cms.core.models import OutboxMessage
from tests.cases.world import World

DAY = datetime.timedelta(days=1)


@pytest.fixture
def case(world: World) -> Case:
    """Give a case of the county, whose city may decide who sees it."""
    Role.objects.filter(key="city_reviewer").update(cleared_for="confidential")
    permissions = Permission.objects.filter(codename__in=("grant_case", "classify_case"))
    for user in (world.city_reviewer, world.superuser):
        user.user_permissions.add(*permissions)
    return world.case()


@pytest.fixture
def clerk(world: World) -> User:
    """Give somebody of an office who sees no case."""
    user = User.objects.create_user("clerk@example.com", full_name="周科员")
    role = Role.objects.create(key="clerk", name="科员")
    Membership.objects.create(user=user, organisation=world.bureau, role=role, valid_from="2026-01-01")
    return user


def grant(case: Case, to: User, world: World, **changed: Any) -> None:
    access_grant(
        **{
            "case_id": case.pk,
            "to": to,
            "last_day": timezone.localdate() + DAY,
            "reason": "协助核查",
            "actor": world.fresh(world.city_reviewer),
            "idempotency_key": f"grant-{CaseEvent.objects.count()}",
            **changed,
        }
    )


def sees(case: Case, user: User) -> bool:
    return Case.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=case.pk).exists()


def test_a_grant_opens_the_case_until_the_end_of_its_last_day(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    assert sees(case, clerk)
    evening = datetime.datetime.combine(timezone.localdate() + DAY, datetime.time(23, 59))
    for moment, open_then in ((0, True), (2, False)):
        at = timezone.make_aware(evening) + datetime.timedelta(minutes=moment)
        with time_machine.travel(at, tick=False):
            assert sees(case, clerk) is open_then, "whether or not the clock has run"


def test_a_grant_is_an_event_with_its_reason_and_the_person_is_told(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    event = CaseEvent.objects.get(case=case, transition="$grant")
    assert event.payload["comment"] == "协助核查"
    assert event.payload["facts"]["to"] == clerk.pk
    assert OutboxMessage.objects.filter(topic="notification", payload__user_id=clerk.pk).count() == 1
    assert [entry.transition for entry in timeline(case, "applicant")] == [], "whom an office lets in is its own affair"
    assert list(access_faults()) == []


def test_the_panel_names_the_last_day_itself(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    (right,) = [one for one in rights_on(case) if one.user_id == clerk.pk]
    assert right.until == timezone.localdate() + DAY


def test_withdrawing_closes_the_case_at_once(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    access = CaseAccess.objects.get(user=clerk)
    arguments = {"case_id": case.pk, "access_id": access.pk, "reason": "核查结束", "idempotency_key": "away"}
    access_revoke(**arguments, actor=world.fresh(world.city_reviewer))
    assert not sees(case, clerk)
    assert not CaseUserObjectPermission.objects.exists()
    assert CaseEvent.objects.filter(case=case, transition="$revoke").count() == 1
    with pytest.raises(AccessRefused):
        access_revoke(**{**arguments, "idempotency_key": "again"}, actor=world.fresh(world.city_reviewer))


def test_what_the_procedure_opened_is_not_withdrawn_by_hand(world: World, case: Case, clerk: User) -> None:
    access = CaseAccess.objects.create(case=case, user=clerk, source="panel:1")
    with pytest.raises(AccessRefused):
        access_revoke(
            case_id=case.pk,
            access_id=access.pk,
            reason="x",
            actor=world.fresh(world.city_reviewer),
            idempotency_key="x",
        )
    assert sees(case, clerk)


def test_what_makes_no_sense_is_refused(world: World, case: Case, clerk: User) -> None:
    today = timezone.localdate()
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotPermitted, {"actor": world.fresh(world.reviewer)}),
        (NotPermitted, {"actor": world.fresh(world.superuser)}),
        (CaseNotFound, {"actor": world.fresh(world.other_reviewer)}),
        (RequirementMissing, {"reason": "  "}),
        (AccessRefused, {"last_day": today - DAY}),
        (AccessRefused, {"last_day": today + 400 * DAY}),
        (AccessRefused, {"to": world.stranger}),
        (AccessRefused, {"to": world.reviewer}),
    ]
    for error, changed in refused:
        with pytest.raises(error):
            grant(case, **{"to": clerk, "world": world, **changed})
    assert not CaseAccess.objects.exists()
    assert not CaseEvent.objects.exists()


def test_the_permission_reaches_no_further_than_the_region(world: World, case: Case, clerk: User) -> None:
    world.other_reviewer.user_permissions.add(Permission.objects.get(codename="grant_case"))
    CaseAccess.objects.create(case=case, user=world.other_reviewer, source="panel:1")
    with pytest.raises(NotPermitted):
        grant(case, clerk, world, actor=world.fresh(world.other_reviewer))


def test_the_clock_takes_away_what_is_over_once_and_says_so(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    assert expired_grants_revoke() == 0
    later = timezone.now() + 3 * DAY
    with time_machine.travel(later, tick=False):
        assert [fault.kind for fault in access_faults()] == ["over"]
        assert (expired_grants_revoke(), expired_grants_revoke()) == (1, 0)
        assert not CaseUserObjectPermission.objects.exists()
        event = CaseEvent.objects.get(case=case, transition="$revoke")
        assert event.actor is None
        assert event.payload["facts"]["expired"] is True
        grant(case, clerk, world)
        assert sees(case, clerk), "whoever was let in once may be let in again"


def test_a_grant_that_is_over_and_still_there_does_not_stand_in_the_way(world: World, case: Case, clerk: User) -> None:
    grant(case, clerk, world)
    with time_machine.travel(timezone.now() + 3 * DAY, tick=False):
        grant(case, clerk, world)
        assert sees(case, clerk)
        assert list(access_faults()) == []


def test_the_check_names_what_the_grant_service_did_not_write(
    world: World, case: Case, clerk: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_case_access")
    CaseAccess.objects.create(case=case, user=clerk, source="grant:0")
    CaseUserObjectPermission.objects.create(
        user=world.stranger, permission=Permission.objects.get(codename="view_case"), content_object=case
    )
    assert {(fault.kind, fault.who) for fault in access_faults()} == {
        ("granted_by_nobody", clerk.email),
        ("without_an_end", clerk.email),
        ("opens_nothing", world.stranger.email),
    }
    with pytest.raises(SystemExit):
        call_command("check_case_access")
    assert clerk.email in capsys.readouterr().out


@pytest.mark.parametrize("level", ["public", "internal", "confidential"])
def test_the_panel_names_exactly_the_people_who_can_see_the_case(
    world: World, case: Case, clerk: User, level: str
) -> None:
    provider = Organisation.objects.create(
        name="智造云", credit_code="P1", kind="provider", status="active", region=world.other_county
    )
    Case.objects.filter(pk=case.pk).update(confidentiality=level, provider=provider)
    helper = User.objects.create_user("helper@example.com")
    Membership.objects.create(
        user=helper, organisation=provider, role=Role.objects.get(key="org_admin"), valid_from="2026-01-01"
    )
    grant(case, clerk, world)
    for serial, giver in enumerate((world.reviewer, world.applicant)):
        lent = User.objects.create_user(f"lent{serial}@example.com")
        membership = giver.memberships.get()
        Membership.objects.create(
            user=lent,
            organisation=membership.organisation,
            role=Role.objects.get(key="clerk"),
            valid_from="2026-01-01",
        )
        today = timezone.localdate()
        Delegation.objects.create(
            from_user=giver,
            to_user=lent,
            organisation=membership.organisation,
            valid_from=today,
            valid_until=today,
        )
    case = Case.objects.select_related("region").get(pk=case.pk)
    named = {one.user_id for one in rights_on(case)}
    assert named == {user.pk for user in User.objects.all() if sees(case, user)}
    assert (world.reviewer.pk in named) is (level != "confidential")


def test_changing_the_level_is_an_event_and_takes_the_case_from_who_is_not_cleared(
    world: World, case: Case, clerk: User
) -> None:
    def change(level: str, **changed: Any) -> None:
        classify(
            **{
                "case_id": case.pk,
                "level": level,
                "reason": "涉及商业秘密",
                "actor": world.fresh(world.city_reviewer),
                "idempotency_key": f"level-{CaseEvent.objects.count()}",
                **changed,
            }
        )

    for error, level, changed in (
        (RequirementMissing, "confidential", {"reason": ""}),
        (NotPermitted, "confidential", {"actor": world.fresh(world.reviewer)}),
        (LevelRefused, "internal", {}),
        (LevelRefused, "top-secret", {}),
    ):
        with pytest.raises(error):
            change(level, **changed)
    change("confidential")
    assert not sees(case, world.reviewer)
    assert sees(case, world.city_reviewer)
    assert sees(case, world.applicant)
    event = CaseEvent.objects.get(case=case)
    assert (event.transition, event.payload["facts"]) == ("$classify", {"from": "internal", "to": "confidential"})
    Role.objects.filter(key="city_reviewer").update(cleared_for="internal")
    with pytest.raises(CaseNotFound):
        change("internal")


def test_nobody_raises_a_case_above_their_own_clearance(world: World, case: Case) -> None:
    Role.objects.filter(key="city_reviewer").update(cleared_for="internal")
    with pytest.raises(LevelRefused):
        classify(
            case_id=case.pk,
            level="confidential",
            reason="x",
            actor=world.fresh(world.city_reviewer),
            idempotency_key="x",
        )
