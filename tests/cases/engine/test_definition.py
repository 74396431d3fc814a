"""The engine reads a case type and finds transitions in it."""

import pytest

from cases.engine.definition import UnknownTransition, allowed, transition_for
from cases.engine.reading import definition_from_json
from tests.cases.world import TWO_STEPS

DEFINITION = definition_from_json(TWO_STEPS)


def test_a_case_opens_in_the_state_of_the_kind_start() -> None:
    assert DEFINITION.initial.key == "filling"


def test_a_title_without_a_public_word_is_shown_to_the_applicant_too() -> None:
    assert DEFINITION.state("returned").public_title == "请修改"
    assert DEFINITION.state("accepted").public_title == "已通过"


def test_a_transition_is_found_from_its_own_states_only() -> None:
    assert transition_for(DEFINITION, "review", "accept").targets == ("accepted",)
    with pytest.raises(UnknownTransition):
        transition_for(DEFINITION, "filling", "accept")
    with pytest.raises(UnknownTransition):
        transition_for(DEFINITION, "review", "no-such-key")


@pytest.mark.parametrize(
    ("state", "roles", "keys"),
    [
        ("review", {"county_reviewer"}, ["return", "accept"]),
        ("review", {"org_admin"}, []),
        ("returned", {"org_member", "county_reviewer"}, ["resubmit"]),
        ("accepted", {"county_reviewer"}, []),
        ("returned", set(), []),
    ],
)
def test_roles_allow_the_transitions_of_the_state_that_name_them(state: str, roles: set[str], keys: list[str]) -> None:
    assert [item.key for item in allowed(DEFINITION, state, roles)] == keys


def test_a_transition_of_the_system_is_allowed_to_no_role() -> None:
    roles = {"county_reviewer", "org_admin", "org_member"}
    assert "expire" not in [item.key for item in allowed(DEFINITION, "returned", roles)]
