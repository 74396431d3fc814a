"""The editor's values say what the document says, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

from cases.engine import editor, shape
from cases.engine.editor import document_of, editor_of, plain_document
from cases.models import CaseTypeDefinition
from tests.cases.engine.case_type_documents import CASE_TYPES
from tests.cases.world import TWO_STEPS

FILES = sorted(Path("cms/programmes/data").glob("*/case_types/*.yaml"))


@given(CASE_TYPES)
def test_a_document_shown_in_the_editor_is_read_back_as_it_was(document: dict[str, Any]) -> None:
    assert document_of(editor_of(document)) == document


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_case_types_of_the_programmes_are_read_back_as_they_were(path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert document_of(editor_of(document)) == document


@given(CASE_TYPES)
def test_the_inputs_of_wagtail_keep_every_value(document: dict[str, Any]) -> None:
    values = editor_of(document)
    for name in ("phases", "documents", "deadlines", "states", "transitions"):
        block: Any = CaseTypeDefinition._meta.get_field(name)
        values[name] = block.stream_block.to_python(values[name]).get_prep_value()
    assert document_of(values) == document


PAIRS = [
    (shape.TOP, (*editor.PLAIN, *editor.STREAMS)),
    (shape.TOP["phases"].shape, editor.PHASE),
    (shape.DOCUMENT, editor.DOCUMENT),
    (shape.DEADLINE, editor.DEADLINE),
    (shape.STATE, editor.STATE),
    (shape.TRANSITION, editor.TRANSITION),
    (shape.MESSAGE, editor.MESSAGE),
    (shape.NOTICE, editor.NOTICE),
    (shape.DIMENSION, editor.DIMENSION),
    *((shape.BODIES[kind], editor.BODIES[kind]) for kind in shape.BODIES),
]


@pytest.mark.parametrize(("entries", "inputs"), PAIRS)
def test_every_key_of_the_contract_has_an_input(entries: Any, inputs: Any) -> None:
    assert set(entries) - {"by"} == {one.place[0] for one in inputs}


def test_an_empty_page_spells_a_document_that_has_nothing_but_its_lists() -> None:
    assert document_of(editor_of({})) == {"states": [], "transitions": []}


def test_a_call_is_spelled_in_its_shortest_way() -> None:
    document = {**TWO_STEPS, "transitions": [{"key": "x", "requires": [{"name": "comment_required", "params": {}}]}]}
    assert plain_document(document)["transitions"] == [{"key": "x", "requires": ["comment_required"]}]


def test_what_is_no_number_stays_for_the_checks_to_name() -> None:
    values = editor_of({"deadlines": [{"length": 10}]})
    values["deadlines"][0]["value"]["length"] = "zehn"
    assert document_of(values)["deadlines"] == [{"length": "zehn"}]
