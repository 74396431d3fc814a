"""What two people changed since the state that both had seen, brought together."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.threeway import State, merge_rows, merge_states
from tests.forms_app.world import BASICS, EFFECTS

MASK = {one.id for one in (*BASICS.fields, *EFFECTS.fields)}
FIELDS = ("f-name", "f-profile", "f-phone", "f-kind")


def both(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], section: Any = BASICS) -> Any:
    return merge_states(section, State(base), State(mine), State(theirs), MASK)


def test_what_only_one_changed_is_taken_from_that_one() -> None:
    merged = both(
        {"f-name": "旧", "f-phone": "1"},
        {"f-name": "旧", "f-phone": "2", "f-kind": "民营"},
        {"f-name": "新", "f-phone": "1"},
    )

    assert merged.state.values == {"f-name": "新", "f-phone": "2", "f-kind": "民营"}
    assert merged.taken == ("f-name",)
    assert merged.conflicts == ()


def test_the_same_place_changed_differently_is_a_conflict_and_keeps_what_was_typed() -> None:
    merged = both({"f-name": "旧"}, {"f-name": "我"}, {"f-name": "他"})

    assert merged.conflicts == ("f-name",)
    assert merged.state.values["f-name"] == "我"


def test_the_same_change_by_both_is_no_conflict() -> None:
    assert both({"f-name": "旧"}, {"f-name": "新"}, {"f-name": "新"}).conflicts == ()


def test_a_closed_field_stays_as_it_is_stored() -> None:
    merged = merge_states(BASICS, State({}), State({"f-name": "我"}), State({"f-name": "他"}), {"f-phone"})

    assert merged.state.values == {"f-name": "他"}


def test_input_that_was_rejected_is_merged_like_an_answer() -> None:
    theirs = State({}, {"f-money": "三千多万"})
    merged = merge_states(BASICS, State({}), State({"f-name": "我"}), theirs, MASK)

    assert merged.state.values == {"f-name": "我"}
    assert merged.state.rejected == {"f-money": "三千多万"}


def test_halves_are_merged_each_for_itself() -> None:
    merged = both({}, {"f-level": {"before": "一级"}}, {"f-level": {"after": "三级"}}, EFFECTS)

    assert merged.state.values["f-level"] == {"before": "一级", "after": "三级"}
    assert merged.conflicts == ()


def test_a_row_that_one_changed_and_the_other_removed_stays_and_is_a_conflict() -> None:
    base = [{"id": "r1", "text": "旧"}, {"id": "r2", "text": "二"}]
    rows, conflict = merge_rows(base, [{"id": "r1", "text": "新"}, {"id": "r2", "text": "二"}], [base[1]])

    assert conflict
    assert {"id": "r1", "text": "新"} in rows


def test_a_row_that_one_removed_and_nobody_changed_is_gone() -> None:
    base = [{"id": "r1", "text": "一"}, {"id": "r2", "text": "二"}]

    assert merge_rows(base, base, [base[1]]) == ([base[1]], False)


values = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["甲", "乙", "丙"]))


@given(base=values, mine=values, theirs=values)
def test_no_change_of_either_is_ever_lost_without_a_conflict(base: Any, mine: Any, theirs: Any) -> None:
    merged = both(base, mine, theirs)
    for name in FIELDS:
        at = merged.state.values.get(name)
        if name in merged.conflicts:
            assert at == mine.get(name)
            continue
        if mine.get(name) != base.get(name):
            assert at == mine.get(name)
        if theirs.get(name) != base.get(name):
            assert at == theirs.get(name)


rows = st.lists(st.sampled_from([f"r{number}" for number in range(5)]), unique=True).flatmap(
    lambda ids: st.tuples(
        *(st.builds(lambda text, one=one: {"id": one, "text": text}, st.sampled_from("甲乙")) for one in ids)
    )
)


@given(base=rows, mine=rows, theirs=rows)
def test_rows_that_one_added_or_changed_are_all_there(base: Any, mine: Any, theirs: Any) -> None:
    before = copy.deepcopy((base, mine, theirs))
    merged, conflict = merge_rows(base, mine, theirs)
    found = {row["id"]: row for row in merged}
    known = {row["id"]: row for row in base}

    assert (base, mine, theirs) == before
    assert len(found) == len(merged)
    for row in (*mine, *theirs):
        if row != known.get(row["id"]):
            assert row["id"] in found
            assert conflict or found[row["id"]] == row
