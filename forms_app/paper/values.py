"""Answers as cells of the official sheet. The field types say what is printed; here is only how it is arranged."""

from dataclasses import replace
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.fields.choices import boxes
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec
from forms_app.paper.document import Line

SIDES = ("before", "after")
BOXED = frozenset({"radio", "radio_with_text", "checkbox"})
SPLIT = frozenset({"before_after", "metrics"})
SIDE_LABELS = {"before": "改造前", "after": "改造后"}


def as_lines(text: str) -> tuple[Line, ...]:
    """Return a text line by line."""
    return tuple((line,) for line in text.split("\n"))


def value_lines(spec: FieldSpec, value: Any, lookups: Lookups) -> tuple[Line, ...]:
    """Return the lines of an answer's cell; an unanswered question shows its boxes or its hint."""
    kind = field_type(spec.type)
    if spec.type in BOXED:
        arrangement = spec.paper.get("boxes", "inline")
        return as_lines(kind.paper(spec, value, lookups)) if arrangement == "inline" else _boxes(spec, value)
    if value in (None, "", [], {}):
        return as_lines(str(spec.paper.get("hint", "")))
    if spec.type == "before_after":
        parts = kind.paper_parts(spec, value, lookups)
        return tuple((f"{SIDE_LABELS[side]}：{parts.get(side, '')}",) for side in SIDES)
    return as_lines(kind.paper(spec, value, lookups))


def side_lines(spec: FieldSpec, value: Any, side: str, lookups: Lookups) -> tuple[Line, ...]:
    """Return the lines of one column, 改造前 or 改造后, of a before/after answer."""
    return as_lines(field_type(spec.type).paper_parts(spec, value, lookups).get(side, ""))


def cell_text(spec: FieldSpec, value: Any, lookups: Lookups) -> str:
    """Return one cell of a repeating table: the answer alone, without the choices that were not taken."""
    if value in (None, "", [], {}):
        return ""
    kind = field_type(spec.type)
    return str(kind.display(spec, value, lookups)) if spec.type in BOXED else kind.paper(spec, value, lookups)


def _boxes(spec: FieldSpec, value: Any) -> tuple[Line, ...]:
    """Arrange the boxes as the sheet does: a number of columns, or one per line."""
    if spec.type == "checkbox":
        answer = value or {}
        ticked, texts = answer.get("selected", ()), answer.get("texts", {})
    else:
        ticked, texts = ((value,) if value else ()), {}
    pieces = [boxes(replace(spec, choices=(choice,)), ticked, texts) for choice in spec.choices]
    arrangement = spec.paper.get("boxes")
    columns = arrangement if isinstance(arrangement, int) else 1
    return tuple(tuple(pieces[at : at + columns]) for at in range(0, len(pieces), columns))
