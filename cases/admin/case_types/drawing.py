"""The diagram of a case type with the same in a table, for the editor's preview, a version's page and paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.admin.case_types.choices import KINDS, SCOPES
from cases.admin.case_types.words import Names
from cases.engine.diagram import Diagram, diagram_of


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram, the kinds of state in it, and its steps as rows (from, action, to, by whom)."""

    diagram: Diagram
    kinds: list[tuple[str, str]]
    steps: list[tuple[str, str, str, str]]


def drawing_of(document: Mapping[str, Any]) -> Drawing:
    """Return the drawing of a document, finished or not."""
    diagram = diagram_of(document)
    present = {box.kind for box in diagram.boxes}
    kinds = [(key, str(title)) for key, title in KINDS if key in present]
    names = Names(document)
    steps = [
        (names.of(source), str(one.get("title", "")), _targets(one.get("to"), names), _actor(one.get("actor"), names))
        for one in document.get("transitions", ())
        for source in one.get("from", ())
    ]
    return Drawing(diagram, kinds, steps)


def _targets(value: Any, names: Names) -> str:
    return "、".join(names.of(one) for one in ([value] if isinstance(value, str) else value or ()))


def _actor(rule: Any, names: Names) -> str:
    if not isinstance(rule, Mapping):
        return ""
    if rule.get("roles"):
        return "、".join(names.of(role) for role in rule["roles"])
    return str(dict(SCOPES).get(rule.get("scope", ""), ""))
