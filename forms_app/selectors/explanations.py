"""The written 说明 of a draft, as a round keeps them and as the paper lists them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from forms_app.engine.explanations import frozen
from forms_app.paper import PaperExplanation
from forms_app.selectors.filling import Filling


def frozen_explanations(filling: Filling) -> list[dict[str, Any]] | None:
    """Return the explanations as the round keeps them; None where nothing had to be explained."""
    found = []
    for finding in filling.findings:
        explanation = filling.explanations.get(finding.key)
        if finding.check.spec.tier == "explain" and explanation is not None and explanation.holds(finding):
            found.append(frozen(finding, explanation))
    return found or None


def printed_explanations(given: Sequence[Mapping[str, Any]] | None) -> tuple[PaperExplanation, ...]:
    """Return the explanations of a round as the paper lists them; a row is told by its number."""
    return tuple(
        PaperExplanation(
            place=f"{one['label']}（第{one['number']}行）" if one["number"] else one["label"],
            message=one["message"],
            text=one["text"],
            author=one["author"],
            time=_day_and_time(one["time"]),
        )
        for one in given or ()
    )


def _day_and_time(text: str) -> str:
    return f"{timezone.localtime(dt.datetime.fromisoformat(text)):%Y-%m-%d %H:%M}" if text else ""
