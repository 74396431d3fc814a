"""A remark at a row within a row, or at one cell: said at the desk, shown on the page, and only that place opens."""

import io
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from openpyxl import load_workbook

from forms_app.engine.compile import field_from_json
from forms_app.errors import RemarkPlaceUnknown, RemarksUnchanged
from forms_app.models import Remark, SectionAnswer, Submission
from forms_app.selectors.filling import draft_by_id, filling_of
from forms_app.selectors.round_comparison import round_comparison
from forms_app.selectors.sheet import submission_sheet
from forms_app.selectors.workbooks import draft_workbook
from forms_app.services.draft_submit import draft_submit
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from tests.forms_app.services.every_place import NESTED
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world

pytestmark = pytest.mark.django_db

SCENES = replace(field_from_json(NESTED), id="f-scenes")
WITH_SCENES = replace(EFFECTS, fields=(*EFFECTS.fields, SCENES))
INPUT = {
    **EFFECTS_INPUT,
    "f-scenes-rows": "s1,s2",
    "f-scenes-s1-s": "排产",
    "f-scenes-s1-n": "10",
    "f-scenes-s1-p-rows": "i1,i2",
    "f-scenes-s1-p-i1-n": "排产软件",
    "f-scenes-s1-p-i1-m": "甲厂",
    "f-scenes-s1-p-i2-n": "看板",
    "f-scenes-s2-s": "能耗",
    "f-scenes-s2-n": "11",
    "f-scenes-s2-p-rows": "i1",
    "f-scenes-s2-p-i1-n": "电表",
}
# What another hand would write into every place of the same sheet.
OTHERWISE = {name: text if name.endswith("-rows") else "9" for name, text in INPUT.items() if "f-scenes" in name}


@pytest.fixture
def world(db: None) -> World:
    return make_world(replace(SPEC, sections=(BASICS, WITH_SCENES, OFFICE)))


@pytest.fixture
def submission(world: World) -> Submission:
    draft = world.start()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name})
    world.save(draft, WITH_SCENES, INPUT)
    return draft_submit(draft_id=draft.pk, key="first", actor=world.filler)


def remarked(world: World, submission: Submission, *places: str, part: str = "") -> list[Remark]:
    made = [
        remark_add(
            submission_id=submission.pk, field_id="f-scenes", place=one, part=part, text="请核实", actor=world.reviewer
        )
        for one in places
    ]
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    return made


def scenes(submission: Submission) -> Any:
    return SectionAnswer.objects.get(draft=submission.draft_id, section_id=EFFECTS.id).data["f-scenes"]


def page(world: World, submission: Submission) -> Tag:
    url = reverse("forms_app:step", args=[submission.draft_id, "effects"])
    response = signed_in(world.filler).get(url)
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one("#field-f-scenes")
    assert found is not None
    return found


def inputs(field: Tag) -> set[str]:
    """Return the names of the cells that can be typed into, those of the rows to copy left out."""
    for template in field.select("template"):
        template.decompose()
    named = field.select("input[name]:not([type=hidden]), textarea[name], select[name]")
    return {str(one["name"]) for one in named if str(one["name"]).startswith("f-scenes-")}


@pytest.mark.parametrize(
    ("place", "part", "anchor"),
    [
        ("/s1:p/i2", "", "f-scenes/s1:p/i2"),
        ("/s1:p/i2", ":p:m", "f-scenes/s1:p/i2:m"),
        ("/s1", ":s", "f-scenes/s1:s"),
        ("/s1", ":p:n", "f-scenes/s1:p:n"),
        ("", ":p:n", "f-scenes:p:n"),
        ("", "", "f-scenes"),
    ],
)
def test_a_remark_stands_at_any_place(world: World, submission: Submission, place: str, part: str, anchor: str) -> None:
    (remark,) = remarked(world, submission, place, part=part)
    assert remark.anchor == anchor
    submission.draft.refresh_from_db()
    assert submission.draft.unlocked == [anchor]


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("/s1:p/i9", ""),
        ("/s9:p/i1", ""),
        ("/s2:p/i2", ""),
        ("/s1:p/i1", ":s"),
        ("/s1", ":d"),
        ("", ":x"),
        ("", ":s:x"),
        ("i1", ""),
        ("-more", ""),
        ("/", "//i1"),
    ],
)
def test_a_place_that_is_not_there_or_is_computed_takes_no_remark(
    world: World, submission: Submission, place: str, part: str
) -> None:
    with pytest.raises(RemarkPlaceUnknown):
        remarked(world, submission, place, part=part)
    assert not Remark.objects.exists()


