"""Who somebody is: the number of a resident identity card, and a declaration that somebody makes."""

from collections.abc import Sequence
from typing import Any

from cms.core.id_card import id_card_fault, masked_id_card, normalise_id_card
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import FieldType, Indexed, Inputs, Post, fault, typed_list
from forms_app.engine.fields.choices import EMPTY, TICKED
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

DECLARED = "yes"
_ID_CARD_MESSAGES = {
    "length": _("“%(label)s”: an identity card number has 18 characters; this one has %(count)s."),
    "characters": _("“%(label)s”: an identity card number has 17 digits and ends with a digit or X."),
    "birth": _("“%(label)s”: the birth date in this identity card number is not possible. Compare it with the card."),
    "check": _("“%(label)s”: the last character of this identity card number is wrong. Compare it with the card."),
}


class IdCard(FieldType):
    """居民身份证: screens show it with the birth date covered, the official paper shows it whole."""

    name = "id_card"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the number in half-width characters if it can exist today."""
        number = normalise_id_card(raw)
        if not number:
            return None, []
        wrong = id_card_fault(number, lookups.today)
        if wrong is None:
            return number, []
        return None, [fault(spec, f"id_card_{wrong}", _ID_CARD_MESSAGES[wrong], count=len(number))]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the number with its birth date covered."""
        return masked_id_card(value)

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the whole number."""
        return "" if value is None else str(value)

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return nothing: lists neither show nor find people by this number."""
        return None


class Declaration(FieldType):
    """承诺: a statement (the help) that must be ticked. Who ticked it and when is told by the revisions."""

    name = "declaration"
    formula_kind = "boolean"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return what the box sent."""
        return typed_list(post, spec.id)

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[bool | None, list[Fault]]:
        """Return True if it is ticked; anything else is no declaration."""
        return (True, []) if DECLARED in raw else (None, [])

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for the tick, whether or not the field is marked as required: else it would declare nothing."""
        return [] if value is True else [fault(spec, "required", _("Read and confirm “%(label)s”."))]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the statement, ticked."""
        return f"{TICKED}{spec.help or spec.label}"

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the statement with its box."""
        return f"{TICKED if value else EMPTY}{spec.help or spec.label}"

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the tick."""
        return DECLARED, None

    def to_formula(self, spec: FieldSpec, value: Any) -> bool:
        """Return that it is ticked."""
        return bool(value)

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the tick."""
        return {spec.id: DECLARED}
