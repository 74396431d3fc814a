"""The 说明 that a check of tier "explain" asks for: when a text counts as one, and how it is frozen into a round.

A frozen explanation is {"check": id, "row": row id or "", "section": id, "path": input, "label": …, "message": …,
"text": …, "author": …, "time": ISO time}.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from cms.core.audit import sha256_of
from cms.core.text import count_characters
from forms_app.engine.faults import Fault, _
from forms_app.engine.form_checks import Finding
from forms_app.engine.spec import CheckSpec

LONGEST = 1000
_NO_WORDS = re.compile(r"[\W_]+")

Refusal = Literal["too_short", "too_long", "refused"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was written, and the hash of the numbers that it was written about."""

    text: str
    basis: str
    author: str = ""
    time: str = ""

    def holds(self, finding: Finding) -> bool:
        """Say whether the numbers are still those that were explained."""
        return self.basis == finding.basis


def words_of(text: str) -> str:
    """Return the letters and digits of a text in one spelling: what is counted and compared."""
    return _NO_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def explanation_refusal(check: CheckSpec, text: str) -> Refusal | None:
    """Return why a text is no explanation for this check: too short, too long, or made of refused phrases alone."""
    bare = words_of(text)
    if count_characters(text) > LONGEST:
        return "too_long"
    if count_characters(bare) < max(check.min_explanation, 1):
        return "too_short"
    rest = bare
    for phrase in sorted((words_of(one) for one in check.refused_phrases), key=len, reverse=True):
        rest = rest.replace(phrase, "") if phrase else rest
    return None if rest else "refused"


REFUSALS: Mapping[Refusal, str] = {
    "too_short": _("The explanation needs at least %(least)s characters; say what caused it."),
    "too_long": _("The explanation may have at most %(most)s characters."),
    "refused": _("“%(text)s” explains nothing. Say what caused it."),
}


def refusal_params(check: CheckSpec, text: str) -> dict[str, str | int]:
    """Return the places of the messages in REFUSALS."""
    return {"least": check.min_explanation, "most": LONGEST, "text": text.strip()[:30]}


def explained(finding: Finding, explanation: Explanation | None) -> Fault:
    """Return a finding as a fault: one that is explained blocks no more; one that waits says what to do."""
    fault = finding.fault()
    if fault.severity != "explain":
        return fault
    if explanation is not None and explanation.holds(finding):
        return replace(fault, severity="explained")
    params = {**fault.params, "least": finding.check.spec.min_explanation}
    return replace(fault, message=WAITS, params=params)


WAITS = _("%(text)s Correct it, or explain it in at least %(least)s characters.")


def frozen(finding: Finding, explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as a round keeps it."""
    return {
        "check": finding.check.spec.id,
        "row": finding.row_id,
        "section": finding.check.section,
        "field": finding.check.anchor,
        "path": finding.path,
        "label": finding.label,
        "number": finding.row,
        "message": finding.check.spec.message,
        "text": explanation.text,
        "author": explanation.author,
        "time": explanation.time,
    }


def content_hash(answers: Mapping[str, Any], explanations: list[dict[str, Any]] | None) -> str:
    """Return the hash of what was handed in; without explanations it is that of the answers alone."""
    if not explanations:
        return sha256_of(answers)
    return sha256_of({"answers": answers, "explanations": explanations})