@pytest.mark.parametrize(
    ("places", "part", "names"),
    [
        (["/s1:p/i2"], "", {"s1-p-i2-n", "s1-p-i2-m"}),
        (["/s1:p/i2"], ":p:m", {"s1-p-i2-m"}),
        (["/s1"], ":s", {"s1-s"}),
        (["/s1", "/s2"], ":p:n", {"s1-p-i1-n", "s1-p-i2-n", "s2-p-i1-n"}),
        (["/s1:p/i1", "/s2:p/i1"], "", {"s1-p-i1-n", "s1-p-i1-m", "s2-p-i1-n", "s2-p-i1-m"}),
        (["/s2"], "", {"s2-s", "s2-n", "s2-w", "s2-p-i1-n", "s2-p-i1-m"}),
    ],
)
def test_only_the_remarked_place_can_be_typed_into_and_only_it_changes(
    world: World, submission: Submission, places: list[str], part: str, names: set[str]
) -> None:
    remarked(world, submission, *places, part=part)
    shown = page(world, submission)
    text = shown.get_text()
    assert all(word in text for word in ("排产", "能耗") if f"s{1 + (word == '能耗')}-s" not in names)
    assert inputs(shown) == {f"f-scenes-{name}" for name in names}

    before = scenes(submission)
    url = reverse("forms_app:step", args=[submission.draft_id, "effects"])
    signed_in(world.filler).post(url, {**INPUT, **OTHERWISE, "revision": "1"})
    after = scenes(submission)
    was, now = (dict(cells(rows)) for rows in (before, after))
    changed = {name for name in {**was, **now} if was.get(name) != now.get(name)}
    computed = {"s1-d", "s2-d"}
    sent = {name for name in names if f"f-scenes-{name}" in OTHERWISE}
    assert changed - computed == sent


def cells(rows: Any, above: str = "") -> Any:
    """Yield every cell as it is named on the page."""
    for row in rows:
        for part, value in row.items():
            if isinstance(value, list):
                yield from cells(value, f"{above}{row['id']}-{part}-")
            elif part != "id":
                yield f"{above}{row['id']}-{part}", value


def test_the_remark_says_where_it_stands_and_takes_a_reply(world: World, submission: Submission) -> None:
    (remark,) = remarked(world, submission, "/s1:p/i2", part=":p:n")
    place = page(world, submission).select_one(".remark-place")
    assert place is not None and place.get_text() == "第1行 · 产品第2行 · 名称"

    world.save(submission.draft, WITH_SCENES, {f"reply-{remark.pk}": "名称无误"})
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    remark.refresh_from_db()
    assert (remark.reply, remark.answered_in_round) == ("名称无误", 2)


def test_a_place_that_stays_as_it_was_is_named_when_the_sheet_is_handed_in(
    world: World, submission: Submission
) -> None:
    remarked(world, submission, "/s1:p/i1", "/s1:p/i2")
    world.save(submission.draft, WITH_SCENES, {**INPUT, "f-scenes-s1-p-i1-n": "新的排产软件"})
    with pytest.raises(RemarksUnchanged) as refusal:
        draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    assert refusal.value.anchors == ("f-scenes/s1:p/i2",)


