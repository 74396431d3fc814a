"""Field types whose answer is one short text: what they take, refuse and show."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from forms_app.engine.answers import TypedInput, check_section, clean_section
from forms_app.engine.check import form_problems
from forms_app.engine.compile import spec_from_json
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec, SectionSpec
from tests.forms_app.engine.specs import FILE_ID, LOOKUPS, a_field, every_type


def read(spec: FieldSpec, text: Any) -> tuple[Any, list[Fault]]:
    kind = field_type(spec.type)
    return kind.clean(spec, kind.parse(spec, TypedInput({"f1": text})), LOOKUPS)


def code_of(spec: FieldSpec, text: Any) -> str:
    value, faults = read(spec, text)
    assert value is None
    assert [(one.path, one.message % one.params != "") for one in faults] == [("f1", True)]
    return faults[0].code


def test_an_identity_card_number_is_brought_to_one_spelling() -> None:
    assert read(a_field("id_card"), "１１０１０５ 19491231 002x") == ("11010519491231002X", [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110105194912310021", "id_card_check"),
        ("1101051949123100", "id_card_length"),
        ("11010519491331002X", "id_card_birth"),
        ("110105202611220011", "id_card_birth"),
        ("110105179912310013", "id_card_birth"),
        ("1101051949123100XX", "id_card_characters"),
        ("110105１94９1231O02X", "id_card_characters"),
    ],
)
def test_an_impossible_identity_card_number_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert code_of(a_field("id_card"), typed) == code


def test_somebody_born_today_can_have_an_identity_card_number() -> None:
    assert read(a_field("id_card"), "110105202611210014") == ("110105202611210014", [])


def test_screens_cover_the_birth_date_and_lists_never_index_the_number() -> None:
    spec, kind = a_field("id_card"), field_type("id_card")
    assert kind.display(spec, "11010519491231002X", LOOKUPS) == "110105********002X"
    assert kind.paper(spec, "11010519491231002X", LOOKUPS) == "11010519491231002X"
    assert kind.index(spec, "11010519491231002X") is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("www.example.com", "https://www.example.com"),
        ("ｈｔｔｐ：／／example．com／a", "http://example.com/a"),
        ("https://示范.中国:8443/路径?a=1#b", "https://示范.中国:8443/路径?a=1#b"),
        ("javascript:alert(1)", None),
        ("ftp://example.com", None),
        ("https://example", None),
        ("https://10.0.0.1/", None),
        ("https://a@b.example.com", None),
        ("https://exa mple.com", None),
        ("https://-a.example.com", None),
        (f"https://example.com/{'a' * 2000}", None),
    ],
)
def test_a_web_address_can_be_opened_by_everybody(typed: str, stored: str | None) -> None:
    if stored is None:
        assert code_of(a_field("url"), typed) == "url"
    else:
        assert read(a_field("url"), typed) == (stored, [])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2025", "2025"), ("２０２５年", "2025"), ("2025年度", "2025"), ("25", None), ("2100", None), ("2025-01", None)],
)
def test_a_year_has_four_digits(typed: str, stored: str | None) -> None:
    assert read(a_field("year"), typed)[0] == stored


def test_a_year_keeps_to_its_bounds_and_sorts_as_a_number() -> None:
    spec = a_field("year", min_value="2024", max_value="2026")
    assert code_of(spec, "2023") == "min_value"
    assert code_of(spec, "2027") == "max_value"
    assert field_type("year").index(spec, "2025") == ("2025", 2025)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2025-03", "2025-03"),
        ("2025/3", "2025-03"),
        ("２０２５年３月", "2025-03"),
        ("2025.12", "2025-12"),
        ("202503", "2025-03"),
        ("20253", None),
        ("2025-13", None),
        ("2025-00", None),
        ("2025-03-01", None),
    ],
)
def test_a_month_may_be_written_in_many_ways(typed: str, stored: str | None) -> None:
    assert read(a_field("month"), typed)[0] == stored


def test_a_month_and_a_year_are_shown_in_words() -> None:
    assert field_type("month").display(a_field("month"), "2025-03", LOOKUPS) == "2025年3月"
    assert field_type("year").display(a_field("year"), "2025", LOOKUPS) == "2025年"


@pytest.mark.parametrize(("typed", "stored"), [("12.5", "12.5"), ("１２．５％", "12.5"), ("100%", "100"), ("半", None)])
def test_a_percentage_is_kept_as_the_number_before_the_sign(typed: str, stored: str | None) -> None:
    assert read(a_field("percent"), typed)[0] == stored


def test_a_percentage_is_shown_with_its_sign() -> None:
    spec, kind = a_field("percent"), field_type("percent")
    assert (kind.display(spec, "12.5", LOOKUPS), kind.paper(spec, "12.5", LOOKUPS)) == ("12.5%", "12.5%")
    assert kind.paper(spec, None, LOOKUPS) == ""


@pytest.mark.parametrize("type_", ["number", "percent", "money"])
def test_numbers_keep_to_the_bounds_of_the_form_in_its_own_unit(type_: str) -> None:
    spec = a_field(type_, unit="万元" if type_ == "money" else "", min_value="10", max_value="20.5")
    assert code_of(spec, "9.99") == "min_value"
    assert code_of(spec, "20.51") == "max_value"
    assert read(spec, "10")[1] == read(spec, "20.5")[1] == []


def test_an_industry_is_chosen_at_the_lowest_level_and_shown_with_its_path() -> None:
    spec, kind = every_type()["industry"], field_type("industry")
    assert read(spec, "3421") == ("3421", [])
    assert code_of(spec, "34") == "choice_level"
    assert code_of(spec, "99") == "choice"
    assert kind.display(spec, "3421", LOOKUPS) == "制造业 / 通用设备制造业 / 金属切削机床制造"
    assert kind.display(spec, "gone", LOOKUPS) == "gone"
    assert kind.paper(spec, "3421", LOOKUPS) == "金属切削机床制造"


def test_a_declaration_must_be_ticked_whatever_the_form_says() -> None:
    spec, kind = a_field("declaration", help="所填内容真实"), field_type("declaration")
    assert read(spec, "yes") == (True, [])
    assert read(spec, "on") == (None, [])
    assert [one.code for one in kind.required_faults(spec, None)] == ["required"]
    assert kind.required_faults(spec, True) == []
    assert (kind.paper(spec, True, LOOKUPS), kind.paper(spec, None, LOOKUPS)) == ("☑所填内容真实", "□所填内容真实")


def test_a_stamped_scan_is_a_file() -> None:
    kind = field_type("scan")
    assert kind.has_files
    assert read(a_field("scan", accept=["pdf"]), FILE_ID) == ([FILE_ID], [])


CITY = a_field("select", choices=[{"value": "甲", "label": "甲市"}, {"value": "乙", "label": "乙市"}])
COUNTY = a_field(
    "select",
    id="f2",
    cascade="f1",
    choices=[
        {"value": "甲一", "label": "甲一县", "parent": "甲"},
        {"value": "乙一", "label": "乙一县", "parent": "乙"},
        {"value": "其他", "label": "其他"},
    ],
)
PLACES = SectionSpec(id="s1", key="s", title="地点", fields=(CITY, COUNTY))


def test_an_option_must_belong_to_what_was_chosen_above() -> None:
    both = {"f1", "f2"}
    good = clean_section(PLACES, TypedInput({"f1": "甲", "f2": "甲一"}), LOOKUPS, both)
    assert (good.values, good.faults) == ({"f1": "甲", "f2": "甲一"}, ())
    wrong = clean_section(PLACES, TypedInput({"f1": "甲", "f2": "乙一"}), LOOKUPS, both)
    assert wrong.values == {"f1": "甲"}
    assert [(one.code, one.path) for one in wrong.faults] == [("cascade", "f2")]
    assert wrong.rejected == {"f2": "乙一"}
    assert clean_section(PLACES, TypedInput({"f1": "甲", "f2": "其他"}), LOOKUPS, both).ok
    assert clean_section(PLACES, TypedInput({"f2": "乙一"}), LOOKUPS, both).ok


def test_an_option_that_no_longer_belongs_above_stops_the_submission() -> None:
    faults = check_section(PLACES, {"f1": "乙", "f2": "甲一"}, LOOKUPS)
    assert [(one.code, one.path) for one in faults] == [("cascade", "f2")]


def test_options_of_a_column_hang_on_another_column_of_the_same_row() -> None:
    columns = (replace(CITY, id="c1"), replace(COUNTY, id="c2", cascade="c1"))
    table = replace(a_field("table"), columns=columns)
    section = SectionSpec(id="s1", key="s", title="地点", fields=(table,))
    inputs = {"f1-rows": "r1,r2", "f1-r1-c1": "甲", "f1-r1-c2": "甲一", "f1-r2-c1": "甲", "f1-r2-c2": "乙一"}
    result = clean_section(section, TypedInput(inputs), LOOKUPS, {"f1"})
    assert result.values == {"f1": [{"id": "r1", "c1": "甲", "c2": "甲一"}, {"id": "r2", "c1": "甲"}]}
    assert [(one.code, one.path, one.row) for one in result.faults] == [("cascade", "f1-r2-c2", 2)]


def problems_of(*specs: dict[str, Any]) -> list[str]:
    form = {"code": "c", "title": "表", "sections": [{"id": "s1", "key": "s", "title": "部分", "fields": list(specs)}]}
    return [str(one.place[4:]) + one.message % one.params for one in form_problems(spec_from_json(form))]


def test_bounds_and_trees_that_cannot_work_keep_a_form_from_being_published() -> None:
    number = {"id": "f1", "key": "a", "label": "数", "type": "number"}
    assert problems_of({**number, "min_value": "1", "max_value": "2"}) == []
    assert len(problems_of({**number, "min_value": "3", "max_value": "2"})) == 1
    assert len(problems_of({**number, "min_value": "很多"})) == 1
    assert len(problems_of({**number, "max_value": "NaN"})) == 1
    tree = {"id": "f1", "key": "a", "label": "行业", "type": "industry"}
    assert len(problems_of({**tree, "choices": [{"value": "34", "label": "通用设备", "parent": "C"}]})) == 1


def test_a_cascade_names_a_single_choice_before_it_and_options_of_it() -> None:
    above = {"id": "f1", "key": "a", "label": "市", "type": "radio", "choices": [{"value": "甲", "label": "甲"}]}
    below = {
        "id": "f2",
        "key": "b",
        "label": "县",
        "type": "select",
        "cascade": "f1",
        "choices": [{"value": "甲一", "label": "甲一", "parent": "甲"}],
    }
    assert problems_of(above, below) == []
    assert len(problems_of(below, above)) == 1
    assert len(problems_of({**above, "type": "text"}, below)) == 1
    stray = {**below, "choices": [{"value": "乙一", "label": "乙一", "parent": "乙"}]}
    assert len(problems_of(above, stray)) == 1


def test_formulas_count_with_years_and_shares_and_ask_for_declarations() -> None:
    year, percent, declaration = field_type("year"), field_type("percent"), field_type("declaration")
    assert year.to_formula(a_field("year"), "2025") == Decimal(2025)
    assert [year.from_formula(a_field("year"), one) for one in (Decimal(2026), Decimal("2025.5"), Decimal(1))] == [
        "2026",
        None,
        None,
    ]
    assert percent.to_formula(a_field("percent"), "12.5") == Decimal("12.5")
    assert declaration.to_formula(a_field("declaration"), True) is True
