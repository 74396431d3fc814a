"""Places: ways into an answer, what two of them have in common, and that a write changes nothing beside them."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.fields import field_type
from forms_app.engine.merge import merge
from forms_app.engine.places import common, field_of, place_at, question_at, steps_of, value_at, within, write_mask
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from tests.forms_app.engine.specs import LOOKUPS, a_field, every_type
from tests.forms_app.engine.test_matrix_and_nested import TABLE, VALUE

ROWS, INNER = ("r1", "r2"), ("i1", "i2")
names = st.sampled_from(["", "a", "b"])
places = st.lists(names, max_size=4).map(lambda steps: place_at("f", steps))


@pytest.mark.parametrize(
    ("place", "steps"),
    [
        ("f", ()),
        ("f/r1", ("r1",)),
        ("f:c", ("", "c")),
        ("f/r1:c", ("r1", "c")),
        ("f/r1:p/i1", ("r1", "p", "i1")),
        ("f/r1:p/i1:n", ("r1", "p", "i1", "n")),
        ("f:p:n", ("", "p", "", "n")),
        ("f/r1:p:n", ("r1", "p", "", "n")),
    ],
)
def test_a_place_is_a_field_and_a_way(place: str, steps: tuple[str, ...]) -> None:
    assert (field_of(place), steps_of(place)) == ("f", steps)
    assert place_at("f", steps) == place


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("f", "f/r1:p/i1", "f/r1:p/i1"),
        ("f/r1", "f:p", "f/r1:p"),
        ("f/r1", "f:p:n", "f/r1:p:n"),
        ("f/r1:p/i1", "f:p:n", "f/r1:p/i1:n"),
        ("f/r1:p/i1", "f:s", None),
        ("f/r1", "f/r2", None),
        ("f", "g", None),
    ],
)
def test_what_two_places_have_in_common(one: str, other: str, both: str | None) -> None:
    assert common(one, other) == common(other, one) == both
    assert within(one, [other]) == ({both} if both else set())


@given(one=places, other=places)
def test_what_two_places_have_in_common_lies_in_both(one: str, other: str) -> None:
    both = common(one, other)
    if both is not None:
        assert common(both, one) == common(both, other) == both


def test_what_stands_at_a_place() -> None:
    read = {
        "/r1:p/i1": {"id": "i1", "n": "网关", "q": "2"},
        "/r1:p/i1:q": "2",
        "/r1:p/i2:q": None,
        "/r1:p/i9": None,
        "/r9:p/i1": None,
        ":s": {"r1": "排产", "r2": "能耗"},
        ":p:q": {"r1": {"i1": "2"}},
        "/r2:p:n": None,
    }
    assert {place: value_at(VALUE, steps_of(f"f{place}")) for place in read} == read
    assert value_at(["a", "b"], ("b",)) == "b"
    assert value_at({"before": "1"}, ("", "before")) == "1"
    assert value_at("甲", ("r1",)) is None


def test_only_what_people_answer_is_a_question() -> None:
    labels = {"": "场景", "/r1": "场景", "/r1:p": "产品", "/r1:p/i1:q": "数量", ":p:n": "名称"}
    for place, label in labels.items():
        found = question_at(TABLE, steps_of(f"f1{place}"))
        assert found is not None and found.label == label
    for place in (":x", "/r1:s:n", "/r1:p/i1:x", "/r1:p/i1:n:y", "//r1"):
        assert question_at(TABLE, steps_of(f"f1{place}")) is None, place
    computed = a_field("table", columns=[{"id": "d", "key": "d", "label": "倍", "type": "number", "formula": "1"}])
    assert question_at(computed, ("r1", "d")) is None
    line = a_field("matrix", rows=[{"id": "m1", "label": "计", "formula": "1"}, {"id": "m2", "label": "乙"}])
    assert (question_at(line, ("m1",)), question_at(line, ("m2",))) == (None, line)
    assert question_at(every_type()["before_after"], ("", "after")) == every_type()["before_after"]


def leaves(value: Any, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every cell of nested rows with the steps to it."""
    for row in value or ():
        for part, cell in row.items():
            if isinstance(cell, list):
                yield from leaves(cell, (*way, row["id"], part))
            elif part != "id":
                yield (*way, row["id"], part), cell


def covers(anchor: str, way: tuple[str, ...]) -> bool:
    """Say whether an anchor names a cell, read step by step."""
    steps = steps_of(anchor)
    return len(steps) <= len(way) and all(step in ("", there) for step, there in zip(steps, way, strict=False))


