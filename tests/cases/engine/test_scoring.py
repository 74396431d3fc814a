"""Scores and votes: exact sums, the highest and the lowest left out, decisions that no later vote turns."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.engine.scoring import Dimension, Scheme, ScoreInvalid, Seat, VoteRule, decision, outcome, scheme_faults

D = Decimal
SCHEME = Scheme((Dimension("tech", D(60)), Dimension("price", D(25), D(10)), Dimension("service", D(15))))
POINTS = st.decimals(0, 100, places=1)
SHEETS = st.lists(
    st.fixed_dictionaries({"tech": POINTS, "price": st.decimals(0, 10, places=1), "service": POINTS}), min_size=1
)


def sheet(tech: int, price: int = 10, service: int = 100) -> dict[str, Decimal]:
    return {"tech": D(tech), "price": D(price), "service": D(service)}


def test_a_total_is_the_weighted_sum_on_the_scale_of_each_dimension() -> None:
    found = outcome(SCHEME, [sheet(80, 8, 90)])
    assert found.total == D("81.50")
    assert found.passed


def test_the_mean_is_rounded_half_up_once_at_the_end() -> None:
    whole = Scheme((Dimension("all", D(100)),), passes_from=D("66.67"))
    found = outcome(whole, [{"all": D("66.664")}, {"all": D("66.666")}])
    assert (found.total, found.passed) == (D("66.67"), True)


def test_the_highest_and_the_lowest_are_left_out_once_each() -> None:
    scheme = Scheme((Dimension("all", D(100)),), "drop_high_low")
    scores = [{"all": D(score)} for score in (90, 60, 90, 60, 75)]
    found = outcome(scheme, scores)
    assert (found.dropped, found.total) == ((0, 1), D("75.00"))
    assert outcome(scheme, scores[:2]).dropped == ()
    assert outcome(scheme, [{"all": D(80)}] * 5).dropped == (0, 1)


@given(SHEETS)
def test_a_total_lies_between_the_lowest_and_the_highest_sheet(sheets: list[dict[str, Decimal]]) -> None:
    for aggregate in ("mean", "drop_high_low"):
        found = outcome(Scheme(SCHEME.dimensions, aggregate), sheets)
        assert min(found.totals) <= found.total <= max(found.totals)


@pytest.mark.parametrize(
    ("scores", "dimension"),
    [
        ({"tech": D(1), "price": D(1)}, "service"),
        (sheet(101), "tech"),
        (sheet(-1), "tech"),
        (sheet(50, 11), "price"),
        ({**sheet(50), "other": D(1)}, "other"),
    ],
)
def test_a_sheet_that_does_not_fit_names_its_dimension(scores: dict[str, Decimal], dimension: str) -> None:
    with pytest.raises(ScoreInvalid) as wrong:
        outcome(SCHEME, [scores])
    assert wrong.value.dimension == dimension


def test_no_sheets_come_to_nothing() -> None:
    with pytest.raises(ScoreInvalid):
        outcome(SCHEME, [])


@pytest.mark.parametrize(
    ("scheme", "faults"),
    [
        (SCHEME, []),
        (Scheme((Dimension("a", D(60)), Dimension("b", D(30)))), ["weights"]),
        (Scheme((Dimension("a", D(50)), Dimension("a", D(50)))), ["duplicate"]),
        (Scheme((Dimension("a", D(100)),), "median"), ["aggregate"]),
        (Scheme((Dimension("a", D(100), D(0)),)), ["scale"]),
    ],
)
def test_a_scheme_that_cannot_work_is_named(scheme: Scheme, faults: list[str]) -> None:
    assert scheme_faults(scheme) == faults


@pytest.mark.parametrize(
    ("rule", "votes", "expected"),
    [
        (VoteRule("any"), [None, "yes", None], "passed"),
        (VoteRule("any"), ["no", "no", None], "open"),
        (VoteRule("any"), ["no", "abstain", "no"], "failed"),
        (VoteRule("all"), ["yes", "yes", None], "open"),
        (VoteRule("all"), ["yes", "abstain", None], "failed"),
        (VoteRule("all"), ["yes", "yes", "yes"], "passed"),
        (VoteRule("ratio", Fraction(2, 3)), ["yes", "yes", None], "passed"),
        (VoteRule("ratio", Fraction(1, 2), strict=True), ["yes", "yes", "no", "no"], "failed"),
        (VoteRule("ratio", Fraction(1, 2)), ["yes", "yes", "no", "no"], "passed"),
        (VoteRule("any"), [], "open"),
    ],
)
def test_votes_decide_as_soon_as_they_can(rule: VoteRule, votes: list[str | None], expected: str) -> None:
    assert decision(rule, [Seat(vote=vote) for vote in votes]) == expected


def test_two_thirds_are_exact() -> None:
    for seats in (3, 6, 9, 27):
        votes = ["yes"] * (seats * 2 // 3) + ["no"] * (seats // 3)
        assert decision(VoteRule("ratio", Fraction(2, 3)), [Seat(vote=vote) for vote in votes]) == "passed"
        assert decision(VoteRule("ratio", Fraction(2, 3), strict=True), [Seat(vote=vote) for vote in votes]) == "failed"


def test_weights_count_where_the_rule_says_so() -> None:
    seats = [Seat(D(3), "yes"), Seat(D(1), "no"), Seat(D(1), "no")]
    assert decision(VoteRule("weighted", Fraction(3, 5)), seats) == "passed"
    assert decision(VoteRule("ratio", Fraction(3, 5)), seats) == "failed"


VOTE = st.sampled_from(["yes", "no", "abstain"])
MODES = st.sampled_from(["any", "all", "ratio", "weighted"])
RULES = st.builds(VoteRule, MODES, st.fractions(0, 1, max_denominator=9), st.booleans())


@given(RULES, st.lists(st.tuples(st.integers(1, 5), VOTE), min_size=1, max_size=7))
def test_a_decision_is_never_turned_by_a_later_vote_and_falls_at_the_last(
    rule: VoteRule, voters: list[tuple[int, str]]
) -> None:
    found = []
    for cast in range(len(voters) + 1):
        seats = [Seat(D(weight), vote if at < cast else None) for at, (weight, vote) in enumerate(voters)]
        found.append(decision(rule, seats))
    assert found[-1] != "open"
    settled = list(itertools.dropwhile(lambda one: one == "open", found))
    assert len(set(settled)) == 1
