"""Whose work a case is, at the desk: taking it, passing it on, copies, reminders, and steps taken back."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, CaseEvent, CaseTask
from cms.accounts.models import User
from tests.cases.desk_world import World, member

LIST = "/admin/cases/"


@pytest.fixture
def colleague(world: World) -> User:
    return member(world.bureau, "county_reviewer", name="钱审核", staff=True, reads=True)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def act(desk: Client, case: Case, name: str, **post: Any) -> Any:
    case.refresh_from_db()
    data = {"expected_revision": case.revision, "idempotency_key": f"key-{case.revision}", **post}
    return desk.post(f"{LIST}{case.number}/acts/{name}/", data)


def page(desk: Client, case: Case) -> str:
    return desk.get(f"{LIST}{case.number}/").content.decode()


def test_a_case_is_claimed_and_leaves_the_colleagues_box(desk: Client, world: World, colleague: User) -> None:
    assert "尚未有人领取" in page(desk, world.case)
    assert act(desk, world.case, "claim").status_code == 302
    assert "由您办理" in page(desk, world.case)
    desk.force_login(colleague)
    assert world.case.number not in desk.get(LIST, {"box": "todo"}).content.decode()
    assert act(desk, world.case, "claim").status_code == 409


def test_handing_over_asks_for_a_reason_and_keeps_what_was_typed(desk: Client, world: World, colleague: User) -> None:
    refused = act(desk, world.case, "transfer", note="本人出差")
    assert refused.status_code == 422
    assert "本人出差</textarea>" in refused.content.decode()
    assert act(desk, world.case, "transfer", note="本人出差", to=[colleague.pk]).status_code == 302
    assert CaseTask.objects.get(status="open").assignee == colleague


def test_a_copy_is_read_in_its_box_and_marked_as_read(desk: Client, world: World) -> None:
    act(desk, world.case, "copy", note="请知悉", to=[world.other_reviewer.pk])
    desk.force_login(world.other_reviewer)
    assert world.case.number in desk.get(LIST, {"box": "copies"}).content.decode()
    assert "我已" not in page(desk, world.case) and "已阅" in page(desk, world.case)
    assert act(desk, world.case, "read").status_code == 302
    assert CaseTask.objects.get(kind="copy").status == "done"


def test_a_reminder_goes_out_once_a_day(desk: Client, world: World, colleague: User) -> None:
    assert act(desk, world.case, "urge", note="请尽快").status_code == 302
    assert act(desk, world.case, "urge", note="请尽快").status_code == 429
    assert CaseEvent.objects.filter(transition="$urge").count() == 1


def test_who_may_not_handle_is_offered_nothing_and_refused(desk: Client, world: World) -> None:
    desk.force_login(world.other_reviewer)
    assert act(desk, world.case, "claim").status_code == 404
    desk.force_login(world.editor)
    assert act(desk, world.case, "claim").status_code in (302, 404)
    assert not CaseEvent.objects.exists()


def test_an_act_that_does_not_exist_is_not_found(desk: Client, world: World) -> None:
    assert act(desk, world.case, "explode").status_code == 404


def test_the_boxes_tell_how_much_waits(desk: Client, world: World) -> None:
    assert '待办 <span class="case-box-count">1</span>' in " ".join(desk.get(LIST).content.decode().split())
    act(desk, world.case, "claim")
    desk.post(
        f"{LIST}{world.case.number}/perform/accept/",
        {"expected_revision": 1, "idempotency_key": "accept", "confirmed": "1"},
    )
    listed = desk.get(LIST, {"box": "done"}).content.decode()
    assert world.case.number in listed
    assert world.case.number not in desk.get(LIST, {"box": "todo"}).content.decode()
