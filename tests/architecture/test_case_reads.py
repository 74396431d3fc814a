"""Whoever reads cases starts from what the reader may see. A read without a reader is listed here with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.settings.env import BASE_DIR
from scripts.sources import project_files

READERS = ("cases", "home", "cms/api")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Tables of which every row belongs to one case; its reader must have found the case first.
OF_CASES = {
    "CaseEvent", "CaseReadLog", "CaseTask", "CaseLink", "CaseAccess", "CaseDeadline", "CaseTimer", "Meeting",
    "MeetingRecord",
}  # fmt: skip
RELATED = {"cases", "events", "reads", "access", "tasks", "links", "deadlines", "timers"}
QUERIES = {
    "all", "filter", "exclude", "get", "values", "values_list", "order_by", "count", "exists", "select_related",
    "prefetch_related", "iterator", "first", "last", "annotate", "aggregate", "in_bulk", "using", "only", "defer",
    "raw", "none", "latest", "earliest", "select_for_update", "extra", "distinct", "union",
}  # fmt: skip

# "module" or "module::function" → why nobody's permission is asked there.
WITHOUT_A_READER = {
    "cases/engine": "pure Python, asks no database",
    "cases/migrations": "moves tables, shows nothing",
    "cases/models": "defines the tables and the rule itself",
    "cases/services/anchor_heads.py": "the clock anchors every chain; shows none",
    "cases/selectors/audit.py": "the operator's check of all chains, which prints numbers of events only",
    "cases/selectors/anchors.py": "the operator's check of all chains, which prints numbers of events only",
    "cases/services/open_case.py::open_case": "the sink of a form: the filler's own submission names the case",
    "cases/services/open_case.py::_opened": "makes the case",
    "cases/services/step.py::once": "looks for the key on the case that it has locked through visible_to",
    "cases/services/step.py::_locked": "the system acts without a person; a person goes through visible_to",
    "cases/services/tasks.py": "follows a step on the case that is locked; shows nothing",
    "cases/services/handling.py": "steps on one case that is locked; marks the reader's own copies as read",
    "cases/services/urge.py::_urged": "asks of the case that is locked whether the person urged today",
    "cases/selectors/desk.py::waiting_for": "narrows a list that the caller has scoped",
    "cases/selectors/handling.py::handling": "of one case, which the caller has found through visible_to",
    "cases/selectors/moves.py::state_rows": "how many cases stand where, and none of them: what a move must know",
    "cases/selectors/simulation.py": "the steps of past cases that it has found through visible_to",
    "cases/selectors/inbox.py": "narrows a list that the caller has scoped; counts the reader's own copies",
    "cases/selectors/recall.py::recallable": "of one case, which the caller has found or locked",
    "cases/selectors/handlers.py::awaited": "of one case, asked by the step that reminds them",
    "cases/selectors/deadlines.py::term_views": "of one case, which the caller has found through visible_to",
    "cases/selectors/deadlines.py::with_deadlines": "fetched with the cases that the caller has scoped",
    "cases/selectors/deadlines.py::by_term": "narrows the cases that the caller has scoped",
    "cases/services/notices.py": "follows a step on the case that is locked; tells only whether an objection stands",
    "cases/services/register_effects.py": "opens the case that follows from the one that is locked",
    "cases/services/related_requirements.py": "counts the linked cases of the one that is locked",
    "cases/services/deadlines.py": "follows a step on the case that is locked; shows nothing",
    "cases/services/deadline_acts.py": "on the case that the step has locked through visible_to",
    "cases/services/deadline_count.py": "counts a deadline of a case that the caller has locked",
    "cases/services/deadline_recount.py": "the clock counts what the calendar outdates; shows nothing",
    "cases/services/deadline_tell.py": "to whom the clock speaks of a case: its handlers",
    "cases/services/timers.py": "the clock fires what is due; a step is the system's own",
    "cases/selectors/handlers.py::last_handler": "to whom a case goes back, asked by the step that sends it there",
    "cases/services/migrate_cases.py": "moves the cases of a version; shows numbers and reasons",
    "cases/selectors/guards.py::_last_outcome": "judges one case, which the caller has found or locked",
    "cases/selectors/bodies.py": "of one case, which the caller has found through visible_to or locked",
    "cases/services/seats.py": "gives and ends seats of the case that is locked; shows nothing",
    "cases/services/seat_declare.py::_locked_seat": "locks a case for the holder of a seat, who does not see it yet",
    "cases/services/seat_score.py::seat_draft": "the holder's own seat",
    "cases/selectors/reviews.py": "the reader's own seats; the case behind one is found through visible_to",
    "cases/selectors/body_view.py": "of one case, which the caller has found through visible_to",
    "cases/selectors/draws.py": "of one case, which the caller has found through visible_to",
    "cases/services/panel_draw.py::_seed": "of one case, which is locked",
    "cases/selectors/origin.py": "of one case, which the caller has locked",
    "cases/services/sheet_pdf.py::make_case_sheet": "the worker makes what `allowed` let its owner ask for",
    "cases/services/log_read.py": "writes the log",
    "cases/services/export_cases.py": "writes the log of the cases that the caller has scoped",
    "cases/selectors/webhooks.py::still_sees": "asks the endpoint's own rule; shows nothing",
    "cases/selectors/public_progress.py::public_progress": "whoever holds number and credit code; no names",
    "cases/selectors/event_feed.py::events_after": "of the cases found through visible_to in the same query",
    "cases/selectors/timeline.py::timeline": "of one case, which the caller has found through visible_to",
    "cases/selectors/veiled.py::veiled_submissions": "names what a reader may not see, for the lists that leave it out",
    "cases/selectors/access.py::running_access": "of one case, which the caller has found through visible_to",
    "cases/selectors/access_check.py": "the operator's check of all grants",
    "cases/services/grants.py": "the one writer of grants, on the case that it has locked through visible_to",
    "cases/selectors/hands.py::hands_of": "of one case, which the caller has found through visible_to",
    "cases/selectors/dossier.py::reads": "of one case, which the caller has found through visible_to",
    "cases/selectors/desk.py::works_at_desk": "asks only whether this person was let in anywhere",
}


def _is_manager(node: ast.AST, names: set[str]) -> bool:
    """Say whether `node` is the manager of a model of these names."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and (getattr(node.value, "id", "") in names or getattr(node.value, "attr", "") in names)
    )


