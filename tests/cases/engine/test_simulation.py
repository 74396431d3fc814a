"""Running a case type on paper: every step is taken by some way, and past cases are compared step by step."""

import copy
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cases.engine.definition import ORIGIN, Definition
from cases.engine.migration import Taken
from cases.engine.reading import definition_from_json
from cases.engine.simulation import first_stranger, never_taken, routes, strangers
from tests.cases.world import TWO_STEPS

COUNTY = {"roles": ["county_reviewer"], "scope": "own_region"}


def _definition(states: dict[str, str], steps: list[tuple[str, str, str | list[str]]]) -> Definition:
    return definition_from_json(
        {
            "key": "drawn",
            "title": "画出来的",
            "number_prefix": "H",
            "states": [{"key": key, "title": key, "kind": kind} for key, kind in states.items()],
            "transitions": [
                {"key": key, "title": key, "from": [source], "to": to, "actor": COUNTY} for key, source, to in steps
            ],
        }
    )


def _keys(definition: Definition) -> list[list[str]]:
    return [[leg.transition.key for leg in route] for route in routes(definition)]


def test_the_shortest_way_comes_first_and_every_step_is_on_some_way() -> None:
    definition = definition_from_json(TWO_STEPS)
    ways = _keys(definition)
    assert ways[0] == ["submit", "accept"]
    assert {key for way in ways for key in way} == {"submit", "return", "resubmit", "accept", "expire"}


def test_what_goes_back_to_where_it_came_from_goes_back_to_each_such_place() -> None:
    states = {"start": "start", "county": "work", "city": "work", "back": "pause", "end": "final"}
    steps: list[tuple[str, str, str | list[str]]] = [
        ("apply", "start", "county"),
        ("forward", "county", "city"),
        ("county_return", "county", "back"),
        ("city_return", "city", "back"),
        ("again", "back", ORIGIN),
        ("pass", "city", "end"),
    ]
    returned = {way[way.index("again") - 1] for way in _keys(_definition(states, steps)) if "again" in way}
    assert returned == {"county_return", "city_return"}


def test_a_state_from_which_no_end_can_be_reached_has_steps_that_no_way_takes() -> None:
    states = {"start": "start", "lost": "work", "end": "final"}
    steps: list[tuple[str, str, str | list[str]]] = [("go", "start", ["lost", "end"]), ("round", "lost", "lost")]
    definition = _definition(states, steps)
    assert _keys(definition) == [["go"]]
    assert [(leg.transition.key, leg.target) for leg in never_taken(definition)] == [("go", "lost"), ("round", "lost")]


@st.composite
def drawings(draw: Any) -> Definition:
    names = [f"s{number}" for number in range(draw(st.integers(2, 6)))]
    states = dict.fromkeys(names, "work") | {"s0": "start", names[-1]: "final"}
    target = st.sampled_from([*names, ORIGIN])
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), target), max_size=14, unique=True))
    return _definition(states, [(f"t{number}", source, to) for number, (source, to) in enumerate(pairs)])


@given(drawings())
def test_every_way_of_any_drawing_hangs_together_from_the_start_to_an_end(definition: Definition) -> None:
    found = routes(definition)
    for route in found:
        if not route:
            continue
        assert route[0].source == definition.initial.key
        assert definition.state(route[-1].target).kind == "final"
        assert all(before.target == after.source for before, after in pairwise(route))
        origin = route[0].source
        for leg in route:
            if ORIGIN in leg.transition.targets:
                assert leg.target == origin
            origin = origin if leg.target == leg.source else leg.source
    new = [{leg.step for leg in route} for route in found]
    assert all(new[number] - set().union(*new[:number]) for number in range(1, len(new)))


def test_a_past_case_names_the_first_step_that_is_no_longer_there() -> None:
    newer = copy.deepcopy(TWO_STEPS)
    newer["transitions"] = [one for one in newer["transitions"] if one["key"] != "return"]
    definition = definition_from_json(newer)
    went_on = [Taken("filling", "submit", "review"), Taken("review", "accept", "accepted")]
    returned = [Taken("filling", "submit", "review"), Taken("review", "return", "returned")]
    assert first_stranger(definition, went_on) is None
    fits, strange = strangers(definition, {"A": went_on, "B": returned})
    assert (fits, strange) == (["A"], [("B", returned[1])])
