"""附2 as data says what the official sheet says."""

import json
from pathlib import Path
from typing import Any

import pytest

from forms_app.engine.check import form_problems
from forms_app.engine.spec import FieldSpec
from tests.forms_app.engine.specs import sheet

SOURCE = json.loads((Path(__file__).parents[2] / "data/js_fujian2_info_sheet.json").read_text())
DEMO_INDUSTRIES = 12
TYPES = {
    "text": "text",
    "textarea": "textarea",
    "region": "region",
    "credit_code": "credit_code",
    "phone": "phone",
    "radio": "radio",
    "select": "select",
    "money": "money",
    "item_list": "item_list",
    "checkbox_with_text": "checkbox",
    "date_range": "date_range",
    "level_before_after": "before_after",
    "metrics_before_after": "metrics",
    "yes_no": "radio",
    "yes_no_reason": "radio_with_text",
}
FIELDS = {spec.key: spec for _section, spec in sheet().fields()}
OFFICIAL = [(section, one) for section in SOURCE["sections"] for one in section["fields"]]


def labels(spec: FieldSpec) -> list[str]:
    return [choice.label for choice in spec.choices]


def test_sections_have_the_official_titles_in_order() -> None:
    assert [(one.number, one.title, one.title_suffix) for one in sheet().sections] == [
        (one["no"], one["title"], one["title_suffix"]) for one in SOURCE["sections"]
    ]


def test_who_fills_in_which_section() -> None:
    assert [one.parties for one in sheet().sections] == [
        ("enterprise",),
        ("enterprise", "provider"),
        ("enterprise", "provider"),
        ("county",),
    ]


def test_fields_stand_in_the_official_order_with_the_extras_behind() -> None:
    for section, source in zip(sheet().sections, SOURCE["sections"], strict=True):
        keys = [one.key for one in section.fields]
        official = [one["key"] for one in source["fields"]]
        assert keys[: len(official)] == official
        assert all(not one.printed for one in section.fields[len(official) :])
    extras = {one.label: one.unit for one in sheet().sections[0].fields if not one.printed}
    for extra in SOURCE["internal_extra_fields"]:
        assert extras[extra["label"]] == extra.get("unit", "")


@pytest.mark.parametrize(("section", "official"), OFFICIAL, ids=[one["key"] for _section, one in OFFICIAL])
def test_a_field_says_what_the_official_sheet_says(section: dict[str, Any], official: dict[str, Any]) -> None:
    spec = FIELDS[official["key"]]
    assert spec.label == official["label"]
    assert spec.type == ("table" if official.get("item_fields") else TYPES[official["type"]])
    assert spec.help == (official["help"] or "")
    assert spec.unit == (official["unit"] or "")
    assert spec.required == bool(official["required"])
    assert spec.allow_negative == bool(official.get("allow_negative"))
    assert spec.printed
    if official["max_length"]:
        assert spec.max_length == official["max_length"]
    assert spec.private == ("privacy" in official)
    group = official.get("group") or section.get("row_group") or ""
    assert spec.group == group


@pytest.mark.parametrize("official", [one for _section, one in OFFICIAL if one["choices"]], ids=lambda one: one["key"])
def test_options_are_the_official_ones(official: dict[str, Any]) -> None:
    spec = FIELDS[official["key"]]
    expected = [one if isinstance(one, dict) else {"label": one} for one in official["choices"]]
    assert labels(spec) == [one["label"] for one in expected]
    assert [choice.exclusive for choice in spec.choices] == [bool(one.get("exclusive")) for one in expected]
    assert [bool(choice.text) for choice in spec.choices] == [bool(one.get("text")) for one in expected]


def test_a_reason_is_asked_where_the_official_sheet_asks_for_it() -> None:
    for _section, official in OFFICIAL:
        if official["type"] == "yes_no_reason":
            asked = {choice.label for choice in FIELDS[official["key"]].choices if choice.text == "required"}
            assert asked == {official["reason_required_when"]}


def test_providers_are_evaluated_by_the_official_columns() -> None:
    columns = [column.label for column in FIELDS["provider_eval"].columns]
    official = next(one for _section, one in OFFICIAL if one["key"] == "provider_eval")
    assert [label for label in columns if label in official["item_fields"]] == official["item_fields"]


def test_metrics_suggested_are_the_official_nine() -> None:
    suggested = SOURCE["notes"][1]["suggested_metrics"]
    expected = [(group, name) for group, names in suggested.items() for name in names]
    for _section, spec in sheet().fields():
        if spec.type == "metrics":
            assert [(one["group"], one["name"]) for one in spec.suggestions] == expected


def test_sub_industries_are_those_of_the_plan() -> None:
    assert len(FIELDS["sub_industry"].choices) == DEMO_INDUSTRIES


def test_the_sheet_has_no_fault() -> None:
    assert [one for one in form_problems(sheet(), sinks={"case"}) if one.blocks] == []
