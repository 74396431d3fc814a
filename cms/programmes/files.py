"""The files of a programme: read, checked, and named by line where something is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cases.facade import case_type_faults
from cms.core.lined_yaml import LinedYAML, Place, YAMLFault, read_lined
from cms.core.reference.facade import (
    code_list_document_problems,
    items_of_document,
    references_of_document,
    rule_table_document_problems,
)
from cms.programmes.errors import ProgrammeFault, ProgrammeInvalid, ProgrammeUnknown
from forms_app.facade import definition_faults

DATA_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Programme:
    """What the folder of a programme says."""

    code: str
    title: str
    case_types: tuple[dict[str, Any], ...]
    forms: tuple[dict[str, Any], ...]
    code_lists: tuple[dict[str, Any], ...] = ()
    rules: tuple[dict[str, Any], ...] = ()
    # The files of the case types as they are written, in the same order: the editor exports them letter for letter.
    case_type_sources: tuple[str, ...] = ()


# Finds the faults of one document as (place, reason).
Finder = Callable[[Any], Iterable[tuple[Place, str]]]


def programme_read(code: str, *, folder: Path = DATA_FOLDER) -> Programme:
    """Return a programme without faults; ProgrammeInvalid names every fault of every file at once."""
    root = folder / code
    if not code.isidentifier() or not (root / "programme.yaml").is_file():
        raise ProgrammeUnknown(code)
    faults: list[ProgrammeFault] = []
    head = _read(root, root / "programme.yaml", lambda content: _head_faults(content, code), faults)

    def every(kind: str, find: Finder) -> tuple[dict[str, Any], ...]:
        return tuple(_read(root, one, find, faults) for one in sorted((root / kind).glob("*.yaml")))

    code_lists, rules = every("code_lists", _code_list_faults), every("rules", _rule_faults)
    found = not faults
    lists = {one["code"]: _items(one) for one in code_lists} if found else {}
    tables = frozenset().union(*map(references_of_document, rules)) if found else frozenset()

    def form_faults(content: Any) -> Iterable[tuple[Place, str]]:
        faults_of = definition_faults(content, code_lists=lists, rule_tables=tables)
        return [(fault.place, fault.message) for fault in faults_of]

    programme = Programme(
        code=code,
        title=str(head.get("title", "")) if isinstance(head, dict) else "",
        case_types=every("case_types", _case_type_faults),
        forms=every("forms", form_faults),
        code_lists=code_lists,
        rules=rules,
        case_type_sources=tuple(
            one.read_text(encoding="utf-8") for one in sorted((root / "case_types").glob("*.yaml"))
        ),
    )
    if faults:
        raise ProgrammeInvalid(sorted(faults))
    return programme


def _read(root: Path, path: Path, find: Finder, faults: list[ProgrammeFault]) -> Any:
    name = path.relative_to(root.parent).as_posix()
    try:
        lined: LinedYAML = read_lined(path)
    except YAMLFault as error:
        reason = _("This is not valid YAML: %(reason)s") % {"reason": error.reason}
        faults.append(ProgrammeFault(name, error.line, reason))
        return None
    faults.extend(ProgrammeFault(name, lined.line_of(place), reason) for place, reason in find(lined.content))
    return lined.content


def _head_faults(content: Any, code: str) -> Iterable[tuple[Place, str]]:
    if not isinstance(content, dict):
        yield (), _("This must be a mapping of attributes.")
        return
    if content.get("code") != code:
        yield ("code",), _("The code must be the name of the folder, “%(code)s”.") % {"code": code}
    if not isinstance(content.get("title"), str):
        yield ("title",), _("The programme has no title.")


def _items(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.value, one.label, one.parent) for one in items_of_document(document)]


def _case_type_faults(content: Any) -> Iterable[tuple[Place, str]]:
    return [(tuple(fault.path), fault.message) for fault in case_type_faults(content)]


def _rule_faults(content: Any) -> Iterable[tuple[Place, str]]:
    return [(one.place, _(one.message) % one.params) for one in rule_table_document_problems(content)]


def _code_list_faults(content: Any) -> Iterable[tuple[Place, str]]:
    return [(one.place, _(one.message) % one.params) for one in code_list_document_problems(content)]
