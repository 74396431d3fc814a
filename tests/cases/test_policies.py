"""Four eyes: who opened a case, took its last step or belongs to a party does not take the next one."""

from typing import Any

import pytest
from django.utils import timezone

from cases.engine.definition import ActorRule
from cases.errors import FourEyes
from cases.facade import case_type_load
from cases.models import Case
from cases.policies import Hands, judge
from cases.selectors.actions import available_actions, refused_actions
from cases.selectors.definitions import latest_version
from cases.selectors.hands import hands_of
from cases.services.perform import perform
from cms.accounts.models import Delegation, Membership, Role, User
from tests.cases.world import World

EXCLUSIONS = ("initiator", "previous_actor", "same_org")
REVIEW = ActorRule(("county_reviewer",), "own_region", EXCLUSIONS)

LEVELS: dict[str, Any] = {
    "key": "levels",
    "title": "两级审核",
    "number_prefix": "LJ",
    "states": [
        {"key": "opened", "title": "已登记", "kind": "start"},
        {"key": "first", "title": "初审", "kind": "work"},
        {"key": "second", "title": "复审", "kind": "work"},
        {"key": "done", "title": "办结", "kind": "final"},
    ],
    "transitions": [
        {
            "key": key,
            "title": key,
            "from": [source],
            "to": target,
            "actor": {"roles": ["county_reviewer"], "scope": "own_region", "exclude": exclude},
        }
        for key, source, target, exclude in (
            ("register", "opened", "first", []),
            ("pass", "first", "second", ["initiator"]),
            ("approve", "second", "done", ["initiator", "previous_actor", "same_org"]),
        )
    ],
}


@pytest.fixture
def colleagues(world: World) -> list[User]:
    """Give three reviewers of the county; the first is the world's own."""
    case_type_load(LEVELS, publish=True)
    made = [world.reviewer]
    for name in ("二审", "三审"):
        user = User.objects.create_user(f"{name}@example.com", full_name=name)
        role = Role.objects.get(key="county_reviewer")
        Membership.objects.create(user=user, organisation=world.bureau, role=role, valid_from=timezone.localdate())
        made.append(user)
    return made


def opened(world: World) -> Case:
    case = world.case()
    case.version = latest_version("levels")
    case.state = "opened"
    case.save()
    return case


def step(case: Case, key: str, actor: User) -> None:
    case.refresh_from_db()
    perform(
        case_id=case.pk,
        transition=key,
        expected_revision=case.revision,
        idempotency_key=f"{key}-{case.revision}",
        actor=User.objects.get(pk=actor.pk),
    )
    case.refresh_from_db()


def lend(world: World, giver: User, holder: User) -> None:
    today = timezone.localdate()
    Delegation.objects.create(
        from_user=giver, to_user=holder, organisation=world.bureau, valid_from=today, valid_until=today
    )


@pytest.mark.parametrize(
    ("bar", "hands"),
    [
        ("initiator", lambda pk: Hands(initiators=frozenset({pk}))),
        ("previous_actor", lambda pk: Hands(previous=frozenset({pk}))),
        ("same_org", lambda pk: Hands(of_parties=frozenset({pk}))),
    ],
)
def test_each_exclusion_bars_the_person_and_whoever_stands_in_for_them(
    world: World, colleagues: list[User], bar: str, hands: Any
) -> None:
    case, stranger = world.case(), User.objects.create_user("lent@example.com")
    Membership.objects.create(
        user=stranger, organisation=world.bureau, role=Role.objects.get(key="org_admin"), valid_from="2026-01-01"
    )
    lend(world, world.reviewer, stranger)
    for person in (world.reviewer, stranger):
        found = judge(REVIEW, case, world.fresh(person), hands(world.reviewer.pk))
        assert (found.role, found.barred) == (None, bar)
    assert judge(REVIEW, case, world.fresh(colleagues[1]), hands(world.reviewer.pk)).role is not None
    allowed = ActorRule(REVIEW.roles, REVIEW.scope)
    assert judge(allowed, case, world.fresh(world.reviewer), hands(world.reviewer.pk)).role is not None


def test_somebody_without_the_role_is_not_told_of_an_exclusion(world: World) -> None:
    found = judge(REVIEW, world.case(), world.applicant, Hands(initiators=frozenset({world.applicant.pk})))
    assert (found.role, found.barred) == (None, "")


def test_two_levels_need_three_people_where_the_type_says_so(world: World, colleagues: list[User]) -> None:
    case = opened(world)
    one, two, three = colleagues
    step(case, "register", one)
    with pytest.raises(FourEyes) as refused:
        step(case, "pass", one)
    assert refused.value.bar == "initiator"
    assert "回避" in refused.value.message
    step(case, "pass", two)
    for person, bar in ((one, "initiator"), (two, "previous_actor")):
        with pytest.raises(FourEyes) as refused:
            step(case, "approve", person)
        assert refused.value.bar == bar
    step(case, "approve", three)
    assert case.state == "done"


def test_standing_in_is_no_way_around_it(world: World, colleagues: list[User]) -> None:
    case = opened(world)
    one, two, three = colleagues
    step(case, "register", one)
    Membership.objects.filter(user=two).update(role=Role.objects.get(key="org_admin"))
    lend(world, one, two)
    with pytest.raises(FourEyes):
        step(case, "pass", two)
    step(case, "pass", three)
    # Whoever acted for somebody has both their hands on the case.
    other = opened(world)
    step(other, "register", two)
    event = other.events.get()
    assert (event.actor_id, event.on_behalf_of_id, event.on_behalf_of_name) == (two.pk, one.pk, one.full_name)
    assert hands_of(other).initiators == {one.pk, two.pk}
    with pytest.raises(FourEyes):
        step(other, "pass", one)


def test_somebody_of_the_applicant_does_not_decide_on_it(world: World, colleagues: list[User]) -> None:
    case = opened(world)
    one, two, three = colleagues
    step(case, "register", one)
    step(case, "pass", two)
    member = Role.objects.get(key="org_admin")
    Membership.objects.create(user=three, organisation=world.enterprise, role=member, valid_from="2026-01-01")
    with pytest.raises(FourEyes) as refused:
        step(case, "approve", three)
    assert refused.value.bar == "same_org"


def test_a_button_that_would_be_refused_is_named_with_its_reason(world: World, colleagues: list[User]) -> None:
    case = opened(world)
    step(case, "register", colleagues[0])
    assert available_actions(case, world.fresh(colleagues[0])) == []
    (refusal,) = refused_actions(case, world.fresh(colleagues[0]))
    assert (refusal.key, "发起人" in refusal.reason) == ("pass", True)
    assert [action.key for action in available_actions(case, world.fresh(colleagues[1]))] == ["pass"]
    assert refused_actions(case, world.fresh(colleagues[1])) == []


def test_a_type_without_exclusions_asks_nothing_more(world: World, django_assert_num_queries: Any) -> None:
    case = world.walk(world.case(state="filling"), "submit")
    reviewer = world.fresh(world.reviewer)
    available_actions(case, reviewer)
    with django_assert_num_queries(0):
        assert available_actions(case, reviewer)
