"""Loading a case type publishes what has changed and nothing else."""

import copy
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.errors import CaseTypeInvalid
from cases.facade import case_type_faults, case_type_load
from cases.models import CaseType, CaseTypeVersion
from tests.cases.world import TWO_STEPS, World

pytestmark = pytest.mark.django_db


def _changed(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(TWO_STEPS), **changes}


def test_the_first_load_publishes_version_one() -> None:
    load = case_type_load(TWO_STEPS, publish=True)
    assert (load.key, load.outcome, load.number) == ("two-steps", "published", 1)
    assert CaseTypeVersion.objects.get().definition == TWO_STEPS


def test_loading_the_same_again_changes_nothing() -> None:
    case_type_load(TWO_STEPS, publish=True)
    load = case_type_load(copy.deepcopy(TWO_STEPS), publish=True)
    assert (load.outcome, load.number, CaseTypeVersion.objects.count()) == ("unchanged", 1, 1)


def test_a_change_is_a_new_version_beside_the_old_one() -> None:
    case_type_load(TWO_STEPS, publish=True)
    load = case_type_load(_changed(title="两步审核（修订）"), publish=True)
    assert (load.outcome, load.number) == ("published", 2)
    assert CaseType.objects.get().title == "两步审核（修订）"
    assert list(CaseTypeVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_without_publishing_a_case_type_is_only_checked() -> None:
    load = case_type_load(TWO_STEPS, publish=False)
    assert (load.outcome, load.number, CaseType.objects.count()) == ("checked", None, 0)


def test_a_case_type_with_faults_is_refused_with_all_of_them() -> None:
    with pytest.raises(CaseTypeInvalid) as caught:
        case_type_load(_changed(opening={"first": "jump"}, states=[]), publish=True)
    assert len(caught.value.faults) > 1
    assert not CaseType.objects.exists()


def test_faults_say_in_words_what_is_wrong_and_where() -> None:
    faults = case_type_faults(_changed(opening={"first": "jump"}))
    assert [(fault.code, fault.path, fault.message) for fault in faults] == [
        ("unknown_transition", ("opening", "first"), "办理动作“jump”不存在。")
    ]


def test_a_published_version_can_never_be_changed(world: World) -> None:
    version = CaseTypeVersion.objects.get()
    version.definition = {}
    with pytest.raises(DatabaseError, match="append-only table"), transaction.atomic():
        version.save()
