"""What a panel's scores and votes come to. Pure, exact: Decimal, 四舍五入 to two places at the end only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
AGGREGATES = ("mean", "drop_high_low")
VOTES = ("yes", "no", "abstain")
# With fewer scores than this, taking the highest and the lowest away leaves nothing to take a mean of.
LEAST_TO_DROP = 3

Scores = Mapping[str, Decimal]


class ScoreInvalid(ValueError):
    """A score sheet does not fit its scheme: `dimension` is missing, unknown, or outside of 0 to its most points."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that is judged: `weight` is its share of the 100 points, `most` the highest score on its own scale."""

    key: str
    weight: Decimal
    most: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class Scheme:
    """The dimensions, how the sheets are put together, and from which total on a case passes."""

    dimensions: tuple[Dimension, ...]
    aggregate: str = "mean"
    passes_from: Decimal = Decimal(60)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The total of each expert in the order given, which of them were left out, and what it comes to."""

    totals: tuple[Decimal, ...]
    dropped: tuple[int, ...]
    total: Decimal
    passed: bool


def scheme_faults(scheme: Scheme) -> list[str]:
    """Return what is wrong with a scheme: "weights" that are not 100 together, "aggregate", "duplicate", "scale"."""
    keys = [one.key for one in scheme.dimensions]
    faults = ["weights"] if sum(one.weight for one in scheme.dimensions) != HUNDRED else []
    faults += ["aggregate"] if scheme.aggregate not in AGGREGATES else []
    faults += ["duplicate"] if len(set(keys)) != len(keys) else []
    return faults + (["scale"] if any(one.most <= 0 or one.weight <= 0 for one in scheme.dimensions) else [])


def sheet_total(scheme: Scheme, scores: Scores) -> Decimal:
    """Return the points of one expert out of 100; ScoreInvalid names the dimension that is wrong."""
    for key in scores:
        if key not in {one.key for one in scheme.dimensions}:
            raise ScoreInvalid(key)
    total = Decimal(0)
    for one in scheme.dimensions:
        score = scores.get(one.key)
        if score is None or not 0 <= score <= one.most:
            raise ScoreInvalid(one.key)
        total += score * one.weight / one.most
    return total


def outcome(scheme: Scheme, sheets: Sequence[Scores]) -> Outcome:
    """Return what the sheets come to. With `drop_high_low` one highest and one lowest sheet are left out."""
    totals = tuple(sheet_total(scheme, sheet) for sheet in sheets)
    if not totals:
        raise ScoreInvalid("")
    dropped = _dropped(totals) if scheme.aggregate == "drop_high_low" else ()
    counted = [total for number, total in enumerate(totals) if number not in dropped]
    total = (sum(counted, Decimal(0)) / len(counted)).quantize(CENT, ROUND_HALF_UP)
    return Outcome(
        tuple(one.quantize(CENT, ROUND_HALF_UP) for one in totals), dropped, total, total >= scheme.passes_from
    )


def _dropped(totals: Sequence[Decimal]) -> tuple[int, ...]:
    """Return the numbers of the first lowest and the first highest sheet; of equal sheets two different ones."""
    if len(totals) < LEAST_TO_DROP:
        return ()
    lowest = min(range(len(totals)), key=lambda number: totals[number])
    others = [number for number in range(len(totals)) if number != lowest]
    return tuple(sorted((lowest, max(others, key=lambda number: totals[number]))))


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How votes decide: `any` one yes (或签), `all` yes (会签), a `ratio` of the seats, or `weighted` by their weights.

    `share` is the part that must say yes, for instance 2/3; `strict` asks for more than that.
    """

    mode: str
    share: Fraction = Fraction(1, 2)
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A voter: their weight and, once cast, their vote."""

    weight: Decimal = Decimal(1)
    vote: str | None = None


def decision(rule: VoteRule, seats: Iterable[Seat]) -> str:
    """Return "passed", "failed", or "open" as long as the votes that are missing can still turn it.

    A decision never changes by further votes: whoever acts on it acts once.
    """
    voters = list(seats)
    if not voters:
        return "open"
    weights = [one.weight if rule.mode == "weighted" else Decimal(1) for one in voters]
    yes = sum((weight for weight, one in zip(weights, voters, strict=True) if one.vote == "yes"), Decimal(0))
    missing = sum((weight for weight, one in zip(weights, voters, strict=True) if one.vote is None), Decimal(0))
    if _enough(rule, yes, weights):
        return "passed"
    return "open" if _enough(rule, yes + missing, weights) else "failed"


def _enough(rule: VoteRule, yes: Decimal, weights: Sequence[Decimal]) -> bool:
    whole = sum(weights, Decimal(0))
    if rule.mode == "any":
        return yes > 0
    if rule.mode == "all":
        return yes == whole
    needed = Fraction(whole) * rule.share
    return Fraction(yes) > needed if rule.strict else Fraction(yes) >= needed
