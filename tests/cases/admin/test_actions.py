"""Acting on a case at the desk: asking first, acting once, and keeping what was typed when it fails."""

import copy
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, CaseEvent, CaseReadLog, CaseTypeVersion
from tests.cases.desk_world import DEFINITION, World


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def url(case: Case, action: str = "") -> str:
    return f"/admin/cases/{case.number}/" + (f"perform/{action}/" if action else "")


def act(desk: Client, case: Case, action: str, **post: Any) -> Any:
    data = {"expected_revision": case.revision, "idempotency_key": "key-1", "confirmed": "1", **post}
    return desk.post(url(case, action), data)


def test_opening_a_case_is_logged(desk: Client, world: World) -> None:
    assert desk.get(url(world.case)).status_code == 200
    assert CaseReadLog.objects.filter(case=world.case, user=world.reviewer, what="detail").count() == 1


def test_the_page_offers_the_actions_of_the_state_and_names_who_read(desk: Client, world: World) -> None:
    page = desk.get(url(world.case)).content.decode()
    assert "审核通过" in page
    assert "退回修改" in page
    assert "林审核" in page


def test_a_case_of_another_county_does_not_exist(desk: Client, world: World) -> None:
    assert desk.get(url(world.other_case)).status_code == 404
    assert act(desk, world.other_case, "accept").status_code == 404
    assert not CaseReadLog.objects.exists()
    assert not CaseEvent.objects.exists()


def test_what_cannot_be_undone_asks_first_and_changes_nothing_yet(desk: Client, world: World) -> None:
    response = act(desk, world.case, "accept", confirmed="", comment="材料齐全")
    assert "通过后不能再退回修改" in response.content.decode()
    assert "材料齐全" in response.content.decode()
    assert "key-1" in response.content.decode()
    assert not CaseEvent.objects.exists()


def test_a_confirmed_action_is_recorded_once_however_often_it_is_sent(desk: Client, world: World) -> None:
    for _ in range(3):
        assert act(desk, world.case, "accept", comment="材料齐全").status_code == 302
    event = CaseEvent.objects.get()
    assert (event.transition, event.actor, event.payload["comment"]) == ("accept", world.reviewer, "材料齐全")


def test_an_action_without_danger_is_taken_at_once(desk: Client, world: World) -> None:
    assert act(desk, world.case, "note", confirmed="", comment="已电话核实").status_code == 302
    assert CaseEvent.objects.get().transition == "note"


def test_a_stale_page_says_who_did_what_meanwhile_and_keeps_the_comment(desk: Client, world: World) -> None:
    act(desk, world.case, "note", comment="已电话核实")
    response = act(desk, world.case, "accept", idempotency_key="key-2", comment="我写了很久的意见")
    page = response.content.decode()
    assert response.status_code == 409
    assert "登记情况" in page
    assert "林审核" in page
    assert "已电话核实" in page
    assert "我写了很久的意见" in page
    assert CaseEvent.objects.count() == 1


def test_the_page_after_a_stale_one_can_be_sent_at_once(desk: Client, world: World) -> None:
    act(desk, world.case, "note", comment="已电话核实")
    response = act(desk, world.case, "accept", idempotency_key="key-2")
    page = response.context
    again = desk.post(
        url(world.case, "accept"),
        {
            "expected_revision": page["case"].revision,
            "idempotency_key": page["idempotency_key"],
            "confirmed": "1",
        },
    )
    assert again.status_code == 302
    assert Case.objects.get(pk=world.case.pk).state == "accepted"


def test_what_an_action_lacks_is_named_and_the_comment_stays(desk: Client, world: World) -> None:
    response = act(desk, world.case, "note", comment="")
    assert response.status_code == 422
    assert "alert" in response.content.decode()
    assert not CaseEvent.objects.exists()


def test_a_transition_that_belongs_to_the_form_cannot_be_taken_by_hand(desk: Client, world: World) -> None:
    Case.objects.filter(pk=world.case.pk).update(state="returned")
    assert act(desk, world.case, "resubmit").status_code == 409
    assert Case.objects.get(pk=world.case.pk).state == "returned"


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999"])
def test_a_broken_revision_is_a_stale_page_not_an_error_page(desk: Client, world: World, revision: str) -> None:
    assert act(desk, world.case, "accept", expected_revision=revision).status_code == 409


def test_a_comment_for_the_office_only_is_marked(desk: Client, world: World) -> None:
    act(desk, world.case, "note", comment="内部核查", internal="1")
    assert "仅内部可见" in desk.get(url(world.case)).content.decode()
    assert CaseEvent.objects.get().payload["internal"] is True


def test_a_step_to_several_states_asks_for_one_and_keeps_the_choice_through_the_question(
    desk: Client, world: World
) -> None:
    document = copy.deepcopy(DEFINITION)
    for transition in document["transitions"]:
        if transition["key"] == "accept":
            transition.update(to=["accepted", "returned"])
    CaseTypeVersion.objects.create(case_type=world.case.version.case_type, number=2, definition=document, sha256="2")
    world.case.version = CaseTypeVersion.objects.get(number=2)
    world.case.save()
    assert '<option value="returned">退回修改</option>' in desk.get(url(world.case)).content.decode()
    assert act(desk, world.case, "accept").status_code == 422
    asked = act(desk, world.case, "accept", confirmed="", **{"target-accept": "returned"}).content.decode()
    assert 'name="target-accept" value="returned"' in asked
    assert act(desk, world.case, "accept", **{"target-accept": "returned"}).status_code == 302
    world.case.refresh_from_db()
    assert world.case.state == "returned"
