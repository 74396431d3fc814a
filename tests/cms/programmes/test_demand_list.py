"""附4: six directions, each with its problems, needs, scenes, budgets and the products that fit."""

import pytest

from tests.cms.programmes.official import Sheet, official_form, source

SOURCE = source("js_fujian4_demand_list.json")
DIRECTIONS = {one["code"]: one["label"] for one in SOURCE["directions"]}
MATCHED = {"name": "数采网关", "brief": "即插即用", "price": "3", "provider": "示范服务商"}
NEED = {"problem": "设备不联网", "need": "联网", "scene": "机加工车间", "budget": "12.5", "nature": "行业共性"}


def test_the_six_directions_stand_in_the_official_order() -> None:
    titles = [section.title for section in official_form("demand-list").sections]
    assert titles[1:7] == list(DIRECTIONS.values())


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_direction_has_the_official_columns_and_products_within(direction: str) -> None:
    form = official_form("demand-list")
    table = next(one for _section, one in form.fields() if one.key == f"{direction}_needs")
    official = [one for one in SOURCE["columns"] if one["key"] != "direction"]
    printed = [one for one in table.columns if one.printed]
    assert [one.key for one in printed] == [one["key"] for one in official]
    for spec, column in zip(printed, official, strict=True):
        assert spec.label == column.get("screen_label", column["label"]).partition("（")[0]
        assert [one.key for one in spec.columns] == [one["key"] for one in column.get("columns", ())]
        assert spec.unit == column.get("unit", "")


def test_budgets_are_summed_once_however_many_products_fit() -> None:
    needs = [{**NEED, "products": [MATCHED, MATCHED]}, {**NEED, "budget": "7.5"}]
    found = Sheet("demand-list", {"collect_needs": needs, "ai_needs": [NEED]})
    assert found.shown("total") == "32.50 万元"


def test_the_enterprise_is_asked_for_only_where_the_problem_is_its_own() -> None:
    own = {**NEED, "nature": "企业个性", "enterprise": "示范企业"}
    found = Sheet("demand-list", {"collect_needs": [NEED, own]})
    assert {row for _table, row, _column in found.state.hidden_cells} == {"r1"}


def test_rows_say_whether_the_problem_is_common_or_an_enterprise_s_own() -> None:
    extras = {one["key"]: one for one in SOURCE["extra_internal"]}
    table = next(one for _section, one in official_form("demand-list").fields() if one.key == "ai_needs")
    columns = {one.key: one for one in table.columns}
    assert [choice.label for choice in columns["nature"].choices] == extras["nature"]["choices"]
    assert columns["enterprise"].private