words = st.sampled_from("甲乙丙")
inner_rows = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(INNER)}, optional={"n": words, "q": st.sampled_from("123")}).filter(
        lambda row: len(row) > 1
    ),
    unique_by=lambda row: row["id"],
    min_size=1,
)
outer_rows = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(ROWS)}, optional={"s": words, "p": inner_rows}).filter(
        lambda row: len(row) > 1
    ),
    unique_by=lambda row: row["id"],
)
anchors = st.builds(
    lambda row, part, inner, cell: place_at("f1", (row, part, *((inner, cell) if part == "p" else ()))),
    st.sampled_from(("", *ROWS)),
    st.sampled_from(("s", "p")),
    st.sampled_from(("", *INNER)),
    st.sampled_from(("", "n", "q")),
) | st.sampled_from([f"f1/{row}" for row in ROWS])


@given(old=outer_rows, new=outer_rows, unlocked=st.lists(anchors, max_size=3))
def test_a_write_changes_no_cell_that_no_remark_names(old: list, new: list, unlocked: list[str]) -> None:
    form = FormSpec(code="c", title="表", sections=(SectionSpec("s1", "s", "部分", fields=(TABLE,)),))
    mask = write_mask(form, {"enterprise"}, unlocked=unlocked)
    merged = merge({"f1": old} if old else {}, {"f1": new} if new else {}, mask)
    was, sent, now = (dict(leaves(rows)) for rows in (old, new, merged.get("f1")))
    for way in {**was, **sent, **now}:
        if not any(covers(anchor, way) for anchor in unlocked):
            assert now.get(way) == was.get(way), (way, unlocked)
        elif way in was and way in sent:
            assert now.get(way) == sent[way], (way, unlocked)


@given(old=outer_rows, new=outer_rows, unlocked=st.lists(anchors, min_size=1, max_size=3))
def test_a_page_is_read_as_it_is_stored_wherever_it_is_closed(old: list, new: list, unlocked: list[str]) -> None:
    kind = field_type("table")
    post = TypedInput(kind.to_inputs(TABLE, new))
    section = SectionSpec("s1", "s", "部分", fields=(TABLE,))
    read = clean_section(section, post, LOOKUPS, unlocked, stored={"f1": old} if old else {}).values
    was, sent, found = (dict(leaves(rows)) for rows in (old, new, read.get("f1")))
    for way, cell in found.items():
        expected = sent if any(covers(anchor, way) for anchor in unlocked) else was
        assert cell == expected.get(way), (way, unlocked)


def test_faults_are_told_only_where_something_can_be_done_about_them() -> None:
    inputs = {"f1-rows": "r1", "f1-r1-p-rows": "i1,i2", "f1-r1-p-i1-q": "两", "f1-r1-p-i2-q": "三"}
    stored = {"f1": [{"id": "r1", "p": [{"id": "i1", "q": "1"}, {"id": "i2", "q": "2"}]}]}
    section = SectionSpec("s1", "s", "部分", fields=(TABLE,))
    for mask, paths in (
        ({"f1/r1:p/i1"}, ["f1-r1-p-i1-q"]),
        ({"f1/r1:p:q"}, ["f1-r1-p-i1-q", "f1-r1-p-i2-q"]),
        ({"f1/r1:p/i1:n"}, ["f1-r1-p-i1-n"]),
        ({"f1/r1:s"}, []),
    ):
        result = clean_section(section, TypedInput(inputs), LOOKUPS, mask, require=True, stored=stored)
        assert [one.path for one in result.faults] == paths, mask


def test_a_longer_column_name_is_not_taken_for_a_shorter_one() -> None:
    columns = [{"id": one, "key": one.replace("-", "_"), "label": one, "type": "text"} for one in ("c", "c-name")]
    spec: FieldSpec = a_field("table", columns=columns)
    section = SectionSpec("s1", "s", "部分", fields=(spec,))
    stored = {"f1": [{"id": "r1", "c": "甲", "c-name": "乙"}]}
    post = TypedInput({"f1-rows": "r1", "f1-r1-c": "改", "f1-r1-c-name": "改"})
    result = clean_section(section, post, LOOKUPS, {"f1/r1:c"}, stored=stored)
    assert result.values == {"f1": [{"id": "r1", "c": "改", "c-name": "乙"}]}
