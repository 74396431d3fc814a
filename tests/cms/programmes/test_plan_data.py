"""附1: the key figures of the plan come out exactly as the regulation computes them."""

from typing import Any

import pytest

from forms_app.engine.fields import field_type
from forms_app.engine.lookups import FixedLookups
from tests.cms.programmes.official import Sheet, official_form, source

SOURCE = source("js_fujian1_plan_data.json")
OFFICIAL = [one for group in SOURCE["data_sheet"]["groups"] for one in group["fields"]]
GIVEN = {"A": 40, "b_up": 70, "b_down": 15, "C": 38, "D": 68, "E": 85, "F": 6}


def sheet(**answers: Any) -> Sheet:
    return Sheet("plan-data", answers)


@pytest.mark.parametrize("vector", SOURCE["test_vectors"])
def test_the_vectors_of_the_regulation_come_out_to_the_sign(vector: dict[str, Any]) -> None:
    found = sheet(**vector["in"])
    expected = dict(vector["out"])
    assert found.computed("B") == str(expected.pop("B"))
    assert {key: found.shown(key) for key in expected} == expected


@pytest.mark.row("JS-44")
def test_the_sum_is_computed_and_cannot_be_typed() -> None:
    assert sheet(**GIVEN).computed("B") == "85"
    assert {one.key for _section, one in official_form("plan-data").fields() if one.formula} == {
        "B",
        "area",
        "gap",
        "C_ratio",
        "D_ratio",
        "E_ratio",
        "F_ratio",
    }


@pytest.mark.row("JS-45")
def test_the_share_of_special_enterprises_is_of_a_not_of_b() -> None:
    assert sheet(**GIVEN).shown("C_ratio") == "95.00%"
    assert sheet(**{**GIVEN, "A": 0}).shown("C_ratio") == "—"


@pytest.mark.row("JS-46")
def test_the_share_in_the_cloud() -> None:
    assert sheet(**GIVEN).shown("D_ratio") == "80.00%"


@pytest.mark.row("JS-47")
def test_the_share_at_the_first_level() -> None:
    assert sheet(**GIVEN).shown("E_ratio") == "100.00%"


@pytest.mark.row("JS-48")
def test_the_share_of_models() -> None:
    assert sheet(**GIVEN).shown("F_ratio") == "7.06%"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sme_total": 100, "sme_scale_total": 101}, "规上工业中小企业总数不能大于工业中小企业总数。"),
        ({"sme_scale_total": 60}, "拟改造规上企业数量不能大于规上工业中小企业总数。"),
        ({"C": 41}, "C 不能大于 A（专精特新中小企业数量）。"),
        ({"A": 200, "C": 86}, "C 不能大于 B（拟改造企业合计）。"),
        ({"D": 86}, "D 不能大于 B（拟改造企业合计）。"),
        ({"E": 86}, "E 不能大于 B（拟改造企业合计）。"),
        ({"F": 86}, "F 不能大于 B（拟改造企业合计）。"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(change: dict[str, int], message: str) -> None:
    assert sheet(**GIVEN, sme_total=300, sme_scale_total=100).says() == set()
    assert message in sheet(**{**GIVEN, **change}).says()


@pytest.mark.row("JS-51")
def test_a_list_of_enterprises_of_another_length_is_warned_of() -> None:
    listed = [{"name": f"企业{number}"} for number in range(84)]
    short = sheet(**GIVEN, list=listed)
    assert short.says("notice") == {"企业名单的家数与拟改造企业合计（数值B）不一致，相差的家数见名单下方。"}
    assert short.shown("gap") == "-1 家"
    listed.append({"name": "企业84"})
    assert sheet(**GIVEN, list=listed).says("notice") == set()


@pytest.mark.parametrize(
    ("county", "area", "least"), [("320114", "苏南", 100), ("321202", "苏中", 80), ("320302", "苏北", 50)]
)
def test_the_least_number_depends_on_the_area_and_only_informs(county: str, area: str, least: int) -> None:
    enough = sheet(county=county, b_up=least, b_down=0)
    assert enough.computed("area") == area
    few = sheet(county=county, b_up=least - 1, b_down=0)
    assert [one[:8] for one in few.says("notice") - enough.says("notice")] == ["拟改造企业数量原"]
    assert not few.says("error")


def test_the_hint_about_the_form_of_the_sub_industry() -> None:
    assert sheet(sub_industry="高端装备").says("notice") == {"细分行业请按“特色产业集群—细分行业”填写。"}
    assert sheet(sub_industry="高端装备—数控机床").says("notice") == set()


def test_the_form_has_every_official_field_with_its_unit_and_limit() -> None:
    fields = {one.key: one for _section, one in official_form("plan-data").fields()}
    for official in OFFICIAL:
        spec = fields[official["key"]]
        if official["unit"] not in (None, "字", "%"):
            assert spec.unit == official["unit"], official["key"]
        assert spec.max_length == official.get("max_length", spec.max_length)
    assert fields["clusters"].max_items == 2


@pytest.mark.row("JS-49")
def test_counts_are_whole_and_not_negative() -> None:
    fields = {one.key: one for _section, one in official_form("plan-data").fields()}
    for key in ("solutions", "pool", "replicate", "centres"):
        spec = fields[key]
        assert field_type(spec.type).clean(spec, "12", FixedLookups()) == ("12", [])
        for wrong in ("-1", "1.5"):
            assert field_type(spec.type).clean(spec, wrong, FixedLookups())[1], (key, wrong)
