"""What only shows when a form is looked at as a whole: unreachable parts, twins, gaps on paper, changed types."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cms.core.formula import FormulaError, Names, always, parse, problems
from forms_app.engine.faults import _
from forms_app.engine.fields import field_types
from forms_app.engine.form_names import names_of
from forms_app.engine.problems import Place, Problem
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec


def whole_problems(spec: FormSpec) -> Iterator[Problem]:
    """Yield what is wrong with a form as a whole."""
    yield from _unreachable(spec, names_of(spec))
    for index, section in enumerate(spec.sections):
        yield from _twins(section, ("sections", index))
        yield from _gaps_on_paper(section, ("sections", index))


def type_problems(spec: FormSpec, answered: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the fields that have another type than that with which they have been answered.

    `answered` gives the types of fields, and of "table/column", in the versions that are being filled in or were
    handed in.
    """
    for index, section in enumerate(spec.sections):
        for number, one in enumerate(section.fields):
            place: Place = ("sections", index, "fields", number)
            named = {"section": section.title, "field": one.label}
            yield from _type_problem(one.type, answered.get(one.id), place, named)
            for at, column in enumerate(one.columns):
                inside = (*place, "columns", at)
                named = {"section": section.title, "field": f"{one.label} / {column.label}"}
                yield from _type_problem(column.type, answered.get(f"{one.id}/{column.id}"), inside, named)


def answered_types(spec: FormSpec) -> dict[str, str]:
    """Return the types of a form's fields and columns, as `type_problems` takes them."""
    found = {}
    for _section, one in spec.fields():
        found[one.id] = one.type
        found.update({f"{one.id}/{column.id}": column.type for column in one.columns})
    return found


def _type_problem(now: str, before: str | None, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    if before is not None and before != now:
        message = _(
            "Section “%(section)s”, field “%(field)s” has answers of another type (%(before)s). "
            "Add a new field instead and remove this one."
        )
        yield Problem(message, place, {**named, "before": before})


def _unreachable(spec: FormSpec, names: Names) -> Iterator[Problem]:
    for index, section in enumerate(spec.sections):
        place: Place = ("sections", index)
        if _is_always(section.visible, names) is False:
            message = _("Section “%(section)s” can never be reached: its condition is never true.")
            yield Problem(message, (*place, "visible"), {"section": section.title})
        for number, one in enumerate(section.fields):
            yield from _never_asked(one, names, (*place, "fields", number), section)
    for index, check in enumerate(spec.checks):
        outcome = _is_always(check.formula, names)
        if outcome is not None:
            message = (
                _("Check “%(name)s” always holds: it says nothing.")
                if outcome
                else _("Check “%(name)s” can never hold: nobody could hand in the form.")
            )
            yield Problem(message, ("checks", index, "formula"), {"name": check.message}, blocks=not outcome)


def _never_asked(one: FieldSpec, names: Names, place: Place, section: SectionSpec) -> Iterator[Problem]:
    named = {"section": section.title, "field": one.label}
    if _is_always(one.visible, names) is False:
        message = _("Section “%(section)s”, field “%(field)s” can never be reached: its condition is never true.")
        yield Problem(message, (*place, "visible"), named)
    elif one.visible and section.visible and _is_always(f"AND({section.visible},{one.visible})", names) is False:
        message = _("Section “%(section)s”, field “%(field)s”: its condition contradicts that of the section.")
        yield Problem(message, (*place, "visible"), named)
    elif _is_always(one.visible, names) is True:
        message = _("Section “%(section)s”, field “%(field)s” is always asked: its condition is always true.")
        yield Problem(message, (*place, "visible"), named, blocks=False)


def _is_always(text: str, names: Names) -> bool | None:
    """Return whether a condition is always or never true; None if there is none, in doubt, or it is faulty."""
    if not text:
        return None
    try:
        formula = parse(text)
    except FormulaError:
        return None
    return None if problems(formula, names, want="boolean") else always(formula, names)


def _twins(section: SectionSpec, place: Place) -> Iterator[Problem]:
    labels = Counter(one.label for one in section.fields if one.label and one.type != "note")
    for number, one in enumerate(section.fields):
        if labels[one.label] > 1 and one.type != "note":
            message = _("Section “%(section)s” has several fields called “%(field)s”.")
            params = {"section": section.title, "field": one.label}
            yield Problem(message, (*place, "fields", number, "label"), params, blocks=False)


def _gaps_on_paper(section: SectionSpec, place: Place) -> Iterator[Problem]:
    """Yield the printed fields without a place in a section whose other fields have theirs on the official sheet."""
    printed = [(number, one) for number, one in enumerate(section.fields) if _on_paper(one)]
    if not any(one.paper.get("row") for _number, one in printed):
        return
    for number, one in printed:
        if not one.paper.get("row"):
            message = _("Section “%(section)s”, field “%(field)s” has no place on the official sheet.")
            params: dict[str, Any] = {"section": section.title, "field": one.label}
            yield Problem(message, (*place, "fields", number, "paper"), params)


def _on_paper(one: FieldSpec) -> bool:
    return one.printed and one.type in field_types() and one.type != "note"
