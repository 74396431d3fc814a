"""Versions of one case type hold one after the other, and a new case takes the one of its day."""

import copy
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.errors import CaseTypeUnknown, ValidityRefused
from cases.models import CaseTypeVersion
from cases.selectors.case_type_versions import versions_of
from cases.selectors.definitions import latest_version, version_on
from cases.services.case_type_load import Validity, case_type_load, validity_refusal
from tests.cases.world import TWO_STEPS

pytestmark = pytest.mark.django_db
KEY = TWO_STEPS["key"]


def day(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def publish(title: str, begins: dt.date | None = None, ends: dt.date | None = None) -> None:
    document: dict[str, Any] = {**copy.deepcopy(TWO_STEPS), "title": title}
    case_type_load(document, publish=True, validity=Validity(begins, ends))


def test_a_version_without_a_day_begins_today() -> None:
    publish("甲")
    assert CaseTypeVersion.objects.get().valid_from == day(0)
    assert latest_version(KEY).number == 1


def test_a_new_version_ends_the_one_before_on_the_day_before_it_begins() -> None:
    publish("甲")
    publish("乙", day(5))
    assert [version_on(KEY, day(number)).number for number in (0, 4, 5, 90)] == [1, 1, 2, 2]
    newer, older = versions_of(KEY)
    assert (newer.begins, newer.ends, newer.standing) == (day(5), None, "planned")
    assert (older.begins, older.ends, older.standing) == (day(0), day(4), "in_force")


def test_after_its_last_day_a_case_type_takes_no_new_cases() -> None:
    publish("甲", ends=day(3))
    assert version_on(KEY, day(3)).number == 1
    with pytest.raises(CaseTypeUnknown, match="今天没有生效"):
        version_on(KEY, day(4))


def test_before_the_first_day_there_is_no_version() -> None:
    publish("甲", day(3))
    with pytest.raises(CaseTypeUnknown):
        latest_version(KEY)


@pytest.mark.parametrize(("begins", "ends"), [(-1, None), (4, None), (6, 5)])
def test_days_in_the_past_before_another_version_or_turned_round_are_refused(begins: int, ends: int | None) -> None:
    publish("甲", day(5))
    validity = Validity(day(begins), None if ends is None else day(ends))
    assert validity_refusal(KEY, validity)
    with pytest.raises(ValidityRefused):
        publish("乙", validity.begins, validity.ends)
    assert CaseTypeVersion.objects.count() == 1


def test_a_version_on_the_same_day_takes_the_place_of_the_one_before() -> None:
    publish("甲", day(5))
    publish("乙", day(5))
    assert version_on(KEY, day(5)).number == 2
    assert versions_of(KEY)[1].ends == day(4)


def test_a_version_that_was_corrected_before_it_began_begins_when_it_was_to() -> None:
    publish("甲")
    publish("乙", day(5))
    publish("丙")
    assert CaseTypeVersion.objects.get(number=3).valid_from == day(5)
    assert version_on(KEY, day(0)).number == 1


def test_the_same_content_with_a_last_day_is_a_new_version() -> None:
    publish("甲")
    publish("甲", ends=day(9))
    assert CaseTypeVersion.objects.count() == 2
    publish("甲")
    assert CaseTypeVersion.objects.count() == 2
