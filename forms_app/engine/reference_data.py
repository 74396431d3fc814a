"""What a form takes from the reference data: options from code lists, rule tables that its formulas look into."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from forms_app.engine.faults import _
from forms_app.engine.formula_nodes import parsed
from forms_app.engine.problems import Place, Problem
from forms_app.engine.spec import Choice, FieldSpec, FormSpec

# (value, label, value of the item above or "").
Items = Sequence[tuple[str, str, str]]
ItemsOf = Callable[[str], Items | None]
TREE_TYPES = frozenset({"industry"})


def freeze_code_lists(spec: FormSpec, items_of: ItemsOf) -> FormSpec:
    """Return the form with the options of its code lists as they are now; an unknown list leaves what is there.

    A field that shows a tree gets all items, one that hangs on another field the items below that field's, any other
    the top of the list. What the form adds to an option (its score, its words) stays with the option's value.
    """
    sections = tuple(replace(section, fields=_frozen(section.fields, items_of)) for section in spec.sections)
    return spec if sections == spec.sections else replace(spec, sections=sections)


def _frozen(fields: Iterable[FieldSpec], items_of: ItemsOf) -> tuple[FieldSpec, ...]:
    done: list[FieldSpec] = []
    for one in fields:
        fresh = replace(one, columns=_frozen(one.columns, items_of)) if one.columns else one
        items = items_of(one.code_list) if one.code_list else None
        if items is not None:
            above = next((before for before in done if one.cascade and before.id == one.cascade), None)
            fresh = replace(fresh, choices=_choices(fresh, items, above))
        done.append(fresh)
    return tuple(done)


def _choices(one: FieldSpec, items: Items, above: FieldSpec | None) -> tuple[Choice, ...]:
    had = {choice.value: choice for choice in one.choices}
    if above is not None:
        offered = {choice.value for choice in above.choices}
        items = [item for item in items if item[2] in offered]
    elif one.type not in TREE_TYPES:
        items = [(value, label, "") for value, label, parent in items if not parent]
    return tuple(
        replace(had.get(value, Choice(value, label)), label=label, parent=parent) for value, label, parent in items
    )


def reference_problems(spec: FormSpec, items_of: ItemsOf, tables: Collection[str]) -> list[Problem]:
    """Return the code lists and rule tables that the form names and the site does not have."""
    return [*_unknown_lists(spec, items_of), *_unknown_tables(spec, tables)]


def _unknown_lists(spec: FormSpec, items_of: ItemsOf) -> Iterator[Problem]:
    for place, one in _fields(spec):
        if one.code_list and items_of(one.code_list) is None:
            message = _("Field “%(field)s”: there is no code list “%(name)s”.")
            yield Problem(message, (*place, "code_list"), {"field": one.label, "name": one.code_list})


def _unknown_tables(spec: FormSpec, tables: Collection[str]) -> Iterator[Problem]:
    for place, label, text in _formulas(spec):
        formula = parsed(text)
        for name in sorted(formula.tables) if formula else ():
            if name not in tables:
                message = _("“%(field)s”: there is no published rule table “%(name)s”.")
                yield Problem(message, place, {"field": label, "name": name})


def _fields(spec: FormSpec) -> Iterator[tuple[Place, FieldSpec]]:
    for index, section in enumerate(spec.sections):
        for number, one in enumerate(section.fields):
            place: Place = ("sections", index, "fields", number)
            yield place, one
            yield from (((*place, "columns", at), column) for at, column in enumerate(one.columns))


def _formulas(spec: FormSpec) -> Iterator[tuple[Place, str, str]]:
    for index, section in enumerate(spec.sections):
        yield ("sections", index, "visible"), section.title, section.visible
    for place, one in _fields(spec):
        yield (*place, "formula"), one.label, one.formula
        yield (*place, "visible"), one.label, one.visible
    for index, check in enumerate(spec.checks):
        yield ("checks", index, "formula"), check.message, check.formula


def items_from(known: Mapping[str, Items], otherwise: ItemsOf) -> ItemsOf:
    """Return a reader that knows some lists by itself."""
    return lambda code: known[code] if code in known else otherwise(code)
