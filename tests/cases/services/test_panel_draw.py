"""A panel is drawn by lot when its state is entered, from those who may sit, and the draw is on record."""

import datetime
from typing import Any

import pytest

from cases.errors import BodyRefused, NotPermitted, PoolTooSmall, TransitionNotAllowed
from cases.models import Case, CaseAccess, CaseEvent, Expert
from cases.selectors.draws import draws_of
from cases.services.panel_draw import panel_draw
from cms.accounts.models import Membership, Role, User
from cms.core.models import OutboxMessage
from tests.cases import bodies_world as bodies
from tests.cases.world import World


@pytest.fixture(autouse=True)
def case_type(world: World) -> None:
    bodies.publish()


def _draw(case: Case, actor: User | None, key: str = "again") -> None:
    panel_draw(case_id=case.pk, actor=actor, idempotency_key=key)


def _facts(case: Case) -> dict[str, Any]:
    return CaseEvent.objects.filter(case=case, transition="$draw").latest("seq").payload["facts"]["draw"]


def test_entering_the_state_seats_a_panel_of_its_size_and_mix_from_different_employers(world: World) -> None:
    experts = {one.user_id: one for one in bodies.pool()}
    seats = bodies.seats(bodies.sent_to(world, "panel"))
    assert len({seat.assignee_id for seat in seats}) == 5
    assert sorted(seat.speciality for seat in seats) == ["", "", "finance", "technical", "technical"]
    for seat in seats:
        known = {one.key for one in experts[seat.assignee_id].specialities.all()}
        assert not seat.speciality or seat.speciality in known
    assert all((seat.role, seat.status, seat.sealed_at) == ("expert", "open", None) for seat in seats)


def test_a_seat_opens_nothing_before_its_holder_has_declared(world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    assert not CaseAccess.objects.exists()
    for seat in bodies.seats(case):
        assert not Case.objects.visible_to(seat.assignee).exists()


def test_everybody_who_was_drawn_is_told(world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    told = OutboxMessage.objects.filter(topic="notification", key__contains=f"{case.number}:2:seat:")
    assert {message.payload["user_id"] for message in told} == {seat.assignee_id for seat in bodies.seats(case)}
    assert {message.payload["url"] for message in told} == {f"/my/reviews/{case.number}/"}


def test_the_seed_is_the_servers_and_another_one_for_each_case(world: World) -> None:
    bodies.pool()
    seeds = {_facts(bodies.sent_to(world, "panel"))["seed"] for _ in range(5)}
    assert len(seeds) == 5
    assert all(len(seed) == 32 for seed in seeds)


def test_the_record_of_a_draw_repeats_it(world: World) -> None:
    bodies.pool(12)
    for _ in range(5):
        [draw] = draws_of(bodies.sent_to(world, "panel"))
        assert draw.identical
        assert len(draw.members) == 5
        assert [one.place for one in draw.pool] == list(range(1, len(draw.pool) + 1))


@pytest.mark.parametrize("field", ["seed", "pool", "members"])
def test_a_record_that_was_changed_does_not_repeat(world: World, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies.pool(12)
    case = bodies.sent_to(world, "panel")
    facts = _facts(case)
    member = facts["members"][0]["id"]
    other = next(one["id"] for one in facts["pool"] if one["id"] not in {m["id"] for m in facts["members"]})
    forged = {
        "seed": lambda: "another",
        "pool": lambda: [one for one in facts["pool"] if one["id"] != member],
        "members": lambda: [{**facts["members"][0], "id": other}, *facts["members"][1:]],
    }[field]()
    event = CaseEvent.objects.get(case=case, transition="$draw")
    event.payload["facts"]["draw"][field] = forged
    monkeypatch.setattr("cases.selectors.draws.draw_events", lambda case: [event])
    [draw] = draws_of(case)
    assert not draw.identical


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "barred", "barred_reason": "违规"}, "barred"),
        ({"employer_name": "甲县机械厂"}, "same_employer"),
        ({"valid_until": datetime.date(2026, 1, 2)}, None),
    ],
)
def test_who_may_not_sit_is_left_out_and_the_record_says_why(world: World, fields: Any, reason: str | None) -> None:
    out = bodies.pool(12)[0]
    Expert.objects.filter(pk=out.pk).update(**fields)
    facts = _facts(bodies.sent_to(world, "panel"))
    assert out.pk not in {one["id"] for one in facts["pool"]}
    assert [one["reason"] for one in facts["excluded"] if one["id"] == out.pk] == ([reason] if reason else [])


def test_members_of_the_applicant_and_of_the_provider_are_left_out(world: World) -> None:
    applicants, providers = bodies.pool(12)[:2]
    member = Role.objects.get(key="org_admin")
    for one, firm in ((applicants, world.enterprise), (providers, world.other_enterprise)):
        Membership.objects.create(user=one.user, organisation=firm, role=member, valid_from="2026-01-01")
    facts = _facts(bodies.sent_to(world, "panel", provider=world.other_enterprise))
    assert {one["id"]: one["reason"] for one in facts["excluded"]} == {applicants.pk: "member", providers.pk: "member"}


def test_whoever_acted_on_the_case_or_opened_it_is_left_out(world: World) -> None:
    bodies.pool(10)
    acted = bodies.expert(80, "technical")
    opened = bodies.expert(81, "technical")
    reviewer = Expert.objects.filter(pk=acted.pk)
    reviewer.update(user=world.reviewer)
    facts = _facts(bodies.sent_to(world, "panel", opened_by=opened.user))
    assert {one["id"]: one["reason"] for one in facts["excluded"]} == {acted.pk: "acted", opened.pk: "acted"}


def test_a_pool_that_is_too_small_stops_nobody_and_the_office_draws_once_it_is_filled(world: World) -> None:
    bodies.pool(2)
    case = bodies.sent_to(world, "panel")
    assert (case.state, bodies.seats(case)) == ("panel", [])
    with pytest.raises(PoolTooSmall) as short:
        _draw(case, world.reviewer)
    assert "finance" in str(short.value)
    for number in range(10, 20):
        bodies.expert(number, "finance", "technical")
    _draw(case, world.reviewer, "filled")
    assert len(bodies.seats(case)) == 5
    event = CaseEvent.objects.get(case=case, transition="$draw")
    assert (event.actor, event.acting_for) == (world.reviewer, world.bureau)


def test_only_the_office_draws_and_never_more_than_there_are_seats(world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    with pytest.raises(NotPermitted):
        _draw(case, world.applicant)
    with pytest.raises(BodyRefused):
        _draw(case, world.reviewer)
    with pytest.raises(TransitionNotAllowed):
        _draw(bodies.case_in(world), world.reviewer)
