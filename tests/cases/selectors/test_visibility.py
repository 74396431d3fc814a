"""Who sees which case."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cases.models import CaseAccess
from cases.selectors.visibility import visible_to
from cms.accounts.models import User
from tests.cases.world import World


def _numbers(user: Any) -> list[str]:
    return sorted(visible_to(user).values_list("number", flat=True))


def test_each_reader_sees_their_own_cases_and_no_others(world: World) -> None:
    world.case(number="甲1")
    world.case(number="乙1", enterprise=world.other_enterprise)
    seen = {
        "reviewer": _numbers(world.reviewer),
        "applicant": _numbers(world.applicant),
        "other reviewer": _numbers(world.other_reviewer),
        "other applicant": _numbers(world.other_applicant),
        "city": _numbers(world.city_reviewer),
        "superuser": _numbers(world.superuser),
        "stranger": _numbers(world.stranger),
        "anonymous": _numbers(AnonymousUser()),
        "nobody": _numbers(None),
    }
    assert seen == {
        "reviewer": ["甲1"],
        "applicant": ["甲1"],
        "other reviewer": ["乙1"],
        "other applicant": ["乙1"],
        "city": sorted(["甲1", "乙1"]),
        "superuser": sorted(["甲1", "乙1"]),
        "stranger": [],
        "anonymous": [],
        "nobody": [],
    }


def test_a_reviewer_of_another_county_sees_zero_cases(world: World) -> None:
    for _ in range(5):
        world.case()
    assert visible_to(world.other_reviewer).count() == 0


def test_a_provider_sees_the_cases_that_name_it(world: World) -> None:
    case = world.case()
    case.provider = world.other_enterprise
    case.save()
    assert _numbers(world.other_applicant) == [case.number]


def test_granted_access_opens_one_case_until_it_ends(world: World) -> None:
    case = world.case()
    world.case()
    access = CaseAccess.objects.create(case=case, user=world.stranger, source="test")
    assert _numbers(world.stranger) == [case.number]
    access.valid_until = timezone.now() - datetime.timedelta(seconds=1)
    access.save()
    assert _numbers(world.stranger) == []


def test_two_grants_of_one_case_show_it_once(world: World) -> None:
    case = world.case()
    for source in ("panel", "share"):
        CaseAccess.objects.create(case=case, user=world.reviewer, source=source)
    assert _numbers(world.reviewer) == [case.number]


def test_an_inactive_person_sees_nothing_even_as_superuser(world: World) -> None:
    world.case()
    for user in (world.reviewer, world.superuser):
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert _numbers(world.fresh(user)) == []


def test_the_list_costs_the_same_queries_for_one_case_and_for_many(
    world: World, django_assert_num_queries: Any
) -> None:
    # memberships, regions, cases
    world.case()
    reader = world.fresh(world.reviewer)
    with django_assert_num_queries(3):
        assert len(visible_to(reader).select_related("applicant", "version")[:50]) == 1
    for _ in range(20):
        world.case()
    reviewer = world.fresh(world.reviewer)
    with django_assert_num_queries(3):
        assert len(visible_to(reviewer).select_related("applicant", "version")[:50]) == 21


def test_the_filter_is_plain_in_conditions_without_joins(world: World) -> None:
    statement = str(visible_to(world.reviewer).query)
    assert "JOIN" not in statement
    assert "EXISTS" not in statement
