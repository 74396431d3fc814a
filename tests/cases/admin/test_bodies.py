"""The body at the desk: who sits, who has decided, and never a score before the end."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, CaseEvent
from tests.cases import bodies_world as bodies
from tests.cases.desk_world import staff_group
from tests.cases.services.test_meeting_record import PDF
from tests.cases.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.reviewer.groups.add(staff_group())
    bodies.publish()
    return world


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def url(case: Case, name: str = "detail", **more: Any) -> str:
    return reverse(f"wagtail_cases:{name}", kwargs={"number": case.number, **more})


def page(desk: Client, case: Case) -> str:
    return desk.get(url(case)).content.decode()


def test_the_page_says_who_declared_and_who_sealed_but_no_score(desk: Client, world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    assert page(desk, case).count("待作回避声明") == 5
    seats = bodies.declare_all(case)
    bodies.score(seats[0], "73.21", "8", "价格明显偏高")
    shown = page(desk, case)
    assert (shown.count("已声明，待评分"), shown.count("评分已封存")) == (4, 1)
    assert "已提交1／5" in shown
    assert "73.21" not in shown and "75.93" not in shown and "价格明显偏高" not in shown


def test_after_the_end_every_sheet_is_shown_with_what_was_left_out_and_its_seal(desk: Client, world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    for seat, skill in zip(bodies.declare_all(case), (90, 80, 73.21, 70, 60), strict=True):
        bodies.score(seat, str(skill), "8", f"意见{skill}")
    shown = page(desk, case)
    for words in ("75.93", "意见73.21", "76.64", "专家评审"):
        assert words in shown
    assert (shown.count("封存校验一致"), shown.count("已去除")) == (5, 2)


def test_a_sheet_that_was_changed_in_the_database_no_longer_fits_its_seal(desk: Client, world: World) -> None:
    bodies.pool()
    case = bodies.sent_to(world, "panel")
    seats = bodies.declare_all(case)
    for seat in seats:
        bodies.score(seat)
    seats[0].refresh_from_db()
    seats[0].sheet = {**(seats[0].sheet or {}), "comment": "改过"}
    seats[0].save()
    assert page(desk, case).count("与封存校验码不符") == 1


def test_the_draw_is_repeated_on_its_page(desk: Client, world: World) -> None:
    bodies.pool(10)
    bodies.expert(90, "technical", status="barred", barred_reason="违规")
    case = bodies.sent_to(world, "panel")
    shown = desk.get(url(case, "draws")).content.decode()
    assert "重算一致" in shown and "当时处于暂停抽取状态" in shown
    assert shown.count("入选</span>") == 5


def test_a_panel_with_empty_seats_says_so_and_is_drawn_from_the_page(desk: Client, world: World) -> None:
    bodies.pool(3)
    case = bodies.sent_to(world, "panel")
    assert "缺5个席位" in page(desk, case)
    refused = desk.post(url(case, "draw"), {"idempotency_key": "a"}, follow=True).content.decode()
    assert "专家库中只有3位" in refused
    for number in range(20, 30):
        bodies.expert(number, "finance", "technical")
    desk.post(url(case, "draw"), {"idempotency_key": "b"})
    assert len(bodies.seats(case)) == 5


def test_an_expert_is_replaced_with_a_reason(desk: Client, world: World) -> None:
    bodies.pool(12)
    case = bodies.sent_to(world, "panel")
    seat = bodies.seats(case)[0]
    address = url(case, "seat_drop", seat_id=seat.pk)
    desk.post(address, {"idempotency_key": "a", "reason": ""})
    assert seat.pk in {one.pk for one in bodies.seats(case)}
    desk.post(address, {"idempotency_key": "b", "reason": "逾期未声明"})
    assert seat.pk not in {one.pk for one in bodies.seats(case)}


def test_a_vote_is_cast_on_the_page_and_decides(desk: Client, world: World) -> None:
    case = bodies.sent_to(world, "sign")
    [seat] = bodies.seats(case)
    address = url(case, "vote", seat_id=seat.pk)
    assert address in page(desk, case)
    refused = desk.post(address, {"idempotency_key": "a", "vote": "no"}, follow=True).content.decode()
    assert "反对须说明理由" in refused
    desk.post(address, {"idempotency_key": "b", "vote": "no", "comment": "材料不实"})
    case.refresh_from_db()
    assert case.state == "failed"
    shown = page(desk, case)
    assert "反对1" in shown and "材料不实" in shown


def test_a_seat_is_added_on_the_page(desk: Client, world: World) -> None:
    case = bodies.sent_to(world, "sign")
    assert "孙审" in page(desk, case)
    data = {"idempotency_key": "a", "person": world.city_reviewer.pk, "reason": "涉及市级资金"}
    desk.post(url(case, "seat_add"), data)
    assert len(bodies.seats(case)) == 2


def roll(*votes: str) -> dict[str, Any]:
    return {
        "name": [f"委员{number}" for number in range(len(votes))] + [""],
        "unit": ["工信局"] * len(votes) + [""],
        "vote": [*votes, ""],
    }


def record(desk: Client, case: Case, **changes: Any) -> Any:
    data = {
        "held_on": "2026-02-01",
        "place": "三楼",
        "minutes": SimpleUploadedFile("纪要.pdf", PDF),
        "idempotency_key": "m",
        "expected_revision": case.revision,
        "do": "record",
        **roll("yes", "yes", "no"),
    }
    return desk.post(url(case, "meeting"), {**data, **changes})


def test_a_meeting_is_recorded_and_its_minutes_given_out(
    desk: Client, world: World, tmp_path: Any, settings: Any
) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    case = bodies.sent_to(world, "meeting")
    assert desk.get(url(case, "meeting")).status_code == 200
    assert desk.get(url(case, "minutes")).status_code == 404
    assert record(desk, case).status_code == 302
    case.refresh_from_db()
    assert case.state == "passed"
    shown = page(desk, case)
    assert "赞成2，反对1，弃权0" in shown and "应到3人，实到3人" in shown
    assert b"".join(desk.get(url(case, "minutes")).streaming_content) == PDF
    assert desk.get(url(case, "meeting")).status_code == 404


def test_a_refused_record_keeps_what_was_typed(desk: Client, world: World) -> None:
    case = bodies.sent_to(world, "meeting")
    response = record(desk, case, **roll("yes", "absent", "absent"))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "未达到法定到会人数" in shown
    assert 'value="委员2"' in shown and 'value="三楼"' in shown
    more = record(desk, case, do="rows")
    assert more.status_code == 200 and 'value="委员2"' in more.content.decode()
    assert record(desk, case, minutes="").status_code == 422
    assert not CaseEvent.objects.filter(transition="$meeting").exists()


def test_who_may_not_record_finds_no_page_for_it(client: Client, world: World) -> None:
    case = bodies.sent_to(world, "meeting")
    world.city_reviewer.groups.add(staff_group())
    client.force_login(world.city_reviewer)
    assert client.get(url(case)).status_code == 200
    assert client.get(url(case, "meeting")).status_code == 404


def test_the_page_costs_the_same_queries_however_many_seats_there_are(desk: Client, world: World) -> None:
    bodies.pool(16)
    counts = []
    for size in (5, 11):
        bodies.publish(panel={"size": size})
        case = bodies.sent_to(world, "panel")
        desk.get(url(case))
        with CaptureQueriesContext(connection) as captured:
            desk.get(url(case))
        counts.append(len(captured))
    assert counts[0] == counts[1]
