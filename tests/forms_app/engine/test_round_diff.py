"""Two rounds side by side: every difference is marked, and nothing else."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.lookups import FixedLookups
from forms_app.engine.round_diff import ComparedField, RoundDiff, compare_rounds
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.engine.text_diff import Piece, text_pieces
from tests.forms_app.world import BASICS, EFFECTS, SPEC

LOOKUPS = FixedLookups(attachments={"a": "甲.pdf", "b": "乙.pdf"})
TEXT = st.text(alphabet="甲乙丙。，12 ab\n", max_size=40)


def shown(pieces: tuple[Piece, ...]) -> str:
    """Return a text with what was changed in brackets."""
    return "".join(f"[{one.text}]" if one.changed else one.text for one in pieces)


def differ(
    old: dict[str, Any], new: dict[str, Any], versions: tuple[FormSpec, FormSpec] = (SPEC, SPEC)
) -> tuple[RoundDiff, dict[str, ComparedField]]:
    diff = compare_rounds(versions, ({"s-effects": old}, {"s-effects": new}), LOOKUPS)
    return diff, {one.id: one for section in diff.changed_only().sections for one in section.fields}


@given(TEXT, TEXT)
def test_the_pieces_of_a_side_are_its_text_and_what_is_unmarked_is_the_same_on_both(old: str, new: str) -> None:
    earlier, later = text_pieces(old, new)
    assert ("".join(one.text for one in earlier), "".join(one.text for one in later)) == (old, new)
    assert [one.text for one in earlier if not one.changed] == [one.text for one in later if not one.changed]
    assert (old != new) == any(one.changed for one in (*earlier, *later))


def test_words_inside_a_long_text_are_marked_and_not_the_whole_text() -> None:
    earlier, later = text_pieces("公司从事精密零件加工，员工120人。", "公司从事精密零件和传感器加工，员工135人。")
    assert shown(earlier) == "公司从事精密零件加工，员工[120]人。"
    assert shown(later) == "公司从事精密零件[和传感器]加工，员工[135]人。"


def test_a_text_of_many_pages_is_compared_sentence_by_sentence() -> None:
    old = "".join(f"第{number}条内容如下。" for number in range(2000))
    _earlier, later = text_pieces(old, old.replace("第7条", "第七条"))
    assert [one.text for one in later if one.changed] == ["第七条内容如下。"]


def test_rows_are_matched_by_their_id_wherever_they_stand() -> None:
    rows = [{"id": "r1", "text": "甲"}, {"id": "r2", "text": "乙"}, {"id": "r3", "text": "丙"}]
    later = [{"id": "r3", "text": "丙"}, {"id": "r1", "text": "甲改"}, {"id": "r9", "text": "新"}]
    diff, fields = differ({"f-needs": rows}, {"f-needs": later})

    found = [(one.id, one.kind, one.numbers) for one in fields["f-needs"].rows]
    assert found == [("r1", "changed", (1, 2)), ("r2", "removed", (2, None)), ("r9", "added", (None, 3))]
    assert fields["f-needs"].same_rows == 1
    assert {name: diff.counts[name] for name in ("changed", "row_changed", "row_removed", "row_added")} == {
        "changed": 1,
        "row_changed": 1,
        "row_removed": 1,
        "row_added": 1,
    }


def test_a_changed_row_of_a_table_names_the_cell() -> None:
    old = {"f-products": [{"id": "p1", "c-name": "平台", "c-cost": "10000.00"}]}
    new = {"f-products": [{"id": "p1", "c-name": "平台", "c-cost": "20000.00"}]}
    row = differ(old, new)[1]["f-products"].rows[0]
    assert [(one.label, shown(one.earlier), shown(one.later)) for one in row.changed_cells] == [
        ("费用", "[1.00] 万元", "[2.00] 万元")
    ]


def test_files_are_added_and_removed_by_their_id_even_under_one_name() -> None:
    diff, fields = differ({"f-files": ["a"]}, {"f-files": ["b"]})
    assert [(one.id, one.kind) for one in fields["f-files"].rows] == [("a", "removed"), ("b", "added")]
    assert (diff.counts["file_added"], diff.counts["file_removed"], diff.counts["row_added"]) == (1, 1, 0)


def test_what_is_new_and_what_was_emptied_are_told_from_what_was_changed() -> None:
    fields = differ({"f-day": "2025-01-01", "f-mail": "a@b.cn"}, {"f-mail": "a@c.cn", "f-branch": "是"})[1]
    assert {name: one.kind for name, one in fields.items()} == {
        "f-day": "removed",
        "f-mail": "changed",
        "f-branch": "added",
    }


def test_computed_values_stand_apart_and_are_counted_apart() -> None:
    total = FieldSpec(id="f-sum", key="sum", label="合计", type="number", formula="1+1")
    spec = replace(SPEC, sections=(BASICS, replace(EFFECTS, fields=(total, *EFFECTS.fields))))
    diff, _fields = differ({"f-sum": "1", "f-day": "2025-01-01"}, {"f-sum": "2", "f-day": "2025-01-02"}, (spec, spec))
    section = diff.changed_only().sections[0]
    assert [(computed, [one.id for one in found]) for computed, found in section.parted] == [
        (False, ["f-day"]),
        (True, ["f-sum"]),
    ]
    assert (diff.counts["computed"], diff.counts["changed"]) == (1, 1)


def test_across_versions_a_field_is_the_same_by_its_id_and_what_only_one_asks_says_so() -> None:
    asked_anew = FieldSpec(id="f-new", key="new", label="新问题", type="text")
    moved = next(one for one in EFFECTS.fields if one.id == "f-mail")
    newer = replace(
        SPEC,
        sections=(
            replace(BASICS, fields=(*BASICS.fields, replace(moved, label="联系邮箱"))),
            replace(EFFECTS, fields=(asked_anew,)),
        ),
    )
    diff = compare_rounds(
        (SPEC, newer),
        ({"s-effects": {"f-mail": "a@b.cn", "f-day": "2025-01-01"}}, {"s-basics": {"f-mail": "a@b.cn"}}),
        LOOKUPS,
    )
    fields = {one.id: (section.id, one) for section in diff.sections for one in section.fields}
    assert fields["f-mail"][0] == "s-basics"
    assert (fields["f-mail"][1].kind, fields["f-mail"][1].label) == ("same", "联系邮箱")
    assert (fields["f-new"][1].asked, fields["f-new"][1].kind) == ((False, True), "same")
    assert fields["f-day"][0] == "s-effects"
    assert (fields["f-day"][1].asked, fields["f-day"][1].kind) == ((True, False), "removed")


def test_nothing_is_shown_of_two_rounds_with_the_same_answers() -> None:
    diff, fields = differ({"f-mail": "a@b.cn"}, {"f-mail": "a@b.cn"})
    assert (fields, diff.counts) == ({}, {})
    assert len(diff.sections) == 3
