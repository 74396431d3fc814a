"""Sections as a whole: what is saved, what is kept though wrong, and what a write may touch."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.answers import TypedInput, check_section, clean_section, section_inputs
from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.fields import field_type, field_types, new_row_id
from forms_app.engine.merge import merge
from forms_app.engine.places import write_mask
from forms_app.engine.spec import SectionSpec
from tests.forms_app.engine.specs import FILE_ID, LOOKUPS, SECOND_FILE_ID, a_field, every_type, sheet

TYPES = every_type()
texts = st.text(max_size=60)
JUNK = st.one_of(
    texts, st.sampled_from(["一级", "公有云", "未上", "否", "4５6", "2026-01-05", "r1,r1,,r2", "999921", "r" * 99])
)
PARTS = ["", "-start", "-end", "-text", "-before", "-after", "-id", "-rows", "-text-0", "-text-1"]
PARTS += [f"-{row}-{column}" for row in ("m1", "m2") for column in ("c1", "c3")]
PARTS += [
    f"-{row}-{part}" for row in ("r1", "r2") for part in ("text", "name", "unit", "before", "after", "c1", "c2", "c3")
]


def section_of(*specs: Any) -> SectionSpec:
    return SectionSpec(id="s1", key="s", title="部分", fields=tuple(specs))


def test_every_documented_type_exists() -> None:
    assert set(field_types()) == set(TYPES)


@pytest.mark.parametrize("name", sorted(TYPES))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_junk_never_raises_and_what_is_accepted_survives_every_use(name: str, data: st.DataObject) -> None:
    spec, kind = TYPES[name], field_type(name)
    inputs = data.draw(
        st.dictionaries(st.sampled_from([f"f1{part}" for part in PARTS]), st.one_of(JUNK, st.lists(JUNK, max_size=3)))
    )
    section = section_of(spec)
    for require in (False, True):
        result = clean_section(section, TypedInput(inputs), LOOKUPS, {"f1"}, require=require)
    for fault in result.faults:
        assert fault.message % fault.params
    check_section(section, result.values, LOOKUPS, rejected=result.rejected)
    kind.paper(spec, None, LOOKUPS)
    kind.paper_parts(spec, None, LOOKUPS)
    if "f1" not in result.values:
        return
    value = result.values["f1"]
    for shown in (kind.display(spec, value, LOOKUPS), kind.paper(spec, value, LOOKUPS)):
        assert shown is not None
    kind.paper_parts(spec, value, LOOKUPS)
    kind.index(spec, value)
    again = kind.parse(spec, TypedInput(kind.to_inputs(spec, value)))
    cleaned, faults = kind.clean(spec, again, LOOKUPS)
    assert cleaned == value
    assert not [fault for fault in faults if fault.blocks]


ACCEPTED = {
    "text": "（Ａ）公司",
    "textarea": "甲\n乙",
    "email": "a@example.com",
    "phone": "0999-1234567",
    "credit_code": "91999902PDY000319P",
    "region": "999921",
    "date": "2026-01-05",
    "year": "2025",
    "month": "2025-03",
    "url": "https://www.example.com/a?b=1",
    "id_card": "11010519491231002X",
    "percent": "12.5",
    "industry": "3421",
    "declaration": True,
    "directory": {"id": "", "text": "云溪数字科技"},
    "scan": [FILE_ID],
    "date_range": {"start": "2026-01-05", "end": "2026-01-05"},
    "item_list": [{"id": "r1", "text": "一\n二"}],
    "metrics": [{"id": "r1", "name": "联网率", "unit": "%", "before": "35", "after": "80.5"}],
    "number": "-1234.5",
    "money": "-65000000.01",
    "radio": "甲",
    "select": "乙",
    "radio_with_text": {"value": "否", "text": "理由"},
    "checkbox": {"selected": ["公有云", "私有云"], "texts": {"公有云": "示范云"}},
    "before_after": {"before": "一级", "after": "二级"},
    "table": [{"id": "r1", "c1": "网关", "c2": "125000.00", "c3": "好"}],
    "matrix": [{"id": "m1", "c1": "35", "c3": "好"}, {"id": "m2", "c1": "80.5"}],
    "file": [FILE_ID],
}


@pytest.mark.parametrize("name", sorted(ACCEPTED))
def test_a_stored_value_shown_and_sent_again_is_the_same_value(name: str) -> None:
    spec, kind = TYPES[name], field_type(name)
    value, faults = kind.clean(spec, kind.parse(spec, TypedInput(kind.to_inputs(spec, ACCEPTED[name]))), LOOKUPS)
    assert (value, faults) == (ACCEPTED[name], [])


def test_wrong_input_is_kept_as_typed_while_the_good_is_saved() -> None:
    section = section_of(TYPES["table"], a_field("number", id="f2"))
    inputs = {"f1-rows": "r1,r2", "f1-r1-c1": "网关", "f1-r1-c2": "十二", "f1-r2-c2": "廿", "f2": "５"}
    result = clean_section(section, TypedInput(inputs), LOOKUPS, {"f1", "f2"})
    assert result.values == {"f1": [{"id": "r1", "c1": "网关"}], "f2": "5"}
    assert result.rejected == {"f1-r1-c2": "十二", "f1-r2-c2": "廿", "f1-rows": "r1,r2"}
    assert section_inputs(section, result.values, result.rejected) == {**inputs, "f2": "5"}


def test_a_blank_required_field_blocks_handing_in_but_not_saving() -> None:
    section = section_of(a_field("text", required=True))
    assert clean_section(section, TypedInput({}), LOOKUPS, {"f1"}).ok
    assert [f.code for f in clean_section(section, TypedInput({}), LOOKUPS, {"f1"}, require=True).errors] == [
        "required"
    ]
    assert [f.code for f in check_section(section, {}, LOOKUPS)] == ["required"]


def test_a_wrong_answer_is_reported_once_and_not_as_missing_too() -> None:
    section = section_of(a_field("number", required=True))
    faults = check_section(section, {}, LOOKUPS, rejected={"f1": "abc"})
    assert [fault.code for fault in faults] == ["number"]


def test_only_open_fields_are_read() -> None:
    section = section_of(a_field("text"), a_field("text", id="f2"))
    result = clean_section(section, TypedInput({"f1": "甲", "f2": "乙"}), LOOKUPS, {"f2"})
    assert result.values == {"f2": "乙"}


@given(
    old=st.dictionaries(st.sampled_from("abcdef"), st.integers(1)),
    new=st.dictionaries(st.sampled_from("abcdef"), st.integers(1)),
    mask=st.sets(st.sampled_from("abcdef")),
)
def test_merge_never_touches_what_the_mask_does_not_open(old: dict, new: dict, mask: set) -> None:
    merged = merge(old, new, mask)
    assert {k: v for k, v in merged.items() if k not in mask} == {k: v for k, v in old.items() if k not in mask}
    assert {k: v for k, v in merged.items() if k in mask} == {k: v for k, v in new.items() if k in mask}


rows = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["r1", "r2", "r3"]), "name": st.text("名", min_size=1, max_size=3)}),
    unique_by=lambda row: row["id"],
)


@given(old=rows, new=rows, opened=st.sets(st.sampled_from(["r1", "r2", "r3"]), min_size=1))
def test_an_unlocked_row_opens_no_other_row(old: list, new: list, opened: set) -> None:
    merged = merge({"f1": old}, {"f1": new}, {f"f1/{row}" for row in opened}).get("f1", [])
    assert [row for row in merged if row["id"] not in opened] == [row for row in old if row["id"] not in opened]
    assert {row["id"] for row in merged} <= {row["id"] for row in old} | opened


metric_rows = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["r1", "r2"]), "name": st.sampled_from("甲乙")},
        optional={"before": st.sampled_from("12"), "after": st.sampled_from("34")},
    ),
    unique_by=lambda row: row["id"],
)


@given(old=metric_rows, new=metric_rows, half=st.sampled_from(["before", "after"]))
def test_the_closed_half_of_a_metric_is_never_changed(old: list, new: list, half: str) -> None:
    closed = "after" if half == "before" else "before"
    merged = merge({"f1": old}, {"f1": new}, {f"f1:{half}"}).get("f1", [])

    def kept(rows: list) -> dict:
        return {row["id"]: row[closed] for row in rows if closed in row}

    assert kept(merged) == kept(old)


def test_a_locked_file_stays_and_an_unlocked_one_may_be_replaced() -> None:
    old = {"f1": ["a", "b"]}
    assert merge(old, {"f1": ["a", "c"]}, {"f1/b"}) == {"f1": ["a", "c"]}
    assert merge(old, {"f1": ["c"]}, {"f1/b"}) == {"f1": ["a", "c"]}
    assert merge(old, {"f1": ["a", "b", "c"]}, {"f1/b"}) == old


def test_a_party_writes_only_its_own_sections() -> None:
    spec = sheet()
    ids = {section.key: {one.id for one in section.fields if not one.formula} for section in spec.sections}
    assert write_mask(spec, ["enterprise"]) == ids["basic"] | ids["needs"] | ids["results"]
    assert write_mask(spec, ["provider"]) == ids["needs"] | ids["results"]
    assert write_mask(spec, ["county"]) == ids["evaluation"]


def test_before_the_transformation_only_the_column_before_is_open() -> None:
    spec = sheet()
    mask = write_mask(spec, ["enterprise"], ["before"])
    results = spec.sections[2].fields
    opened = {place for place in mask for one in results if place.startswith(one.id)}
    assert opened == {f"{one.id}:before" for one in results if one.type in ("before_after", "metrics")}


def test_after_a_return_only_remarked_places_open() -> None:
    spec = sheet()
    field = spec.sections[1].fields[0].id
    verdict = spec.sections[3].fields[0].id
    assert write_mask(spec, ["enterprise"], unlocked=[f"{field}/r1", verdict]) == {f"{field}/r1"}


def test_a_form_survives_the_way_through_json() -> None:
    spec = sheet()
    content = spec_to_json(spec)
    assert spec_from_json(content) == spec
    assert spec_from_json(content) is spec_from_json(spec_to_json(spec))
    assert spec_to_json(spec_from_json({**content, "unknown": 1})) == content


def test_defaults_are_left_out_of_json_so_that_hashes_outlive_new_attributes() -> None:
    plain = {"id": "f1", "key": "k", "label": "问题", "type": "text"}
    form = {"code": "c", "title": "表", "sections": [{"id": "s1", "key": "s", "title": "部分", "fields": [plain]}]}
    assert spec_to_json(spec_from_json(form)) == form


def test_row_ids_are_new() -> None:
    assert len({new_row_id() for _index in range(200)}) == 200
    assert SECOND_FILE_ID not in {new_row_id()}


def test_the_county_must_give_its_reasons_and_nobody_else_writes_its_section() -> None:
    spec = sheet()
    section = spec.sections[3]
    ids = {one.key: one.id for one in section.fields}
    post = TypedInput({ids["evaluated"]: "是", ids["eval_pass"]: "否", ids["is_model"]: "是"})
    refused = clean_section(section, post, LOOKUPS, write_mask(spec, ["county"]), require=True)
    assert {one.path for one in refused.errors} == {f"{ids['eval_pass']}-text", f"{ids['is_model']}-text"}
    for party in ("enterprise", "provider"):
        written = clean_section(section, post, LOOKUPS, write_mask(spec, [party]), require=True)
        assert written.values == {}
