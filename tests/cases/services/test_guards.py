"""Conditions of a step are formulas over the form and over the case."""

import copy
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.engine.definition import Guard
from cases.errors import CaseTypeInvalid, GuardRefused
from cases.facade import case_type_load
from cases.models import Case
from cases.selectors.definitions import latest_version
from cases.selectors.guards import refused_guards
from cases.services.case_type_load import case_type_faults
from cases.services.perform import perform
from tests.cases.sheets import make_sheet_world
from tests.cases.world import TWO_STEPS, World


def _guarded(*formulas: str, **changes: Any) -> dict[str, Any]:
    document = copy.deepcopy(TWO_STEPS)
    document.update(key="guarded", **changes)
    document["transitions"][3]["guards"] = [{"formula": one, "message": f"不满足：{one}"} for one in formulas]
    return document


def _case(world: World, *formulas: str) -> Case:
    case_type_load(_guarded(*formulas), publish=True)
    case = world.case()
    case.version = latest_version("guarded")
    case.save()
    return case


def _accept(case: Case, world: World) -> None:
    perform(
        case_id=case.pk,
        transition="accept",
        expected_revision=case.revision,
        idempotency_key="accept",
        actor=world.reviewer,
    )


def test_a_condition_that_holds_lets_the_step_pass(world: World) -> None:
    case = _case(world, "=[事项停留天数]<10", "=ISBLANK([事项得分])")
    _accept(case, world)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_the_first_condition_that_does_not_hold_is_told_in_the_words_of_the_case_type(world: World) -> None:
    case = _case(world, "=[事项停留天数]<10", "=[事项停留天数]>5", "=[事项停留天数]>6")
    with pytest.raises(GuardRefused) as caught:
        _accept(case, world)
    assert caught.value.message == "不满足：=[事项停留天数]>5"


@pytest.mark.parametrize("formula", ["=[事项得分]>=60", "=1/[事项停留天数]>1"])
def test_a_condition_that_comes_to_blank_or_an_error_does_not_hold(world: World, formula: str) -> None:
    with pytest.raises(GuardRefused):
        _accept(_case(world, formula), world)


def test_the_days_in_a_state_are_counted_in_local_days(world: World) -> None:
    case = _case(world, "=[事项停留天数]=3")
    case.state_entered_at = timezone.now() - dt.timedelta(days=3)
    case.save()
    _accept(case, world)


def test_a_condition_that_cannot_be_read_keeps_a_case_type_from_publishing(world: World) -> None:
    broken = _guarded("=[没有这个]>1")
    with pytest.raises(CaseTypeInvalid):
        case_type_load(broken, publish=True)
    faults = case_type_faults(broken)
    assert [fault.path for fault in faults] == [("transitions", 3, "guards", 0, "formula")]
    assert "没有这个" in faults[0].message


def test_a_condition_must_come_to_yes_or_no(world: World) -> None:
    assert [fault.code for fault in case_type_faults(_guarded('="甲"'))] == ["wrong_formula"]


def test_a_condition_reads_the_answers_of_the_last_round_by_code_or_label(db: None) -> None:
    sheet = make_sheet_world()
    case = sheet.case
    held = Guard("=LEN([profile])>1", ""), Guard('=[企业名称]="某某公司"', "名称不符。")
    assert list(refused_guards(held, case)) == ["名称不符。"]


def test_a_name_that_the_form_has_lost_keeps_the_step_from_passing(db: None) -> None:
    case = make_sheet_world().case
    said = list(refused_guards([Guard("=[不再有的字段]>1", "不满足。")], case))
    assert len(said) == 1 and said[0].startswith("不满足。") and "不再有的字段" in said[0]
