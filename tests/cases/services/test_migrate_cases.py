"""Running cases move to another version: judged first, each for itself, on the record, and back."""

import copy
from typing import Any

import pytest

from cases.errors import MapUnfit
from cases.facade import case_type_load
from cases.models import Case, CaseEvent, CaseTask, CaseTypeVersion, MigrationRun
from cases.selectors.audit import findings_by_case
from cases.selectors.definitions import latest_version
from cases.selectors.origin import origin_of
from cases.services.handling import claim
from cases.services.migrate_cases import plan_migration, revert_migration, run_migration
from cases.services.perform import perform
from tests.cases.world import TWO_STEPS, World

SAME = {"filling": "filling", "review": "review", "returned": "returned", "accepted": "accepted"}


def _newer(**changes: Any) -> CaseTypeVersion:
    """Publish a version in which the review is called otherwise, and more if `changes` says so."""
    document = copy.deepcopy(TWO_STEPS)
    document.update(title="两步审核（修订）", **changes)
    document["states"][1]["key"] = "checking"
    for transition in document["transitions"]:
        transition["from"] = ["checking" if one == "review" else one for one in transition["from"]]
        transition["to"] = "checking" if transition["to"] == "review" else transition["to"]
    case_type_load(document, publish=True)
    return latest_version("two-steps")


RENAMED = {**SAME, "review": "checking"}


def _plan(world: World, new: CaseTypeVersion, states: dict[str, str] | None = None) -> MigrationRun:
    old = CaseTypeVersion.objects.get(case_type__key="two-steps", number=1)
    return plan_migration(old=old, new=new, states=states or RENAMED, note="修订后统一办理", actor=world.superuser)


def _outcomes(run: MigrationRun) -> dict[str, str]:
    return {result.case.number: result.outcome for result in run.results.select_related("case")}


def test_a_plan_judges_every_case_and_moves_none(world: World) -> None:
    standing, ended = world.case(number="A"), world.case(number="B", state="accepted")
    run = _plan(world, _newer(), {"review": "checking"})
    assert _outcomes(run) == {"A": "moves", "B": "stays"}
    assert "已通过" in run.results.get(case=ended).reason
    standing.refresh_from_db()
    assert (standing.state, standing.version.number, CaseEvent.objects.count()) == ("review", 1, 0)


def test_a_case_moves_as_an_event_and_goes_on_under_the_new_rules(world: World) -> None:
    case = world.case()
    claim(case_id=case.pk, actor=world.reviewer, idempotency_key="c", expected_revision=0)
    run = _plan(world, _newer())
    run_migration(run)
    case.refresh_from_db()
    assert (case.state, case.version.number, case.revision) == ("checking", 2, 2)
    assert CaseTask.objects.get(case=case, status="open").state == "checking"
    last = CaseEvent.objects.filter(case=case).last()
    assert (last.transition, last.from_state, last.to_state) == ("$migrate", "review", "checking")
    perform(case_id=case.pk, transition="accept", expected_revision=2, idempotency_key="a", actor=world.reviewer)
    case.refresh_from_db()
    assert case.state == "accepted"
    assert not any(findings_by_case())


def test_a_case_stays_whose_completed_step_means_something_else(world: World) -> None:
    case = world.walk(world.case(), "return", "resubmit")
    untouched = world.case()
    document = copy.deepcopy(TWO_STEPS)
    document["transitions"][1]["requires"] = []
    case_type_load(document, publish=True)
    run = _plan(world, latest_version("two-steps"), SAME)
    assert _outcomes(run) == {case.number: "stays", untouched.number: "moves"}
    assert "退回修改" in run.results.get(case=case).reason


def test_a_case_that_went_on_after_it_was_judged_does_not_move(world: World) -> None:
    case = world.case()
    run = _plan(world, _newer())
    world.walk(case, "return")
    run_migration(run)
    case.refresh_from_db()
    assert (case.version.number, _outcomes(run)) == (1, {case.number: "refused"})


def test_a_run_that_was_interrupted_goes_on_and_moves_each_case_once(world: World) -> None:
    for _ in range(3):
        world.case()
    run = _plan(world, _newer())
    run_migration(run)
    run_migration(run)
    assert CaseEvent.objects.filter(transition="$migrate").count() == 3


def test_taking_back_moves_those_that_have_not_gone_on_and_names_the_others(world: World) -> None:
    back, gone_on = world.walk(world.case(), "return"), world.case()
    run = _plan(world, _newer())
    run_migration(run)
    gone_on.refresh_from_db()
    world.walk(gone_on, "return")
    revert_migration(run)
    back.refresh_from_db()
    assert (back.state, back.version.number, origin_of(back)) == ("returned", 1, "review")
    assert _outcomes(run) == {back.number: "back", gone_on.number: "kept"}
    assert not any(findings_by_case())


def test_where_a_case_came_from_is_known_by_its_name_in_the_new_version(world: World) -> None:
    case = world.walk(world.case(), "return")
    run_migration(_plan(world, _newer()))
    case.refresh_from_db()
    assert origin_of(case) == "checking"


@pytest.mark.parametrize("states", [{"review": "moon"}, {"review": "accepted"}, {"accepted": "checking"}])
def test_a_map_to_nowhere_or_out_of_an_end_is_refused(world: World, states: dict[str, str]) -> None:
    new = _newer()
    with pytest.raises(MapUnfit):
        _plan(world, new, states)


def test_versions_of_different_procedures_are_refused(world: World) -> None:
    case_type_load({**copy.deepcopy(TWO_STEPS), "key": "another"}, publish=True)
    with pytest.raises(MapUnfit):
        _plan(world, latest_version("another"), SAME)


def test_a_case_of_many_moves_with_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(10):
        world.case()
    run = _plan(world, _newer())
    # Per case: savepoint, case, key, origin twice or thrice, version, event, case, tasks, deadlines, release.
    with django_assert_max_num_queries(10 * 16 + 10):
        run_migration(run)
    assert Case.objects.filter(version=run.new).count() == 10
