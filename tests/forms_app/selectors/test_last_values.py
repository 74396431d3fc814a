"""What [上年.…] reads: the sheet that was accepted last before the draft was begun."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from forms_app.models import Submission
from forms_app.selectors.filling import draft_by_id, filling_of
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


def accepted(world: World, days_ago: int, key: str) -> Submission:
    submission = world.submitted(key)
    submission.status = Submission.Status.ACCEPTED
    submission.submitted_at = timezone.now() - dt.timedelta(days=days_ago)
    submission.save()
    return submission


def test_the_last_accepted_sheet_gives_its_answers_in_one_query(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accepted(world, 700, "key-old")
    accepted(world, 300, "key-new")
    world.submitted("key-under-review")
    filling = filling_of(draft_by_id(world.start().pk))
    with django_assert_num_queries(0):
        last = filling.last_values
    with django_assert_num_queries(1):
        assert last["f-money"] == "65005000.00"
        assert last["f-needs"][0]["text"] == "车床数据采集"


def test_a_sheet_that_is_not_accepted_or_of_another_firm_gives_nothing(world: World) -> None:
    world.submitted("key-under-review")
    other = accepted(world, 300, "key-other")
    Submission.objects.filter(pk=other.pk).update(organisation=world.other_firm)

    assert dict(filling_of(draft_by_id(world.start().pk)).last_values) == {}
