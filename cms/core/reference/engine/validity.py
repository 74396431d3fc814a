"""Which version of a table counts on a day: of those that are valid on it, the one that was published last.

So no two ever count at once; an open-ended version ends where the next begins, a correction replaces from its first
day on, and after a rule that was meant for some months the one before it counts again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days (both included) on which a version counts; `until` None is without end."""

    number: int
    since: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Say whether the version is valid on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


def number_on(spans: Sequence[Span], day: dt.date) -> int | None:
    """Return the number of the version that counts on `day`, None if none does."""
    return max((span.number for span in spans if span.holds(day)), default=None)


def effective(spans: Sequence[Span]) -> list[Span]:
    """Return the spans on which each version really counts, by day and without overlaps."""
    starts = sorted({one.since for one in spans} | {one.until + _DAY for one in spans if one.until})
    found: list[Span] = []
    for index, start in enumerate(starts):
        number = number_on(spans, start)
        if number is None:
            continue
        until = starts[index + 1] - _DAY if index + 1 < len(starts) else None
        if found and found[-1].number == number and found[-1].until == start - _DAY:
            found[-1] = Span(number, found[-1].since, until)
        else:
            found.append(Span(number, start, until))
    return found
