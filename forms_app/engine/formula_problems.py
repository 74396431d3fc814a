"""Are the formulas of a form fit to be published? Each is checked against the names of the form; circles are found."""

from collections import Counter
from collections.abc import Iterator

from cms.core.formula import Formula, FormulaError, Names, inner_rows, parse, problems, to_ids
from forms_app.engine.faults import _
from forms_app.engine.fields import field_type, field_types
from forms_app.engine.fields.base import FieldType
from forms_app.engine.form_names import names_of
from forms_app.engine.formula_nodes import Node, Written, written_formulas
from forms_app.engine.formulas import formulas_of, row_table
from forms_app.engine.problems import Nested, Place, Problem
from forms_app.engine.spec import TIERS, FieldSpec, FormSpec


def formula_problems(spec: FormSpec) -> list[Problem]:
    """Return everything that is wrong with the formulas and the checks of a form."""
    names = names_of(spec)
    places = _places(spec)
    found: list[Problem] = []
    for written in written_formulas(spec):
        place, label = places[written.owner]
        found.extend(_not_computable(spec, written, place, label))
        found.extend(_of(written.text, names, written.want, written.row_of, (place, label)))
    found.extend(_checks(spec, names))
    found.extend(_cycles(spec, places))
    return found


def _places(spec: FormSpec) -> dict[Node, tuple[Place, str]]:
    """Return where each formula stands in the document, and what it belongs to in words."""
    found: dict[Node, tuple[Place, str]] = {}
    for index, section in enumerate(spec.sections):
        above: Place = ("sections", index)
        found[Node("section", section.id)] = ((*above, "visible"), section.title)
        for number, one in enumerate(section.fields):
            below = (*above, "fields", number)
            found[Node("asked", one.id)] = ((*below, "visible"), one.label)
            found[Node("value", one.id)] = ((*below, "formula"), one.label)
            found |= _places_in(one, one.id, below, one.label)
            for at, row in enumerate(one.rows):
                found[Node("line", one.id, row.id)] = ((*below, "rows", at, "formula"), f"{one.label} / {row.label}")
    return found


def _places_in(table: FieldSpec, table_id: str, place: Place, name: str) -> dict[Node, tuple[Place, str]]:
    """Return the places of the columns of a table, and of the tables in its rows."""
    found: dict[Node, tuple[Place, str]] = {}
    for at, column in enumerate(table.columns):
        label, inside = f"{name} / {column.label}", (*place, "columns", at)
        found[Node("cell_asked", table_id, column.id)] = ((*inside, "visible"), label)
        found[Node("cell", table_id, column.id)] = ((*inside, "formula"), label)
        found |= _places_in(column, inner_rows(table_id, column.id), inside, label)
    return found


def _field_of(spec: FormSpec, node: Node) -> FieldSpec | None:
    one = formulas_of(spec).fields.get(node.id)
    return next((column for column in one.columns if column.id == node.column), one) if one else None


def _not_computable(spec: FormSpec, written: Written, place: Place, label: str) -> Iterator[Problem]:
    one = _field_of(spec, written.owner)
    if written.want == "boolean" or written.owner.kind == "line" or one is None or one.type not in field_types():
        return
    if type(field_type(one.type)).from_formula is FieldType.from_formula:
        message = _("“%(field)s”: a field of this type cannot be computed. Choose a number, a text or a date.")
        yield Problem(message, place, {"field": label})


def _of(text: str, names: Names, want: str, row_of: str, at: tuple[Place, str]) -> Iterator[Problem]:
    formula = _parsed(text, names, row_of)
    if isinstance(formula, FormulaError):
        yield _problem(formula, *at)
        return
    wanted = "boolean" if want == "boolean" else None
    for error in problems(formula, names, want=wanted, row_of=row_of or None):
        yield _problem(error, *at)


def _parsed(text: str, names: Names, row_of: str = "") -> Formula | FormulaError:
    try:
        return parse(text)
    except FormulaError as error:
        return _said_with_labels(text, names, row_of) or error


def _said_with_labels(text: str, names: Names, row_of: str) -> FormulaError | None:
    """Return what is wrong with a formula that still has labels: they could not be turned into ids."""
    try:
        to_ids(text, names, row_of or None)
    except FormulaError as error:
        return error
    return None


def _problem(error: FormulaError, place: Place, label: str) -> Problem:
    """Return what is wrong with a formula, with its place in the formula; the edge translates `reason` first."""
    return Problem(
        _("“%(field)s”: formula, line %(line)s, character %(position)s: %(reason)s"),
        place,
        {"field": label, "line": error.line, "position": error.column, "reason": Nested(error.message, error.params)},
    )


def _checks(spec: FormSpec, names: Names) -> Iterator[Problem]:
    ids = Counter(check.id for check in spec.checks)
    known = {one.id for _section, one in spec.fields()}
    for index, check in enumerate(spec.checks):
        place: Place = ("checks", index)
        label = check.message or str(index + 1)
        if ids[check.id] > 1 or not check.id:
            yield Problem(_("Check “%(name)s” has the same internal number as another one."), place, {"name": label})
        if not check.message:
            yield Problem(_("Check %(name)s has no message."), (*place, "message"), {"name": label})
        if check.tier not in TIERS:
            message = _("Check “%(name)s” is of the unknown tier “%(tier)s”.")
            yield Problem(message, (*place, "tier"), {"name": label, "tier": check.tier})
        if check.anchor and check.anchor not in known:
            yield Problem(_("Check “%(name)s” stands at a field that does not exist."), place, {"name": label})
        formula = _parsed(check.formula, names)
        row_of = "" if isinstance(formula, FormulaError) else row_table(spec, formula, check.anchor)
        yield from _of(check.formula, names, "boolean", row_of, ((*place, "formula"), label))
        if not isinstance(formula, FormulaError) and not formula.refs:
            message = _("Check “%(name)s” looks at no field.")
            yield Problem(message, (*place, "formula"), {"name": label})


def _cycles(spec: FormSpec, places: dict[Node, tuple[Place, str]]) -> Iterator[Problem]:
    for cycle in formulas_of(spec).cycles():
        place, label = places[cycle[0]]
        circle = " → ".join(places[node][1] for node in (*cycle, cycle[0]))
        message = _("“%(field)s”: the formulas wait for each other in a circle: %(circle)s.")
        yield Problem(message, place, {"field": label, "circle": circle})
