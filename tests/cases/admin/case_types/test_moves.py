"""Moving running cases in the admin: judged first, then moved by the worker, and taken back."""

import copy

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from cases.models import Case, CaseTypeDefinition, MigrationRun
from cases.services.case_type_load import case_type_load
from cases.services.move_tasks import move_cases
from tests.cases.admin.case_types.browser import url
from tests.cases.world import TWO_STEPS, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Give cases in the first of two versions; the second calls the review otherwise."""
    world = make_world()
    world.case()
    world.case(state="returned")
    newer = copy.deepcopy(TWO_STEPS)
    newer["states"][1]["title"] = "待县级复核"
    case_type_load(newer, publish=True)
    return world


@pytest.fixture
def definition(world: World) -> CaseTypeDefinition:
    return CaseTypeDefinition.objects.create(key="two-steps", title="两步审核", number_prefix="LB")


def planned(staff: Client, definition: CaseTypeDefinition, **states: str) -> MigrationRun:
    data = {"old": "1", "new": "2", "note": "修订后统一办理"} | {f"state-{key}": to for key, to in states.items()}
    response = staff.post(url("moves", definition.pk), data)
    run = MigrationRun.objects.latest("pk")
    assert response.url == url("move", definition.pk, run.pk)
    return run


def test_the_map_names_where_cases_stand_and_suggests_the_same_state(
    staff: Client, definition: CaseTypeDefinition
) -> None:
    page = staff.get(url("moves", definition.pk), {"old": "1", "new": "2"}).content.decode()
    assert '<option value="review" selected>待县级复核</option>' in page
    assert 'name="state-review"' in page
    assert 'name="state-filling"' not in page, "no case stands there"


def test_cases_move_only_after_somebody_has_looked(staff: Client, definition: CaseTypeDefinition) -> None:
    run = planned(staff, definition, review="review")
    address = url("move", definition.pk, run.pk)
    page = staff.get(address).content.decode()
    assert "将迁移" in page and "保留原版本" in page
    staff.post(address, {"act": "start"})
    assert MigrationRun.objects.get().status == "planned"


def test_a_move_is_started_once_run_by_the_worker_and_taken_back(
    staff: Client, definition: CaseTypeDefinition, django_capture_on_commit_callbacks: object
) -> None:
    run = planned(staff, definition, review="review")
    address = url("move", definition.pk, run.pk)
    for _ in range(2):
        staff.post(address, {"act": "start", "checked": "1"})
    assert "Refresh" in staff.get(address).headers
    move_cases.func(run.pk)
    assert sorted(Case.objects.values_list("version__number", flat=True)) == [1, 2]
    assert "Refresh" not in staff.get(address).headers
    staff.post(address, {"act": "back", "checked": "1"})
    move_cases.func(run.pk)
    assert set(Case.objects.values_list("version__number", flat=True)) == {1}
    assert MigrationRun.objects.get().status == "reverted"


def test_cases_that_one_may_not_see_are_counted_and_not_named(
    staff: Client, definition: CaseTypeDefinition, world: World
) -> None:
    run = planned(staff, definition, review="review")
    page = staff.get(url("move", definition.pk, run.pk)).content.decode()
    assert not any(case.number in page for case in Case.objects.all())
    assert "您可查看其中 0 件，共 2 件" in page


def test_who_may_not_publish_is_turned_away(client: Client, definition: CaseTypeDefinition, world: World) -> None:
    world.stranger.user_permissions.add(
        *Permission.objects.filter(codename__in=("access_admin", "view_casetypedefinition"))
    )
    client.force_login(world.stranger)
    assert client.get(url("moves", definition.pk)).status_code == 302
