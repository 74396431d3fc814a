"""The semantics, case by case, as docs/concepts/formulas.md says them: written by hand, true in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest

from cms.core.formula import evaluate, parse, to_wire
from tests.cms.core.formula.node import in_browser_code
from tests.cms.core.formula.world import answers_from

VECTORS = Path(__file__).parent / "vectors"
DATA = Path(__file__).parents[3] / "data"
SUBJECTS = ("arithmetic", "blank", "text", "logic", "lists", "dates", "money", "errors", "rows")
ANSWERS = json.loads((VECTORS / "answers.json").read_text(encoding="utf-8"))


def vectors(subject: str) -> list[tuple[str, Any]]:
    """Return the formulas of a subject, each with what it must come to."""
    return [
        (text, expected) for text, expected in json.loads((VECTORS / f"{subject}.json").read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_server_computes_what_the_table_says(subject: str) -> None:
    answers = answers_from(ANSWERS)
    found = [(text, to_wire(evaluate(parse(text), answers))) for text, _ in vectors(subject)]
    assert [pair for pair, wanted in zip(found, vectors(subject), strict=True) if pair != wanted] == []


def test_the_browser_computes_what_the_table_says() -> None:
    known = [pair for subject in SUBJECTS for pair in vectors(subject)]
    found = in_browser_code({"ast": parse(text).ast, "env": ANSWERS} for text, _ in known)
    assert [(text, got) for (text, wanted), got in zip(known, found, strict=True) if got != wanted] == []


def test_there_are_more_than_four_hundred_vectors() -> None:
    assert sum(len(vectors(subject)) for subject in SUBJECTS) > 400


def test_amounts_in_capitals_follow_the_regulation_in_both_languages() -> None:
    known = json.loads((DATA / "rmb_upper_vectors.json").read_text(encoding="utf-8"))["vectors"]
    texts = [f'RMBUPPER("{vector["amount"]}")' for vector in known]
    answers = answers_from(ANSWERS)
    here = [evaluate(parse(text), answers) for text in texts]
    there = in_browser_code({"ast": parse(text).ast, "env": ANSWERS} for text in texts)
    assert here == there
    for vector, found in zip(known, here, strict=True):
        # The first rule of the file: 到角可写可不写 (整); its own vectors do both, ours never writes it.
        allowed = [vector["text"], *vector.get("also", ())]
        assert found in [text.removesuffix("整") if text.endswith("角整") else text for text in allowed]
