"""Handling several cases together: one step, a result for each."""

from typing import Any

import pytest
from django.test import Client

from cases.models import CaseEvent
from tests.cases import desk_world
from tests.cases.desk_world import World

URL = "/admin/cases/together/"


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def send(desk: Client, *cases: Any, **post: Any) -> Any:
    data = {"number": [case.number for case in cases], "transition": "accept", "checked": "1", "idempotency_key": "k"}
    data |= {f"revision-{case.number}": case.revision for case in cases}
    return desk.post(URL, {**data, **post})


def test_what_waits_is_listed_in_groups_without_steps_that_differ_for_each(desk: Client, world: World) -> None:
    desk_world.case(world.enterprise)
    page = desk.get(URL).content.decode()
    assert page.count('name="number"') == 2
    assert 'value="accept"' in page
    assert 'value="return"' not in page, "a return needs remarks of its own"
    assert world.other_case.number not in page


def test_each_chosen_case_is_handled_for_itself(desk: Client, world: World) -> None:
    moved, other = desk_world.case(world.enterprise), desk_world.case(world.enterprise)
    send(desk, moved)
    page = send(desk, world.case, moved, other, idempotency_key="k2", comment="一并通过").content.decode()
    assert "已办理 2 项，共 3 项" in page
    assert CaseEvent.objects.filter(payload__comment="一并通过").count() == 2
    assert CaseEvent.objects.filter(case=moved).count() == 1, "it had gone on since the page was opened"


def test_sending_twice_handles_once(desk: Client, world: World) -> None:
    for _ in range(2):
        assert "已办理 1 项，共 1 项" in send(desk, world.case).content.decode()
    assert CaseEvent.objects.count() == 1


def test_a_case_of_another_county_is_refused_and_the_others_go_on(desk: Client, world: World) -> None:
    page = send(desk, world.other_case, world.case).content.decode()
    assert "已办理 1 项，共 2 项" in page
    assert world.other_case.title not in page
    assert not CaseEvent.objects.filter(case=world.other_case).exists()


@pytest.mark.parametrize("post", [{"checked": ""}, {"number": []}])
def test_nothing_happens_unchecked_or_unchosen_and_what_was_typed_stays(
    desk: Client, world: World, post: dict[str, Any]
) -> None:
    refused = send(desk, world.case, **{"comment": "一并通过", **post})
    assert refused.status_code == 422
    assert "一并通过</textarea>" in refused.content.decode()
    assert not CaseEvent.objects.exists()


def test_who_does_not_work_at_the_desk_is_turned_away(client: Client, world: World) -> None:
    client.force_login(world.editor)
    assert client.get(URL).status_code in (302, 403)
    client.force_login(world.applicant)
    assert client.get(URL).status_code in (302, 403)
