"""How much of a section is filled in."""

from dataclasses import replace
from typing import Any

import pytest

from forms_app.engine.fill_rate import FillRate, fill_rate
from forms_app.engine.spec import STAGES, Choice, FieldSpec, SectionSpec

TEXT = FieldSpec(id="f-text", key="text", label="名称", type="text", required=True)
LEVEL = FieldSpec(id="f-level", key="level", label="等级", type="before_after", choices=(Choice("一级", "一级"),))
METRICS = FieldSpec(id="f-metrics", key="metrics", label="指标", type="metrics")
TABLE = FieldSpec(
    id="f-table",
    key="table",
    label="费用",
    type="table",
    columns=(
        FieldSpec(id="c-item", key="item", label="名目", type="text"),
        FieldSpec(id="c-plan", key="plan", label="计划", type="number"),
        FieldSpec(id="c-real", key="real", label="实际", type="number", stage="after"),
    ),
)
SUM = FieldSpec(id="f-sum", key="sum", label="合计", type="number", formula="1")
NOTE = FieldSpec(id="f-note", key="note", label="提示", type="note")
LAST = FieldSpec(id="f-last", key="last", label="总结", type="text", required=True, stage="after")


def rate(*fields: FieldSpec, stages: Any = STAGES, hidden: Any = (), **values: Any) -> FillRate:
    section = SectionSpec(id="s", key="s", title="一", stage="before", fields=fields)
    given = {f"f-{key}": value for key, value in values.items()}
    return fill_rate(section, given, stages=stages, hidden=hidden)


@pytest.mark.parametrize(
    ("value", "filled"),
    [(None, 0), ({"before": "一级"}, 1), ({"after": "一级"}, 1), ({"before": "一级", "after": "一级"}, 2)],
)
def test_a_value_before_and_one_after_are_two_questions(value: Any, filled: int) -> None:
    assert rate(LEVEL, level=value) == FillRate(filled, 2, 0)


def test_a_half_counts_when_every_metric_has_it() -> None:
    rows = [{"id": "m1", "name": "联网率", "before": "1", "after": "2"}, {"id": "m2", "name": "合格率", "before": "3"}]
    assert rate(METRICS, metrics=rows) == FillRate(1, 2, 0)


def test_a_table_counts_once_for_each_stage_of_its_columns() -> None:
    assert rate(TABLE, table=[{"id": "t1", "c-item": "传感器"}]) == FillRate(1, 2, 0)
    assert rate(TABLE, table=[{"id": "t1", "c-plan": "1", "c-real": "2"}]) == FillRate(2, 2, 0)
    plain = replace(TABLE, columns=TABLE.columns[:2])
    assert rate(plain, table=[{"id": "t1", "c-item": "传感器"}]) == FillRate(1, 1, 0)


def test_what_is_computed_said_or_hidden_is_no_question() -> None:
    assert rate(SUM, NOTE, TEXT, sum="1", hidden={"f-text"}) == FillRate(0, 0, 0)
    assert rate(SUM, sum="1").percent is None


def test_what_is_required_is_missing_when_its_stage_is_open() -> None:
    assert rate(TEXT, LAST, stages=("before",)) == FillRate(0, 2, 1)
    assert rate(TEXT, LAST) == FillRate(0, 2, 2)
    assert rate(TEXT, LAST, text="名") == FillRate(1, 2, 1)


def test_only_a_full_sheet_has_a_hundred_percent() -> None:
    assert (FillRate(199, 200).percent, FillRate(200, 200).percent, FillRate(0, 200).percent) == (99, 100, 0)
