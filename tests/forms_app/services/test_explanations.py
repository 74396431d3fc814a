"""核实: what looks unusual is explained, or the form is not handed in."""

import pytest

from cms.core.audit import sha256_of
from forms_app.errors import DraftIncomplete, DraftNotEditable, ExplanationNotAsked, ExplanationRefused, NotPermitted
from forms_app.models import CheckExplanation
from forms_app.paper.document import Table
from forms_app.paper.layout import build_document
from forms_app.selectors.paper import PaperMaterial, draft_material, submission_material
from forms_app.selectors.sheet import submission_sheet
from forms_app.services.draft_submit import draft_submit
from forms_app.services.explanations import explanation_save
from tests.forms_app.services.budget import COSTS, budget_world, complete, costs, filling
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db
DEAR = costs(("r1", "光刻机", "1", "60"))
KEY = "k-dear/r1"


@pytest.fixture
def world(db: None) -> World:
    return budget_world()


def dear(world: World) -> object:
    draft = complete(world)
    world.save(draft, COSTS, DEAR)
    return draft


def explain(world: World, draft: object, text: str = "进口设备，国内无替代", **options: object) -> None:
    explanation_save(draft_id=draft.pk, key=KEY, text=text, **{"actor": world.filler, **options})


def test_what_looks_unusual_blocks_until_it_is_explained(world: World) -> None:
    draft = dear(world)
    with pytest.raises(DraftIncomplete) as refusal:
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    assert [one.check for one in refusal.value.faults[COSTS.id]] == [KEY]

    explain(world, draft)
    handed_in = draft_submit(draft_id=draft.pk, key="k", actor=world.filler).rounds.get()

    assert [(one["check"], one["row"], one["text"]) for one in handed_in.explanations] == [
        ("k-dear", "r1", "进口设备，国内无替代")
    ]
    assert handed_in.sha256 == sha256_of({"answers": handed_in.answers, "explanations": handed_in.explanations})


def test_the_reviewer_reads_the_explanation_at_the_answer(world: World) -> None:
    draft = dear(world)
    explain(world, draft)
    submission = draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    field = next(one for one in submission_sheet(submission.pk).fields() if one.id == "f-costs")

    assert [(one.message, one.row, one.text) for one in field.explanations] == [
        ("单价偏高。", 1, "进口设备，国内无替代")
    ]


def test_an_explanation_lapses_when_the_number_changes_and_its_words_stay(world: World) -> None:
    draft = dear(world)
    explain(world, draft)
    world.save(draft, COSTS, costs(("r1", "光刻机", "1", "61")))

    with pytest.raises(DraftIncomplete):
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    assert filling(world, draft).explanations[KEY].text == "进口设备，国内无替代"
    world.save(draft, COSTS, DEAR)
    assert draft_submit(draft_id=draft.pk, key="k", actor=world.filler).reference


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("进口", "explanation_too_short"),
        ("情况属实，情况属实。", "explanation_refused"),
        ("　，。！？ ", "explanation_too_short"),
        ("因" * 1001, "explanation_too_long"),
    ],
)
def test_a_text_that_explains_nothing_is_refused(world: World, text: str, code: str) -> None:
    draft = dear(world)
    with pytest.raises(ExplanationRefused) as refusal:
        explain(world, draft, text)
    assert refusal.value.code == code
    assert refusal.value.message
    assert not CheckExplanation.objects.exists()


def test_only_what_asks_for_one_can_be_explained_and_only_by_the_firm(world: World) -> None:
    draft = dear(world)
    with pytest.raises(NotPermitted):
        explain(world, draft, actor=world.stranger)
    with pytest.raises(NotPermitted):
        explain(world, draft, actor=world.reviewer)
    world.save(draft, COSTS, costs(("r1", "光刻机", "1", "6")))
    with pytest.raises(ExplanationNotAsked):
        explain(world, draft)
    draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    with pytest.raises(DraftNotEditable):
        explain(world, draft)


def test_an_explanation_can_be_typed_beside_the_answers(world: World) -> None:
    draft = dear(world)
    refused = world.save(draft, COSTS, {**DEAR, "explain-k-dear-r1": "进口"}, require=True)
    assert "explain-k-dear-r1" in [one.path for one in refused.result.errors]
    assert filling(world, draft).explanations[KEY].text == "进口"
    assert not refused.complete

    accepted = world.save(draft, COSTS, {**DEAR, "explain-k-dear-r1": "进口设备，国内无替代"}, require=True)
    assert accepted.complete
    assert [one.severity for one in accepted.result.faults if one.check == KEY] == ["explained"]


def test_a_notice_informs_and_blocks_nothing(world: World) -> None:
    draft = complete(world)
    world.save(draft, COSTS, costs(("r1", "服务器", "3", "10")))
    faults = filling(world, draft).check_faults[COSTS.id]

    assert [(one.check, one.severity) for one in faults] == [("k-few", "notice")]
    assert draft_submit(draft_id=draft.pk, key="k", actor=world.filler).reference


def test_a_hard_check_cannot_be_explained_away(world: World) -> None:
    draft = complete(world)
    world.save(draft, COSTS, costs(("r1", "产线", "101", "10"), **{"f-costs-r1-c-note": "大宗"}))
    with pytest.raises(ExplanationNotAsked):
        explanation_save(draft_id=draft.pk, key="k-over", text="因为就是这样的", actor=world.filler)
    with pytest.raises(DraftIncomplete):
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)


def test_the_printed_sheet_ends_with_what_was_explained(world: World) -> None:
    draft = dear(world)
    assert "数据核实说明" not in str(printed(draft_material(draft.pk)))
    explain(world, draft)
    of_the_draft = printed(draft_material(draft.pk))
    submission = draft_submit(draft_id=draft.pk, key="k", actor=world.filler)

    for sheet in (of_the_draft, printed(submission_material(submission.pk))):
        assert [one.lines for one in sheet[-1].rows[0].cells] == [(("数据核实说明",),)]
        place, message, text, who = (cell.text for cell in sheet[-1].rows[-1].cells)
        assert (place, message, text) == ("单价（第1行）", "单价偏高。", "进口设备，国内无替代")
        assert who.startswith("filler\n20")


def test_a_sheet_without_explanations_has_no_such_table(world: World) -> None:
    submission = draft_submit(draft_id=complete(world).pk, key="k", actor=world.filler)
    assert "数据核实说明" not in str(printed(submission_material(submission.pk)))


def printed(material: PaperMaterial) -> tuple[Table, ...]:
    return build_document(material.spec, material.answers, material.lookups, material.context).tables
