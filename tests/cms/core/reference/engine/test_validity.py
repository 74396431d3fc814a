"""On every day at most one version of a table counts."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cms.core.reference.engine.validity import Span, effective, number_on

D = dt.date


def test_a_version_without_an_end_ends_where_the_next_begins() -> None:
    spans = [Span(1, D(2025, 1, 1)), Span(2, D(2026, 1, 1))]
    assert effective(spans) == [Span(1, D(2025, 1, 1), D(2025, 12, 31)), Span(2, D(2026, 1, 1))]
    assert [number_on(spans, day) for day in (D(2024, 12, 31), D(2025, 12, 31), D(2026, 1, 1))] == [None, 1, 2]


def test_a_correction_from_the_same_day_replaces_the_version() -> None:
    assert effective([Span(1, D(2025, 1, 1)), Span(2, D(2025, 1, 1))]) == [Span(2, D(2025, 1, 1))]


def test_a_rule_for_some_months_gives_way_to_the_one_before_it() -> None:
    spans = [Span(1, D(2025, 1, 1)), Span(2, D(2025, 3, 1), D(2025, 5, 31))]
    assert [(one.number, one.since) for one in effective(spans)] == [
        (1, D(2025, 1, 1)),
        (2, D(2025, 3, 1)),
        (1, D(2025, 6, 1)),
    ]


DAYS = st.dates(D(2025, 1, 1), D(2025, 2, 1))
SPANS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 9)), max_size=5)


@given(SPANS)
def test_no_two_versions_ever_count_on_one_day(drawn: list[tuple[D, int | None]]) -> None:
    spans = [
        Span(number, since, None if days is None else since + dt.timedelta(days=days))
        for number, (since, days) in enumerate(drawn, 1)
    ]
    found = effective(spans)
    for one, following in pairwise(found):
        assert one.until is not None
        assert one.since <= one.until < following.since
    day = D(2025, 1, 1)
    while day < D(2025, 3, 1):
        assert number_on(spans, day) == number_on(found, day)
        day += dt.timedelta(days=1)
    if spans:
        assert number_on(spans, spans[-1].since) == len(spans), "what was published last counts from its first day"
