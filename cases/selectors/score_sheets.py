"""Score sheets: what an expert typed, what is wrong with it, what it comes to, and what was put on record of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.definition import Panel
from cases.engine.scoring import CENT, sheet_total
from cases.models import CaseTask
from cms.core.audit import sha256_of
from cms.core.text import to_half_width

PLACES = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension as the form shows it."""

    key: str
    title: str
    weight: Decimal
    most: Decimal
    typed: str
    error: str


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet as its author sees it; `total` is None until every line can be counted."""

    lines: tuple[Line, ...]
    comment: str
    total: Decimal | None
    error: str = ""


def sheet_form(
    panel: Panel,
    sheet: Mapping[str, Any] | None,
    faults: Mapping[str, object] | None = None,
    *,
    checked: bool = False,
) -> Form:
    """Return the form of a scheme with what was typed so far and what is wrong with it; `checked` looks for that."""
    kept = sheet or {}
    typed = kept.get("scores", {})
    wrong = sheet_faults(panel, typed) if checked else faults or {}
    lines = tuple(
        Line(
            one.key,
            panel.titles[one.key],
            one.weight,
            one.most,
            typed.get(one.key, ""),
            str(wrong.get(one.key, "")),
        )
        for one in panel.scheme.dimensions
    )
    return Form(lines, kept.get("comment", ""), total_of(panel, typed), str(wrong.get("comment", "")))


def total_of(panel: Panel, typed: Mapping[str, str]) -> Decimal | None:
    """Return the points of a sheet out of 100, None while something is missing or wrong."""
    if sheet_faults(panel, typed):
        return None
    scores = {key: Decimal(value) for key, value in typed.items()}
    return sheet_total(panel.scheme, scores).quantize(CENT, ROUND_HALF_UP)


def cleaned(panel: Panel, typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed for each dimension, in half-width and without blanks."""
    return {one.key: to_half_width(str(typed.get(one.key, ""))).strip() for one in panel.scheme.dimensions}


def sheet_faults(panel: Panel, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with each dimension's score."""
    faults = {}
    for one in panel.scheme.dimensions:
        text = typed.get(one.key, "")
        score = _number(text)
        if not text:
            faults[one.key] = _("Enter a score.")
        elif score is None or not 0 <= score <= one.most:
            faults[one.key] = _("Enter a number from 0 to %(most)s with at most two decimals.") % {"most": one.most}
    return faults


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and exponent >= -PLACES else None


def scores_of(seat: CaseTask) -> dict[str, Decimal]:
    """Return the scores of a sealed sheet."""
    sheet = seat.sheet or {}
    return {key: Decimal(value) for key, value in sheet["scores"].items()}


def commitment(sheet: Mapping[str, Any]) -> str:
    """Return what goes on record when a sheet is sealed: it tells nothing of the sheet, and fits no other."""
    return sha256_of({"scores": sheet["scores"], "comment": sheet["comment"], "salt": sheet["salt"]})