def test_an_inner_row_that_was_emptied_can_be_filled_in_again(world: World, submission: Submission) -> None:
    remarked(world, submission, "/s2:p/i1")
    world.save(submission.draft, WITH_SCENES, {**INPUT, "f-scenes-s2-p-rows": ""})
    assert "p" not in scenes(submission)[1]
    assert inputs(page(world, submission)) == {"f-scenes-s2-p-i1-n", "f-scenes-s2-p-i1-m"}
    world.save(submission.draft, WITH_SCENES, {**INPUT, "f-scenes-s2-p-i1-n": "新电表"})
    assert scenes(submission)[1]["p"] == [{"id": "i1", "n": "新电表"}]


def test_rows_are_added_within_an_open_row_and_nowhere_else(world: World, submission: Submission) -> None:
    remarked(world, submission, "/s2")
    shown = page(world, submission)
    assert [one["data-row"] for one in shown.select(".is-open") if one["data-row"].startswith("s")] == ["s2"]
    more = {"f-scenes-s1-p-rows": "i1,i2,i3", "f-scenes-s1-p-i3-n": "偷", "f-scenes-s2-p-rows": "i1,i2"}
    world.save(submission.draft, WITH_SCENES, {**INPUT, **more, "f-scenes-s2-p-i2-n": "水表"})
    assert [[one["id"] for one in row["p"]] for row in scenes(submission)] == [["i1", "i2"], ["i1", "i2"]]


def test_the_workbook_opens_the_same_cells(world: World, submission: Submission) -> None:
    remarked(world, submission, "/s1:p/i2", part=":p:m")
    book = load_workbook(io.BytesIO(draft_workbook(filling_of(draft_by_id(submission.draft_id)))))
    unlocked = {
        (sheet.cell(row=cell.row, column=4).value, sheet.cell(row=1, column=cell.column).value)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if not cell.protection.locked and sheet.cell(row=1, column=cell.column).value in ("n", "m", "s")
    }
    assert unlocked == {("看板", "m")}


def test_the_sheet_shows_the_remark_at_its_cell_and_what_changed_there(world: World, submission: Submission) -> None:
    remarked(world, submission, "/s1:p/i2", part=":p:n")
    world.save(submission.draft, WITH_SCENES, {**INPUT, "f-scenes-s1-p-i2-n": "电子看板"})
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    field = next(one for one in submission_sheet(submission.pk).fields() if one.id == "f-scenes")

    row = field.items[0]
    products = next(cell for cell in row.cells if cell.label == "产品")
    names = [inner.cells[0] for inner in products.items]
    assert [len(cell.remarks) for cell in names] == [0, 1]
    assert [cell.changed for cell in names] == [False, True]
    assert (row.changed, field.items[1].changed, field.remarks) == (True, False, ())
    assert [place for place, _text in field.rows] == ["/s1", "/s1:p/i1", "/s1:p/i2", "/s2", "/s2:p/i1"]
    assert [place for place, _label in field.parts] == [":s", ":n", ":w", ":p", ":p:n", ":p:m"]


def test_rounds_are_compared_row_by_row_within_rows(world: World, submission: Submission) -> None:
    remarked(world, submission, "/s1:p/i2")
    more = {"f-scenes-s1-p-i2-n": "电子看板"}
    world.save(submission.draft, WITH_SCENES, {**INPUT, **more})
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    found = round_comparison(submission.pk)
    assert found is not None
    field = next(one for section in found.diff.sections for one in section.fields if one.id == "f-scenes")
    products = next(cell for cell in field.rows[0].cells if cell.label == "产品")
    assert [(row.id, row.kind, row.numbers) for row in products.rows] == [
        ("i1", "same", (1, 1)),
        ("i2", "changed", (2, 2)),
    ]
    assert "".join(piece.text for piece in products.changed_rows[0].cells[0].later) == "电子看板"
    (where, _remark) = found.remarks["f-scenes"][0]
    assert where == "第1行 · 产品第2行：名称：看板"
