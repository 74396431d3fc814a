"""Can a pattern be read, and is a default an answer that the field would take?"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms_app.engine.answers import TypedInput
from forms_app.engine.defaults import CHOSEN, TYPED, default_inputs
from forms_app.engine.faults import _
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.pattern import LONGEST_TEXT, PatternError, check_pattern
from forms_app.engine.problems import Nested, Place, Problem
from forms_app.engine.spec import FieldSpec


def pattern_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield why a pattern cannot be used."""
    if not one.pattern:
        return
    try:
        check_pattern(one.pattern)
    except PatternError as error:
        message = _("Section “%(section)s”, field “%(field)s”: the way it must be written cannot be used. %(reason)s")
        yield Problem(message, (*place, "pattern"), {**named, "reason": Nested(error.message, error.params)})
    if (one.max_length or 0) > LONGEST_TEXT:
        message = _(
            "Section “%(section)s”, field “%(field)s” says how it must be written: "
            "it may then have at most %(most)s characters."
        )
        yield Problem(message, (*place, "max_length"), {**named, "most": LONGEST_TEXT})


def default_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield that what stands in the field beforehand is no answer to it."""
    if not one.default:
        return
    kind = field_type(one.type)
    wrong = one.type not in TYPED | CHOSEN
    if not wrong and not one.formula:
        value, faults = kind.clean(one, kind.parse(one, TypedInput(default_inputs(one))), FixedLookups())
        wrong = value is None or any(fault.blocks for fault in faults)
    if wrong:
        message = _(
            "Section “%(section)s”, field “%(field)s”: “%(name)s” is filled in beforehand, but is no answer to it."
        )
        yield Problem(message, (*place, "default"), {**named, "name": one.default})
