"""Saving and handing in a form whose parts are computed and asked on condition."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.errors import DraftIncomplete, StaleDraft
from forms_app.models import AnswerRevision, Draft, SectionAnswer
from forms_app.selectors.completeness import Progress, faults_of, progress_of
from forms_app.services.draft_submit import draft_submit
from forms_app.services.submission_return import submission_return
from tests.forms_app.services.budget import BASIC, COSTS, MORE, budget_world, complete, costs, filling, stored
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return budget_world()


def test_a_save_computes_its_own_section_and_those_that_depend_on_it(world: World) -> None:
    draft = world.start()
    world.save(draft, BASIC, {"f-income": "200"})
    world.save(draft, COSTS, costs(("r1", "服务器", "3", "10.5")))

    assert stored(draft, COSTS)["f-total"] == "315000.00"
    assert stored(draft, COSTS)["f-costs"][0]["c-sum"] == "315000.00"
    assert stored(draft, BASIC) == {"f-income": "2000000.00", "f-rate": "15.75"}
    assert [one.revision for one in AnswerRevision.objects.filter(section_id=BASIC.id)] == [1, 2]


def test_a_computed_answer_that_changes_makes_no_open_page_out_of_date(world: World) -> None:
    draft = world.start()
    shown = world.save(draft, BASIC, {"f-income": "200"}).revision
    world.save(draft, COSTS, costs(("r1", "服务器", "3", "10")), actor=world.colleague)

    world.save(draft, BASIC, {"f-income": "300"}, expected_revision=shown)
    assert stored(draft, BASIC)["f-rate"] == "10"
    with pytest.raises(StaleDraft):
        world.save(draft, BASIC, {"f-income": "400"}, expected_revision=shown, actor=world.colleague)


def test_nobody_can_post_a_computed_answer(world: World) -> None:
    draft = world.start()
    posted = costs(("r1", "服务器", "3", "10"), **{"f-total": "9", "f-costs-r1-c-sum": "9"})
    result = world.save(draft, COSTS, posted).result

    assert stored(draft, COSTS)["f-total"] == "300000.00"
    assert stored(draft, COSTS)["f-costs"][0]["c-sum"] == "300000.00"
    assert not {"f-total", "f-words"} & filling(world, draft).mask
    assert "f-total" not in result.values


def test_the_author_and_time_of_a_section_stay_those_of_the_person_who_typed(world: World) -> None:
    draft = world.start()
    world.save(draft, BASIC, {"f-income": "200"})
    before = SectionAnswer.objects.get(draft=draft, section_id=BASIC.id)
    world.save(draft, COSTS, costs(("r1", "服务器", "3", "10")), actor=world.colleague)
    after = SectionAnswer.objects.get(draft=draft, section_id=BASIC.id)

    assert (after.author, after.saved_at) == (before.author, before.saved_at)
    assert after.revision > before.revision


def test_a_question_that_is_not_asked_is_not_missing_and_its_answer_is_kept_but_not_handed_in(world: World) -> None:
    draft = complete(world)
    world.save(draft, BASIC, {"f-kind": "乙", "f-why": "改制", "f-income": "1000"})
    world.save(draft, BASIC, {"f-kind": "甲", "f-why": "改制", "f-income": "1000"})
    answers = draft_submit(draft_id=draft.pk, key="k", actor=world.filler).rounds.get().answers

    assert stored(draft, BASIC)["f-why"] == "改制"
    assert "f-why" not in answers[BASIC.id]
    assert answers[BASIC.id]["f-rate"] == "3"


def test_a_question_that_is_asked_again_is_missing_again(world: World) -> None:
    draft = complete(world)
    world.save(draft, BASIC, {"f-kind": "乙", "f-income": "1000"})

    assert [one.path for one in faults_of(filling(world, draft))[BASIC.id]] == ["f-why"]
    with pytest.raises(DraftIncomplete):
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)


def test_an_answer_that_the_page_did_not_send_because_it_is_not_asked_is_kept(world: World) -> None:
    draft = world.start()
    world.save(draft, BASIC, {"f-kind": "乙", "f-why": "改制"})
    world.save(draft, BASIC, {"f-kind": "甲"})
    assert stored(draft, BASIC)["f-why"] == "改制"

    world.save(draft, BASIC, {"f-kind": "甲", "f-why": ""})
    assert "f-why" not in stored(draft, BASIC)


def test_a_hidden_section_is_no_step_and_comes_back_with_its_answers(world: World) -> None:
    draft = complete(world)
    assert [one.id for one in filling(world, draft).sections] == [BASIC.id, COSTS.id]
    assert MORE.id not in {one.id for one in filling(world, draft).other_sections}

    world.save(draft, COSTS, costs(("r1", "产线", "60", "10"), **{"f-costs-r1-c-note": "大宗"}))
    assert [one.id for one in filling(world, draft).sections] == [BASIC.id, COSTS.id, MORE.id]
    world.save(draft, MORE, {"f-loan": "100"})
    world.save(draft, COSTS, costs(("r1", "产线", "6", "10")))
    assert [one.id for one in filling(world, draft).sections] == [BASIC.id, COSTS.id]
    assert stored(draft, MORE)["f-loan"] == "1000000.00"
    answers = draft_submit(draft_id=draft.pk, key="k", actor=world.filler).rounds.get().answers
    assert MORE.id not in answers


def test_a_cell_is_required_only_in_rows_in_which_it_is_asked(world: World) -> None:
    draft = world.start()
    rows = costs(("r1", "服务器", "3", "10"), ("r2", "产线", "20", "10"))
    saved = world.save(draft, COSTS, rows, require=True)

    assert [one.path for one in saved.result.errors] == ["f-costs-r2-c-note"]


def test_progress_follows_what_is_asked(world: World) -> None:
    draft = complete(world)
    states = {one.section.id: one.progress for one in progress_of(filling(world, draft))}
    assert states == {BASIC.id: Progress.COMPLETE, COSTS.id: Progress.COMPLETE}

    world.save(draft, COSTS, costs(("r1", "产线", "60", "10"), **{"f-costs-r1-c-note": "大宗"}))
    states = {one.section.id: one.progress for one in progress_of(filling(world, draft))}
    assert states[MORE.id] is Progress.NOT_STARTED


def test_a_section_is_no_longer_complete_when_another_one_makes_its_check_fail(world: World) -> None:
    draft = complete(world)
    assert SectionAnswer.objects.get(draft=draft, section_id=BASIC.id).complete

    world.save(draft, COSTS, costs(("r1", "产线", "101", "10"), **{"f-costs-r1-c-note": "大宗"}))
    assert not SectionAnswer.objects.get(draft=draft, section_id=BASIC.id).complete


def test_what_a_correction_brings_up_for_the_first_time_can_be_filled_in(world: World) -> None:
    submission = draft_submit(draft_id=complete(world).pk, key="k", actor=world.filler)
    submission.remarks.create(round=1, section_id=BASIC.id, field_id="f-kind", text="类型有误", author=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    draft = submission.draft
    world.save(draft, BASIC, {"f-kind": "乙", "f-why": "改制", "f-income": "1"})

    assert stored(draft, BASIC)["f-why"] == "改制"
    assert stored(draft, BASIC)["f-income"] == "10000000.00"


def test_saving_asks_the_database_as_often_whatever_the_number_of_formulas_and_rows(
    world: World,
) -> None:
    draft = complete(world)
    few = costs(("r1", "服务器", "3", "11"), ("r2", "软件", "1", "5"))
    many = costs(*((f"r{at}", "服务器", "1", "1") for at in range(100)))
    counts = []
    for post in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            world.save(draft, COSTS, post)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def dear(world: World) -> Draft:
    """Return a draft in whose only row the reason is asked and given."""
    draft = world.start()
    rows = costs(("r1", "产线", "20", "10"), ("r2", "软件", "1", "5"), **{"f-costs-r1-c-note": "大宗采购"})
    world.save(draft, COSTS, rows)
    return draft


def note(draft: Draft) -> str | None:
    return {row["id"]: row.get("c-note") for row in stored(draft, COSTS)["f-costs"]}["r1"]


def test_a_cell_that_the_page_did_not_send_because_it_is_not_asked_is_kept(world: World) -> None:
    draft = dear(world)
    world.save(draft, COSTS, costs(("r1", "产线", "2", "10"), ("r2", "软件", "1", "5")))
    assert note(draft) == "大宗采购"
    world.save(draft, COSTS, costs(("r1", "产线", "20", "10"), ("r2", "软件", "1", "5")))
    assert note(draft) == "大宗采购"


def test_a_cell_that_is_asked_and_was_emptied_is_empty(world: World) -> None:
    draft = dear(world)
    world.save(draft, COSTS, costs(("r1", "产线", "20", "10"), **{"f-costs-r1-c-note": ""}))
    assert note(draft) is None


def test_a_row_of_which_only_a_hidden_cell_is_left_stays_unless_it_was_removed(world: World) -> None:
    draft = dear(world)
    world.save(draft, COSTS, costs(("r1", "", "", ""), ("r2", "软件", "1", "5")))
    assert [row["id"] for row in stored(draft, COSTS)["f-costs"]] == ["r1", "r2"]
    assert note(draft) == "大宗采购"
    world.save(draft, COSTS, costs(("r2", "软件", "1", "5")))
    assert [row["id"] for row in stored(draft, COSTS)["f-costs"]] == ["r2"]


def test_a_hidden_cell_survives_a_merge_with_a_colleague(world: World) -> None:
    draft = dear(world)
    world.save(draft, COSTS, costs(("r1", "产线", "2", "10"), ("r2", "软件", "1", "5")))
    shown = SectionAnswer.objects.get(draft=draft, section_id=COSTS.id).revision
    world.save(draft, COSTS, costs(("r1", "产线", "2", "10"), ("r2", "软件甲", "1", "5")), actor=world.colleague)
    world.save(draft, COSTS, costs(("r1", "产线乙", "2", "10"), ("r2", "软件", "1", "5")), expected_revision=shown)
    assert note(draft) == "大宗采购"
    assert [row["c-name"] for row in stored(draft, COSTS)["f-costs"]] == ["产线乙", "软件甲"]


ROWS = st.dictionaries(
    st.sampled_from(["r1", "r2", "r3"]),
    st.tuples(st.sampled_from(["", "1", "9", "11", "30"]), st.text("甲乙", max_size=2)),
)


def test_no_sequence_of_saves_empties_a_cell_that_was_not_on_the_page(world: World) -> None:
    draft = world.start()

    @settings(max_examples=60, deadline=None)
    @given(before=ROWS, after=ROWS)
    def holds(before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]) -> None:
        """First everything is sent; then a page that shows the notes only where they are asked."""
        full = costs(*((one, "设备", count, "10") for one, (count, _note) in before.items()))
        notes = {f"f-costs-{one}-c-note": text for one, (_count, text) in before.items()}
        world.save(draft, COSTS, {**full, **notes})
        given_notes = {one["id"]: one.get("c-note") for one in stored(draft, COSTS).get("f-costs", [])}
        hidden = {cell[1] for cell in filling(world, draft).state.hidden_cells}
        shown = {f"f-costs-{one}-c-note": text for one, (_count, text) in after.items() if one not in hidden}
        page = costs(*((one, "设备", count, "10") for one, (count, _note) in after.items()))
        world.save(draft, COSTS, {**page, **shown})
        now = {one["id"]: one.get("c-note") for one in stored(draft, COSTS).get("f-costs", [])}
        for one in hidden & set(after):
            assert now.get(one) == given_notes[one]

    holds()
