"""How much of a sheet is filled in: questions that are asked, and how many of them have an answer."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.places import stages_of
from forms_app.engine.spec import FieldSpec, SectionSpec


@dataclass(frozen=True, slots=True)
class FillRate:
    """`asked` counts questions, those of stages that are not open yet included; `missing` those that are due."""

    filled: int = 0
    asked: int = 0
    missing: int = 0

    def __add__(self, other: "FillRate") -> "FillRate":
        return FillRate(self.filled + other.filled, self.asked + other.asked, self.missing + other.missing)

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, rounded down; None where nothing is asked."""
        return self.filled * 100 // self.asked if self.asked else None


def fill_rate(
    section: SectionSpec, values: Mapping[str, Any], *, stages: Collection[str], hidden: Collection[str] = ()
) -> FillRate:
    """Return how much of a section is filled in. What is computed is no question; nor is what is `hidden`.

    A question whose parts belong to several stages, such as a value before and one after, counts once for each.
    """
    rate = FillRate()
    for spec in section.fields:
        if not field_type(spec.type).has_value or spec.formula or spec.id in hidden:
            continue
        for stage, parts in _questions(section, spec):
            filled = _is_filled(values.get(spec.id), parts)
            due = spec.required and (not stage or stage in stages)
            rate += FillRate(int(filled), 1, int(due and not filled))
    return rate


def _questions(section: SectionSpec, spec: FieldSpec) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (stage, parts) of a field; no parts where it is one piece."""
    found: dict[str, set[str]] = {}
    for part, stage in stages_of(section, spec).items():
        found.setdefault(stage, set()).update({part} - {""})
    # Parts that belong to one stage are answered together.
    yield from ((stage, frozenset(parts) if len(found) > 1 else frozenset()) for stage, parts in found.items())


def _is_filled(value: Any, parts: Collection[str]) -> bool:
    if not value:
        return False
    if not parts:
        return True
    rows = value if isinstance(value, list) else [value]
    return all(any(row.get(part) for part in parts) for row in rows)
