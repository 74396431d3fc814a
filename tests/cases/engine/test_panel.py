"""A draw can be repeated from its record, keeps the mix, and moves nobody when somebody else leaves."""

import itertools
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.engine.panel import Candidate, PanelRule, PanelShort, draw, rank, rule_faults, seats

RULE = PanelRule(5, {"finance": 1, "technical": 2})
SPECIALITIES = st.frozensets(st.sampled_from(["finance", "technical", "law", "management"]), max_size=3)
POOLS = st.lists(
    st.builds(Candidate, st.integers(1, 500), SPECIALITIES, st.sampled_from(["", "甲校", "乙院", "丙所", "丁会"])),
    max_size=30,
    unique_by=lambda one: one.id,
)
SEEDS = st.text(min_size=1, max_size=12)


def expert(number: int, *specialities: str, employer: str = "") -> Candidate:
    return Candidate(number, frozenset(specialities), employer)


def pool(count: int = 20) -> list[Candidate]:
    kinds = (("finance",), ("technical",), ("technical", "law"), ("management",))
    return [expert(number, *kinds[number % 4], employer=f"单位{number}") for number in range(1, count + 1)]


@given(POOLS, SEEDS)
def test_a_panel_has_its_size_and_its_mix_and_no_two_of_one_employer(candidates: list[Candidate], seed: str) -> None:
    try:
        panel = draw(candidates, RULE, seed)
    except PanelShort:
        return
    assert len(panel) == len({one.id for one in panel}) == RULE.size
    for speciality, count in RULE.specialities.items():
        assert sum(speciality in one.specialities for one in panel) >= count
    employers = [one.employer for one in panel if one.employer]
    assert len(employers) == len(set(employers))


@given(POOLS, SEEDS, st.randoms())
def test_the_same_seed_and_pool_give_the_same_panel_in_whatever_order(
    candidates: list[Candidate], seed: str, dice: st.DataObject
) -> None:
    shuffled = list(candidates)
    dice.shuffle(shuffled)
    try:
        first = draw(candidates, RULE, seed)
    except PanelShort:
        with pytest.raises(PanelShort):
            draw(shuffled, RULE, seed)
        return
    assert draw(shuffled, RULE, seed) == first


def test_another_seed_draws_another_panel() -> None:
    panels = {tuple(one.id for one in draw(pool(), RULE, f"seed-{number}")) for number in range(40)}
    assert len(panels) > 30


def test_everybody_is_drawn_about_equally_often() -> None:
    plain = [expert(number) for number in range(20)]
    times = {one.id: 0 for one in plain}
    for number in range(2000):
        for one in draw(plain, PanelRule(5), f"{number}"):
            times[one.id] += 1
    # 500 expected of each; four standard deviations are 77.
    assert all(420 < count < 580 for count in times.values())


@given(SEEDS, st.integers(1, 20))
def test_somebody_who_leaves_the_pool_changes_no_other_rank(seed: str, leaver: int) -> None:
    ordered = sorted(pool(), key=lambda one: rank(seed, one.id))
    left = [one for one in ordered if one.id != leaver]
    assert left == sorted(left, key=lambda one: rank(seed, one.id))
    plain = PanelRule(5)
    before, after = draw(pool(), plain, seed), draw(left, plain, seed)
    assert [one for one in before if one.id != leaver] == [one for one in after if one in before]


@given(SEEDS, st.integers(0, 4))
def test_a_recused_member_is_replaced_and_the_others_stay(seed: str, seat: int) -> None:
    panel = draw(pool(), RULE, seed)
    recused = panel[seat]
    kept = [one for one in panel if one != recused]
    again = draw([one for one in pool() if one != recused], RULE, seed, kept=kept)
    assert again[:4] == kept
    assert len(again) == 5 and recused not in again


def test_the_scarce_seat_is_not_taken_by_somebody_else() -> None:
    # The only lawyer works where a technician does: the technician must not be seated first.
    candidates = [
        expert(1, "law", employer="甲"),
        *(expert(number, "technical", employer="甲") for number in range(2, 8)),
        *(expert(number, "technical", employer=f"乙{number}") for number in range(8, 12)),
    ]
    for number in range(30):
        assert 1 in {one.id for one in draw(candidates, PanelRule(5, {"technical": 4, "law": 1}), f"{number}")}


