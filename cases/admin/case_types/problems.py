"""The faults of a case type as the editor shows them: in which card, at which input, in words."""

from typing import Any

from cases.admin.case_types.words import PART_TITLES, Names, input_label
from cases.models import CaseTypeDefinition
from cases.services.case_type_editor import definition_faults, document_in
from cases.services.case_type_load import CaseTypeFault

PARTS = ("phases", "documents", "deadlines", "states", "transitions")


def problems_of(definition: CaseTypeDefinition) -> list[dict[str, Any]]:
    """Return everything that keeps the case type from being published, and what somebody should look at."""
    document = document_in(definition)
    names = Names(document)
    return [_problem(fault, document, names) for fault in definition_faults(definition)]


def _problem(fault: CaseTypeFault, document: dict[str, Any], names: Names) -> dict[str, Any]:
    path = fault.path
    part = path[0] if path and path[0] in PARTS else None
    index = path[1] if part and len(path) > 1 else None
    attribute = _attribute(fault, part, index)
    words = fault.message
    # Who edits cards knows titles, not keys.
    for value in fault.params.values():
        words = words.replace(f"“{value}”", f"“{names.of(value)}”")
    if fault.code in ("missing_key", "wrong_kind") and attribute:
        label = input_label(part, attribute)
        words = words.replace(f"“{fault.params['key']}”", f"“{label}”")
    return {
        "blocks": fault.blocks,
        "message": f"{_where(document, part, index)}{words}",
        "part": part,
        "index": index,
        "attribute": attribute,
    }


def _attribute(fault: CaseTypeFault, part: Any, index: Any) -> str:
    names = [str(one) for one in (fault.path[2:] if index is not None else fault.path) if isinstance(one, str)]
    if fault.code == "missing_key":
        names.append(str(fault.params["key"]))
    if part and index is None:
        return ""
    if not names:
        return ""
    first, rest = names[0], names[1:]
    if first == "opening":
        return f"opening_{rest[0]}" if rest else "opening_first"
    if first == "sections" and part == "states":
        return f"sections_{rest[0]}" if rest else ""
    if first == "actor":
        return rest[0] if rest else "roles"
    return first


def _where(document: dict[str, Any], part: Any, index: Any) -> str:
    if part is None or index is None:
        return ""
    card = document[part][index]
    title = card.get("title") or card.get("key") or str(index + 1)
    return f"{PART_TITLES[part]}“{title}”："