def _scoped(source: ast.AST) -> set[int]:
    """Return the managers of cases on which `visible_to` is called at once."""
    return {
        id(node.func.value)
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "visible_to"
    }


def _breaks(node: ast.AST, scoped: set[int]) -> bool:
    if _is_manager(node, {"Case"}):
        return id(node) not in scoped
    if _is_manager(node, OF_CASES):
        return True
    if isinstance(node, ast.Attribute) and node.attr in QUERIES:
        return isinstance(node.value, ast.Attribute) and node.value.attr in RELATED
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404"):
        return bool(node.args) and getattr(node.args[0], "id", "") == "Case"
    return False


def unscoped(text: str) -> Iterator[tuple[str, int]]:
    """Yield (function, line) of each read of cases that asks nobody's permission."""
    tree = ast.parse(text)
    scoped = _scoped(tree)

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, int]]:
        for child in ast.iter_child_nodes(node):
            inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            if _breaks(child, scoped):
                yield inner, getattr(child, "lineno", 0)
            yield from walk(child, inner)

    return walk(tree, "")


def _allowed(module: str, function: str) -> str | None:
    for entry in (f"{module}::{function}", module):
        if entry in WITHOUT_A_READER:
            return entry
    return next((folder for folder in WITHOUT_A_READER if module.startswith(f"{folder}/")), None)


def _modules() -> Iterator[tuple[str, Path]]:
    for path in project_files(".py"):
        module = path.relative_to(BASE_DIR).as_posix()
        if module.startswith(tuple(f"{room}/" for room in READERS)):
            yield module, path


def test_no_read_of_cases_goes_past_visible_to() -> None:
    found, used = [], set()
    for module, path in _modules():
        for function, line in unscoped(path.read_text(encoding="utf-8")):
            entry = _allowed(module, function)
            used.add(entry)
            if entry is None:
                found.append(f"{module}:{line} in {function or 'the module'}")
    assert found == [], "start at Case.objects.visible_to(user), or say in WITHOUT_A_READER why nobody is asked"
    stale = set(WITHOUT_A_READER) - used - {"cases/engine", "cases/migrations", "cases/models"}
    assert stale == set(), "these reads are gone"


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.all()",
        "Case.objects.filter(pk=1)",
        "models.Case.objects.get(pk=1)",
        "Case._default_manager.all()",
        "get_object_or_404(Case, pk=1)",
        "organisation.cases.all()",
        "case.events.filter(seq=1)",
        "CaseEvent.objects.filter(case=case)",
        "CaseReadLog.objects.all()",
    ],
)
def test_the_search_finds_a_read_that_asks_nobody(line: str) -> None:
    assert list(unscoped(f"def f():\n    return {line}\n")) == [("f", 2)]


def test_the_search_lets_a_scoped_read_pass() -> None:
    assert list(unscoped("Case.objects.visible_to(user).filter(pk=1)\nself.events = 1\ncases.filter(pk=1)\n")) == []
