"""What each person may do now."""

import pytest

from cases.facade import available_actions, log_read, sections_open_to, state_kind, state_title
from cases.models import Case, CaseReadLog
from tests.cases.world import World


def _loaded(case: Case) -> Case:
    return Case.objects.select_related("region", "version").get(pk=case.pk)


@pytest.mark.parametrize(
    ("person", "state", "keys"),
    [
        ("reviewer", "review", ["return", "accept"]),
        ("reviewer", "returned", []),
        ("reviewer", "accepted", []),
        ("other_reviewer", "review", []),
        ("city_reviewer", "review", []),
        ("applicant", "returned", []),
        ("superuser", "review", []),
        ("stranger", "review", []),
    ],
)
def test_each_person_is_offered_what_their_role_may_do_in_this_state(
    world: World, person: str, state: str, keys: list[str]
) -> None:
    case = _loaded(world.case(state=state))
    assert [action.key for action in available_actions(case, getattr(world, person))] == keys


def test_an_action_says_what_it_asks_of_the_actor(world: World) -> None:
    returning, accepting = available_actions(_loaded(world.case()), world.reviewer)
    assert (returning.needs_comment, returning.needs_remarks) == (True, False)
    assert (accepting.needs_comment, accepting.title, accepting.style) == (False, "通过", "primary")


def test_sections_are_open_to_the_party_that_a_person_belongs_to(world: World) -> None:
    case = _loaded(world.case())
    assert sections_open_to(case, world.reviewer) == {"evaluation"}
    assert sections_open_to(case, world.applicant) == {"basics"}
    assert sections_open_to(case, world.other_reviewer) == frozenset()
    assert sections_open_to(case, world.city_reviewer) == frozenset()
    assert sections_open_to(_loaded(world.case(state="returned")), world.reviewer) == frozenset()


def test_a_state_has_a_word_for_the_office_and_one_for_the_applicant(world: World) -> None:
    case = _loaded(world.case())
    assert (state_title(case), state_title(case, public=True), state_kind(case)) == ("待县级审核", "审核中", "work")


def test_a_read_is_logged_with_who_and_what(world: World) -> None:
    case = world.case()
    log_read(case, world.reviewer, "detail")
    log_read(case, world.reviewer, "attachment:" + "x" * 100)
    entries = list(CaseReadLog.objects.order_by("pk").values_list("case", "user", "what"))
    assert entries[0] == (case.pk, world.reviewer.pk, "detail")
    assert len(entries[1][2]) == 60