@given(POOLS, SEEDS)
def test_a_pool_that_is_too_small_is_refused_with_what_is_missing(candidates: list[Candidate], seed: str) -> None:
    assume(sum("finance" in one.specialities for one in candidates) == 0)
    with pytest.raises(PanelShort) as short:
        draw(candidates, PanelRule(5, {"finance": 1}), seed)
    assert (short.value.speciality, short.value.needed, short.value.found) == ("finance", 1, 0)


SMALL_RULES = st.builds(
    PanelRule,
    st.integers(2, 4),
    st.dictionaries(st.sampled_from(["finance", "technical"]), st.integers(1, 2), max_size=2),
    st.integers(1, 2),
).filter(lambda rule: sum(rule.specialities.values()) <= rule.size)
SMALL_POOLS = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 40),
        st.frozensets(st.sampled_from(["finance", "technical"])),
        st.sampled_from(["", "甲", "乙"]),
    ),
    max_size=7,
    unique_by=lambda one: one.id,
)


def keeps(panel: tuple[Candidate, ...], rule: PanelRule) -> bool:
    """Say, by trying every order, whether a panel can sit so that the rule is kept."""
    employers = Counter(one.employer for one in panel if one.employer)
    if any(count > rule.per_employer for count in employers.values()):
        return False
    places = [speciality for speciality, count in rule.specialities.items() for _ in range(count)]
    return any(
        all(place in one.specialities for place, one in zip(places, order, strict=False))
        for order in itertools.permutations(panel)
    )


def by_trying(pool: list[Candidate], rule: PanelRule, seed: str, kept: list[Candidate]) -> set[int] | None:
    """Return the panel that comes first of all that keep the rule, None if none does."""
    ordered = [*kept, *sorted((one for one in pool if one not in kept), key=lambda one: rank(seed, one.id))]
    for panel in itertools.combinations(ordered, rule.size):
        if set(kept) <= set(panel) and keeps(panel, rule):
            return {one.id for one in panel}
    return None


@given(SMALL_POOLS, SMALL_RULES, SEEDS, st.integers(0, 2))
def test_the_panel_is_the_first_in_rank_of_all_that_keep_the_rule(
    candidates: list[Candidate], rule: PanelRule, seed: str, keep: int
) -> None:
    kept = candidates[:keep]
    expected = by_trying(candidates, rule, seed, kept)
    if expected is None:
        with pytest.raises(PanelShort):
            draw(candidates, rule, seed, kept=kept)
        return
    panel = draw(candidates, rule, seed, kept=kept)
    assert {one.id for one in panel} == expected
    assert panel[: len(kept)] == kept


def test_a_pool_that_fits_in_one_way_only_is_filled() -> None:
    # Seated one after another, 1 (who could do both) takes the seat of finance from 2 or loses it to nobody.
    candidates = [expert(1, "finance", "technical", employer="甲"), expert(2, "finance", employer="乙")]
    candidates += [expert(3, "technical", employer="乙"), expert(4, employer="丙"), expert(5, employer="丁")]
    for number in range(30):
        placed = seats(candidates, PanelRule(4, {"finance": 1, "technical": 1}), f"{number}")
        assert {one.id for one, _place in placed} in ({1, 2, 4, 5}, {1, 3, 4, 5})
        assert sorted(place for _one, place in placed) == ["", "", "finance", "technical"]


@given(POOLS, SEEDS)
def test_everybody_has_the_speciality_of_their_seat(candidates: list[Candidate], seed: str) -> None:
    try:
        placed = seats(candidates, RULE, seed)
    except PanelShort:
        return
    assert Counter(place for _one, place in placed) == {"": 2, "finance": 1, "technical": 2}
    assert all(not place or place in one.specialities for one, place in placed)


def test_too_few_altogether_are_named() -> None:
    with pytest.raises(PanelShort) as short:
        draw(pool(3), PanelRule(5), "x")
    assert (short.value.speciality, short.value.needed, short.value.found) == ("", 5, 3)


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        (RULE, []),
        (PanelRule(3), ["too_small"]),
        (PanelRule(6), ["even"]),
        (PanelRule(5, {"finance": 3, "technical": 3}), ["more_specialities_than_seats"]),
        (PanelRule(5, per_employer=0), ["no_employer_limit"]),
    ],
)
def test_a_rule_that_cannot_be_kept_is_named(rule: PanelRule, faults: list[str]) -> None:
    assert rule_faults(rule) == faults
