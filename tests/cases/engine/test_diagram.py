"""The diagram shows every state and every step, and nothing covers anything."""

from itertools import combinations, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cases.engine.diagram import Arrow, Box, Diagram, diagram_of
from cases.engine.diagram_texts import ems, wrapped
from tests.cases.engine.case_type_documents import CASE_TYPES
from tests.cases.world import TWO_STEPS

KEYS = [f"s{number}" for number in range(8)]
KEY = st.sampled_from(KEYS)
KIND = st.sampled_from(["work", "pause", "final"])


@st.composite
def procedures(draw: st.DrawFn) -> dict[str, Any]:
    """Return states and transitions that fit together."""
    count = draw(st.integers(1, len(KEYS)))
    keys = KEYS[:count]
    phase = st.sampled_from(["", "p0", "p1"]) if draw(st.booleans()) else st.just("")
    one = st.sampled_from(keys)
    steps = draw(st.lists(st.tuples(one, one), max_size=14))
    return {
        "phases": [{"key": "p0", "title": "受理"}, {"key": "p1", "title": "评审"}],
        "states": [
            {"key": key, "title": draw(st.text("待审查核公示ab ", min_size=1, max_size=40)), "phase": draw(phase)}
            | {"kind": "start" if key == "s0" else draw(KIND)}
            for key in keys
        ],
        "transitions": [
            {"key": f"t{number}", "title": draw(st.text("退回通过推荐", min_size=1, max_size=30)), "from": [a], "to": b}
            for number, (a, b) in enumerate(steps)
        ],
    }


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Say whether two rectangles (left, top, right, bottom) share no inner point."""
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def of_box(box: Box) -> tuple[float, ...]:
    return box.x, box.y, box.x + box.width, box.y + box.height


def of_label(arrow: Arrow) -> tuple[float, ...]:
    half = arrow.label_width / 2
    return arrow.label_x - half, arrow.label_y - 11, arrow.label_x + half, arrow.label_y + 11


def of_lines(arrow: Arrow) -> list[tuple[float, ...]]:
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(arrow.points)]


@given(procedures())
def test_boxes_words_and_lines_never_cover_a_box_or_other_words(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    boxes = [of_box(one) for one in drawn.boxes]
    labels = [of_label(one) for one in drawn.arrows]
    assert all(apart(a, b) for a, b in combinations(boxes, 2))
    assert all(apart(a, b) for a, b in combinations(labels, 2))
    assert all(apart(label, box) for label in labels for box in boxes)
    assert all(apart(line, box) for arrow in drawn.arrows for line in of_lines(arrow) for box in boxes)


@given(procedures())
def test_everything_lies_within_the_drawing(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    shapes = [of_box(one) for one in drawn.boxes] + [of_label(one) for one in drawn.arrows]
    shapes += [line for arrow in drawn.arrows for line in of_lines(arrow)]
    assert all(x >= 0 and y >= 0 and a <= drawn.width and b <= drawn.height for x, y, a, b in shapes)
    assert all(band.y >= 0 and band.y + band.height <= drawn.height for band in drawn.bands)


@given(procedures())
def test_every_step_is_an_arrow_or_a_note_in_its_box(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    arrows = {(one.source, one.target) for one in drawn.arrows}
    assert {one.key for one in drawn.boxes} == {one["key"] for one in document["states"]}
    for step in document["transitions"]:
        source, target = step["from"][0], step["to"]
        box = next(one for one in drawn.boxes if one.key == source)
        assert box.notes if source == target else (source, target) in arrows


@given(procedures())
def test_an_arrow_leaves_below_its_state_and_arrives_on_top_of_the_other(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    boxes = {one.key: one for one in drawn.boxes}
    for arrow in drawn.arrows:
        (x, y), (a, b) = arrow.points[0], arrow.points[-1]
        source, target = boxes[arrow.source], boxes[arrow.target]
        assert source.x <= x <= source.x + source.width and y == source.y + source.height
        assert target.x <= a <= target.x + target.width and b == target.y


@given(procedures())
def test_a_phase_is_a_band_around_its_own_states_alone(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    phases = {one["key"]: one["phase"] for one in document["states"]}
    titles = {"p0": "受理", "p1": "评审"}
    for band in drawn.bands:
        inside = {box.key for box in drawn.boxes if band.y <= box.y and box.y + box.height <= band.y + band.height}
        assert inside == {key for key, phase in phases.items() if titles.get(phase) == band.title}
    assert len(drawn.bands) == len({phase for phase in phases.values() if phase})


@given(CASE_TYPES)
def test_an_unfinished_case_type_is_drawn_as_far_as_it_goes(document: dict[str, Any]) -> None:
    drawn = diagram_of(document)
    assert {one.key for one in drawn.boxes} == {one["key"] for one in document["states"]}


def test_the_start_stands_on_top_and_what_follows_below() -> None:
    drawn: Diagram = diagram_of(TWO_STEPS)
    tops = {one.key: one.y for one in drawn.boxes}
    assert tops["filling"] == min(tops.values())
    assert tops["filling"] < tops["review"] < tops["accepted"]


def test_nothing_at_all_is_drawn_as_an_empty_sheet() -> None:
    assert diagram_of({}).boxes == ()


def test_a_long_title_is_broken_into_three_lines_at_most() -> None:
    lines = wrapped("关于开展中小企业数字化转型试点服务商入库评审工作的通知与说明材料")
    assert len(lines) == 3
    assert all(ems(line) <= 11 for line in lines)
