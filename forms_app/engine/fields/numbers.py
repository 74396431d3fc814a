"""Numbers with a unit, and money: typed in the field's unit, stored exactly."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from cms.core.money import FenError, from_unit, in_unit, yuan_from
from cms.core.numerals import MAX_INTEGER_DIGITS, NumeralError, canonical, decimal_from, decimals_of, grouped
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import FieldType, Indexed, Inputs, fault
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

MAX_DECIMALS = 6


def numeral_fault(spec: FieldSpec, error: NumeralError, *, part: str = "") -> Fault:
    """Return what a text that is no number means to the person who typed it."""
    if error.code == "too_large":
        return fault(spec, "too_large", _("The number in “%(label)s” is too large. Check its unit."), part=part)
    if error.code == "unit":
        message = _("Enter “%(label)s” in %(unit)s, digits only.") if spec.unit else _("Enter “%(label)s” in digits.")
        return fault(spec, "unit", message, part=part, unit=spec.unit)
    return fault(spec, "number", _("“%(label)s” is not a number. Enter digits such as 456.5."), part=part)


def limit_faults(spec: FieldSpec, number: Decimal, decimals: int) -> list[Fault]:
    """Return what is wrong with a number that could be read: its sign and its decimals."""
    if number < 0 and not spec.allow_negative:
        return [fault(spec, "negative", _("“%(label)s” cannot be less than 0."))]
    if decimals_of(number) > decimals:
        if decimals == 0:
            return [fault(spec, "decimals", _("“%(label)s” must be a whole number."))]
        message = _("“%(label)s” may have at most %(decimals)s decimals.")
        return [fault(spec, "decimals", message, decimals=decimals)]
    return bound_faults(spec, number)


def bound_faults(spec: FieldSpec, number: Decimal) -> list[Fault]:
    """Return that a number is below the least or above the most that the form allows, in the field's unit."""
    if spec.min_value and number < Decimal(spec.min_value):
        message = _("“%(label)s” must be at least %(limit)s.")
        return [fault(spec, "min_value", message, limit=f"{spec.min_value}{spec.unit}")]
    if spec.max_value and number > Decimal(spec.max_value):
        message = _("“%(label)s” must be at most %(limit)s.")
        return [fault(spec, "max_value", message, limit=f"{spec.max_value}{spec.unit}")]
    return []


def rounded(number: Decimal, decimals: int) -> Decimal | None:
    """Return a number rounded 四舍五入; None if it is larger than any that can be typed."""
    if not number.is_finite() or abs(number) >= Decimal(10) ** MAX_INTEGER_DIGITS:
        return None
    with localcontext(prec=60):
        return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


class Number(FieldType):
    """A number, kept as text in one spelling."""

    name = "number"
    formula_kind = "number"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the number in its one spelling."""
        if not raw.strip():
            return None, []
        try:
            number = decimal_from(raw, spec.unit)
        except NumeralError as error:
            return None, [numeral_fault(spec, error)]
        decimals = MAX_DECIMALS if spec.decimals is None else min(spec.decimals, MAX_DECIMALS)
        faults = limit_faults(spec, number, decimals)
        return (None, faults) if faults else (canonical(number), [])

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the number with thousands separators and its unit."""
        number = Decimal(value)
        text = grouped(number, decimals_of(number))
        return f"{text}{spec.unit}" if spec.unit == "%" else f"{text} {spec.unit}".rstrip()

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the bare number: the paper prints the unit beside the label."""
        return "" if value is None else str(value)

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the number itself."""
        return str(value), Decimal(value)

    def to_formula(self, spec: FieldSpec, value: Any) -> Decimal:
        """Return the number."""
        return Decimal(value)

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return the number, rounded to the decimals of the field."""
        if not isinstance(result, Decimal):
            return None
        number = rounded(result, MAX_DECIMALS if spec.decimals is None else min(spec.decimals, MAX_DECIMALS))
        return None if number is None else canonical(number)


class Percent(Number):
    """A share in percent: 12.5 means 12.5 %, and is kept as 12.5."""

    name = "percent"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the number before the sign."""
        return super().clean(replace(spec, unit="%"), raw, lookups)

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 12.5%; a computed share has all the decimals that its field names: 95.00%."""
        number = Decimal(value)
        least = (spec.decimals or 0) if spec.formula else 0
        return f"{grouped(number, max(least, decimals_of(number)))}%"

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 12.5%: a bare number would be read as a count."""
        return "" if value is None else self.display(spec, value, lookups)


class Money(FieldType):
    """An amount, typed and shown in the field's unit, kept in 元 to the fen."""

    name = "money"
    formula_kind = "number"

    def decimals(self, spec: FieldSpec) -> int:
        """Return how many decimals the field's unit may have: two unless the form says otherwise."""
        return 2 if spec.decimals is None else spec.decimals

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return 元 to the fen."""
        if not raw.strip():
            return None, []
        try:
            faults = limit_faults(spec, decimal_from(raw, spec.unit), self.decimals(spec))
            amount = yuan_from(raw, spec.unit)
        except NumeralError as error:
            return None, [numeral_fault(spec, error)]
        except FenError:
            return None, faults or [fault(spec, "fen", _("“%(label)s” must not say less than a fen."))]
        return (None, faults) if faults else (f"{amount:f}", [])

    def counted(self, spec: FieldSpec, value: Any) -> tuple[Decimal, int]:
        """Return the amount in the field's unit and the decimals to show."""
        counted = in_unit(Decimal(value), spec.unit)
        return counted, max(self.decimals(spec), decimals_of(counted))

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 6,500.00 万元."""
        return f"{grouped(*self.counted(spec, value))} {spec.unit or '元'}"

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 6500.00: the paper prints the unit beside the label."""
        if value is None:
            return ""
        counted, decimals = self.counted(spec, value)
        return f"{counted:.{decimals}f}"

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the amount in 元."""
        return str(value), Decimal(value)

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the amount in the field's unit."""
        return {spec.id: canonical(in_unit(Decimal(value), spec.unit))}

    def to_formula(self, spec: FieldSpec, value: Any) -> Decimal:
        """Return the amount in the field's unit: formulas count as the screen does."""
        return in_unit(Decimal(value), spec.unit)

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return an amount in the field's unit as 元 to the fen, rounded to the decimals of the field."""
        if not isinstance(result, Decimal):
            return None
        number = rounded(result, self.decimals(spec))
        amount = None if number is None else rounded(from_unit(number, spec.unit), 2)
        return None if amount is None else f"{amount:f}"
