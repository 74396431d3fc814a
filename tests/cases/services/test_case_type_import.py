"""A programme's case type comes into the editor once; what staff made of it since stays."""

import copy
from typing import Any

import pytest
import yaml

from cases.facade import case_type_definition_load, case_type_load
from cases.models import CaseTypeDefinition, CaseTypeVersion
from cases.services.case_type_editor import definition_fill, document_in, yaml_of
from cases.services.case_type_import import CaseTypeFileInvalid, case_type_import
from tests.cases.world import TWO_STEPS

pytestmark = pytest.mark.django_db
SOURCE = "# 两步\n" + yaml.safe_dump(TWO_STEPS, allow_unicode=True)


def load(document: dict[str, Any] = TWO_STEPS, *, publish: bool = True) -> tuple[str, int | None]:
    loaded = case_type_definition_load(document, source=SOURCE, publish=publish)
    return loaded.outcome, loaded.number


def latest() -> CaseTypeDefinition:
    found: CaseTypeDefinition = CaseTypeDefinition.objects.get().get_latest_revision_as_object()
    return found


def test_the_first_load_is_in_the_editor_and_published() -> None:
    assert load() == ("published", 1)
    assert latest().live
    assert yaml_of(latest()) == SOURCE


def test_loading_the_same_again_changes_nothing() -> None:
    load()
    assert load() == ("unchanged", 1)
    assert latest().revisions.count() == 1


def test_without_publishing_it_is_a_draft_that_is_published_later() -> None:
    assert load(publish=False) == ("draft", None)
    assert load(publish=False) == ("unchanged", None)
    assert load() == ("published", 1)


def test_what_staff_edited_since_is_not_overwritten_by_the_same_file() -> None:
    load()
    edited = latest()
    definition_fill(edited, {**TWO_STEPS, "title": "两步（本地）"}, source=edited.source)
    edited.save_revision()
    assert load() == ("unchanged", 1)
    assert latest().title == "两步（本地）"


def test_a_changed_file_is_a_new_draft_and_a_new_version() -> None:
    load()
    assert load({**copy.deepcopy(TWO_STEPS), "title": "两步（新）"}) == ("published", 2)
    assert latest().title == "两步（新）"


def test_what_was_published_before_there_was_an_editor_gets_no_second_version() -> None:
    case_type_load(TWO_STEPS, publish=True)
    assert load() == ("unchanged", 1)
    assert latest().live
    assert CaseTypeVersion.objects.count() == 1


def test_a_file_replaces_the_draft_and_leaves_what_is_published() -> None:
    load()
    case_type_import(text=SOURCE.replace("title: 两步审核", "title: 两步（改）"), actor=None)
    assert latest().title == "两步（改）"
    assert CaseTypeVersion.objects.get().definition["title"] == "两步审核"


def test_the_last_file_is_published_exactly_as_it_spells_the_document() -> None:
    document = copy.deepcopy(TWO_STEPS)
    document["transitions"][1]["requires"] = [{"name": "comment_required", "params": {}}]
    case_type_import(text=yaml.safe_dump(document, allow_unicode=True), actor=None)
    assert document_in(latest()) == document


@pytest.mark.parametrize(
    ("part", "line"), [("kind: work", 1), ("scope: own_region", 1)], ids=["kind of state", "scope of an actor"]
)
def test_a_word_that_the_editor_cannot_offer_is_refused_with_its_line(part: str, line: int) -> None:
    text = SOURCE.replace(part, f"{part.split(':', maxsplit=1)[0]}: moon", line)
    with pytest.raises(CaseTypeFileInvalid) as caught:
        case_type_import(text=text, actor=None)
    wrong = [number for number, one in enumerate(text.splitlines(), 1) if "moon" in one]
    assert [fault.line for fault in caught.value.faults] == wrong


def test_what_can_be_mended_in_the_editor_comes_in_as_a_draft() -> None:
    text = SOURCE.replace("to: accepted", "to: heaven")
    assert case_type_import(text=text, actor=None).pk
    assert any(one["to"] == "heaven" for one in document_in(latest())["transitions"])
