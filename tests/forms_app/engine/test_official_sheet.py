"""What 附2 itself asks, as the programme's file says it: the rules of the sheet on the sheet's own fields."""

from typing import Any

import pytest

from cms.core.identifiers import credit_code_check_character
from forms_app.engine.answers import TypedInput
from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec
from tests.forms_app.engine.specs import LOOKUPS, sheet


def the_field(key: str) -> FieldSpec:
    return next(spec for _section, spec in sheet().fields() if spec.key == key)


def read(spec: FieldSpec, inputs: dict[str, Any]) -> tuple[Any, list[tuple[str, str]]]:
    """Return the value, and what is wrong or missing as (code, place behind the field's id)."""
    kind = field_type(spec.type)
    typed = TypedInput({f"{spec.id}{name}": text for name, text in inputs.items()})
    value, faults = kind.clean(spec, kind.parse(spec, typed), LOOKUPS)
    found = [*faults, *kind.required_faults(spec, value)]
    return value, [(one.code, one.path.removeprefix(spec.id)) for one in found if one.blocks]


@pytest.mark.row("JS-53")
def test_the_head_of_the_sheet_asks_who_it_is_and_checks_the_credit_code() -> None:
    head = [spec.label for spec in sheet().sections[0].fields[:6]]
    assert head == ["企业名称", "所属城市及县区", "注册地址", "企业信用代码", "联系人", "联系方式"]
    first = "91999921MA1ABCDE0"
    good = first + credit_code_check_character(first)
    assert read(the_field("credit_code"), {"": good}) == (good, [])
    for wrong in (first + ("0" if good[-1] != "0" else "1"), good[:-1], good + "1"):
        spec, kind = the_field("credit_code"), field_type("credit_code")
        value, faults = kind.clean(spec, wrong, LOOKUPS)
        assert value is None
        assert [one.blocks for one in faults] == [True]
        assert faults[0].message


@pytest.mark.row("JS-60")
def test_needs_are_listed_in_six_groups_and_every_item_has_an_id_of_its_own() -> None:
    groups = sheet().sections[1].fields
    assert [spec.type for spec in groups] == ["item_list"] * 6
    words = ("设备数采", "要素互联互通", "数据治理", "人工智能赋能应用", "网络和数据安全", "其他")
    assert all(spec.label.startswith(word) for spec, word in zip(groups, words, strict=True))
    for spec in groups:
        value, faults = read(spec, {"-rows": "r2,r1", "-r1-text": "甲", "-r2-text": "乙"})
        assert (value, faults) == ([{"id": "r2", "text": "乙"}, {"id": "r1", "text": "甲"}], [])


@pytest.mark.row("JS-62")
@pytest.mark.parametrize(("place", "cloud"), [(0, "公有云"), (1, "私有云"), (2, "混合云")])
def test_each_cloud_asks_whose_it_is_and_none_stands_alone(place: int, cloud: str) -> None:
    spec = the_field("cloud")
    assert [choice.value for choice in spec.choices] == ["公有云", "私有云", "混合云", "未上"]
    assert read(spec, {"": [cloud]})[1] == [("required_text", f"-text-{place}")]
    assert read(spec, {"": [cloud], f"-text-{place}": "云溪智衡"})[1] == []
    assert ("exclusive", "") in read(spec, {"": [cloud, "未上"], f"-text-{place}": "云溪智衡"})[1]
    assert read(spec, {"": ["未上"]})[1] == []


@pytest.mark.row("JS-65")
def test_effects_are_told_in_seven_rows_by_any_number_of_metrics_with_their_change() -> None:
    rows = [spec for spec in sheet().sections[2].fields if spec.type == "metrics"]
    words = ("设备数采", "要素互联互通", "数据治理", "人工智能赋能应用", "网络和数据安全", "降本", "增效")
    assert all(spec.label.startswith(word) for spec, word in zip(rows, words, strict=True))
    assert not any(spec.required for spec in rows)
    for spec in rows:
        inputs = {"-rows": ",".join(f"r{number}" for number in range(1, 31))}
        for number in range(1, 31):
            cells = {"name": f"指标{number}", "unit": "%", "before": "40", "after": str(40 + number)}
            inputs |= {f"-r{number}-{part}": text for part, text in cells.items()}
        value, faults = read(spec, inputs)
        assert (len(value), faults) == (30, [])
        shown = [str(one) for one in field_type("metrics").display(spec, value, LOOKUPS)]
        assert shown[0] == "指标1：40% → 41%（+2.50%）"
        assert shown[29] == "指标30：40% → 70%（+75%）"


@pytest.mark.row("JS-67")
def test_the_county_gives_its_reasons_in_a_section_that_is_its_own() -> None:
    section = sheet().sections[3]
    assert section.parties == ("county",)
    assert [spec.key for spec in section.fields] == ["evaluated", "eval_pass", "is_model"]
    for key, answer in (("eval_pass", "否"), ("is_model", "是")):
        assert [place for _code, place in read(the_field(key), {"": answer})[1]] == ["-text"]
        assert read(the_field(key), {"": answer, "-text": "理由"})[1] == []


@pytest.mark.row("JS-71")
def test_the_nine_suggested_metrics_are_those_of_the_note() -> None:
    suggested = {one["name"] for one in the_field("eff_effic").suggestions}
    assert suggested == {
        "关键工序数控化率",
        "生产设备联网率",
        "产品数字化研发设计工具覆盖率",
        "数字化培训覆盖人数",
        "月度平均产品合格率",
        "库存周转率",
        "生产计划达成率",
        "准时交货率",
        "产能利用率",
    }
