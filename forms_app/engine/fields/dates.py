"""Days and periods."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cms.core.numerals import half_width
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import FieldType, Indexed, Inputs, Post, fault, part_spec, typed_text
from forms_app.engine.fields.numbers import bound_faults
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

_SPELLINGS = (
    re.compile(r"(?P<y>[0-9]{4})\s*[-/.年]\s*(?P<m>[0-9]{1,2})\s*[-/.月]\s*(?P<d>[0-9]{1,2})\s*日?\Z"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})\Z"),
)
_YEAR = re.compile(r"([0-9]{4})\s*年?\s*(?:度)?\Z")
_MONTH = re.compile(r"([0-9]{4})(?:\s*[-/.年]\s*(?=[0-9])|(?=[0-9]{2}\Z))([0-9]{1,2})\s*月?\Z")
FIRST_YEAR, LAST_YEAR = 1900, 2099


def day_from(text: str) -> dt.date | None:
    """Return the day in `text` (2026-01-05, 2026/1/5, 2026年1月5日, 20260105), or None."""
    for spelling in _SPELLINGS:
        match = spelling.match(half_width(text))
        if match:
            try:
                day = dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def in_words(iso: str) -> str:
    """Return 2026年1月5日."""
    day = dt.date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _not_a_day(spec: FieldSpec, part: str = "") -> Fault:
    return fault(spec, "date", _("“%(label)s” is not a date. Enter it as 2026-01-05 or 2026年1月5日."), part=part)


class Date(FieldType):
    """A day, kept in ISO spelling."""

    name = "date"
    formula_kind = "date"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the day in ISO spelling."""
        if not raw.strip():
            return None, []
        day = day_from(raw)
        return (day.isoformat(), []) if day else (None, [_not_a_day(spec)])

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 2026年1月5日."""
        return in_words(value)

    def to_formula(self, spec: FieldSpec, value: Any) -> dt.date:
        """Return the day."""
        return dt.date.fromisoformat(value)

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return the day in ISO spelling."""
        return result.isoformat() if isinstance(result, dt.date) else None


class Year(FieldType):
    """A calendar year, kept as its four digits."""

    name = "year"
    formula_kind = "number"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return 2025 for 2025 and 2025年."""
        typed = half_width(raw)
        if not typed:
            return None, []
        match = _YEAR.match(typed)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            return None, [fault(spec, "year", _("“%(label)s” is not a year. Enter it as 2025."))]
        faults = bound_faults(spec, Decimal(match[1]))
        return (None, faults) if faults else (match[1], [])

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 2025年."""
        return f"{value}年"

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the year as a number too."""
        return str(value), Decimal(value)

    def to_formula(self, spec: FieldSpec, value: Any) -> Decimal:
        """Return the year as a number."""
        return Decimal(value)

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return a whole number of the years that can be typed."""
        if not isinstance(result, Decimal) or result % 1 or not FIRST_YEAR <= result <= LAST_YEAR:
            return None
        return f"{result:.0f}"


class Month(FieldType):
    """年月: a month of a year, kept as 2025-03."""

    name = "month"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return 2025-03 for 2025-03, 2025/3, 2025.3, 2025年3月 and 202503."""
        typed = half_width(raw)
        if not typed:
            return None, []
        match = _MONTH.match(typed)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not 1 <= int(match[2]) <= 12:
            return None, [fault(spec, "month", _("“%(label)s” is not a month. Enter it as 2025-03 or 2025年3月."))]
        return f"{match[1]}-{int(match[2]):02}", []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 2025年3月."""
        year, _dash, month = value.partition("-")
        return f"{year}年{int(month)}月"


class DateRange(FieldType):
    """A first and a last day."""

    name = "date_range"
    formula_kind = "list"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return both ends as typed."""
        return {part: typed_text(post, f"{spec.id}-{part}") for part in ("start", "end")}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[dict[str, str] | None, list[Fault]]:
        """Return the ends that are days; an end before the start is refused."""
        value: dict[str, str] = {}
        faults: list[Fault] = []
        for part in ("start", "end"):
            if not raw[part].strip():
                continue
            day = day_from(raw[part])
            if day:
                value[part] = day.isoformat()
            else:
                faults.append(_not_a_day(spec, part))
        if len(value) == 2 and value["end"] < value["start"]:
            del value["end"]
            message = _("“%(label)s”: the end date is before the start date. Correct one of them.")
            faults.append(fault(spec, "end_before_start", message, part="end"))
        return value or None, faults

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for both ends of a period of which one is given, or which is required."""
        if not value and not spec.required:
            return []
        messages = {
            "start": _("Enter the start date of “%(label)s”."),
            "end": _("Enter the end date of “%(label)s”."),
        }
        missing = [part for part in ("start", "end") if not (value or {}).get(part)]
        return [fault(spec, "required_part", messages[part], part=part) for part in missing]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return 2025年1月1日 至 2025年10月20日."""
        parts = self.paper_parts(spec, value, lookups)
        return f"{parts['start'] or '—'} 至 {parts['end'] or '—'}"

    def paper_parts(self, spec: FieldSpec, value: Any, lookups: Lookups) -> Mapping[str, str]:
        """Return both ends in words."""
        given = value or {}
        return {part: in_words(given[part]) if given.get(part) else "" for part in ("start", "end")}

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the period as sortable text."""
        return f"{value.get('start', '')}/{value.get('end', '')}", None

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return both ends in ISO spelling."""
        return {f"{spec.id}-{part}": value[part] for part in ("start", "end") if value.get(part)}

    def formula_parts(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return [时间（开始）] and [时间（结束）]."""
        return (part_spec(spec, "start", "开始", "date"), part_spec(spec, "end", "结束", "date"))

    def to_formula(self, spec: FieldSpec, value: Any) -> list[dt.date]:
        """Return the days that are known: MIN() is the first, MAX() the last."""
        return [dt.date.fromisoformat(value[part]) for part in ("start", "end") if value.get(part)]
