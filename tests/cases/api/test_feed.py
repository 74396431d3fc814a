"""The feed of events: only of what the caller may see, in order, to be gone on with where one stopped."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.selectors import event_feed
from cms.accounts.models import User
from tests.cases.world import World, make_world

FEED = "/api/v1/cases/events"


@pytest.fixture
def small(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(event_feed, "SETTLED", dt.timedelta())
    return make_world()


def read(client: Client, user: User, **query: Any) -> dict[str, Any]:
    client.force_login(user)
    body: dict[str, Any] = client.get(FEED, query).json()
    return body


def test_the_feed_is_of_cloud_events_in_order_and_goes_on_after_its_cursor(client: Client, small: World) -> None:
    case = small.walk(small.case(), "return", "resubmit", "accept")
    first = read(client, small.reviewer, limit=2)
    assert [one["id"] for one in first["items"]] == [f"{case.number}:1", f"{case.number}:2"]
    rest = read(client, small.reviewer, after=first["next"])
    assert [one["type"] for one in rest["items"]] == ["cn.pilotdesk.case.closed"]
    assert read(client, small.reviewer, after=rest["next"]) == {"next": rest["next"], "items": []}


def test_nobody_reads_of_a_case_that_they_may_not_see(client: Client, small: World) -> None:
    small.walk(small.case(), "accept")
    for user in (small.other_reviewer, small.other_applicant, small.stranger):
        assert read(client, user)["items"] == []
    for user in (small.applicant, small.reviewer, small.city_reviewer):
        assert len(read(client, user)["items"]) == 1
    client.logout()
    assert client.get(FEED).status_code == 401


def test_an_event_carries_no_comment_and_no_name(client: Client, small: World) -> None:
    case = small.walk(small.case(), "return")
    client.force_login(small.applicant)
    told = client.get(FEED).content.decode()
    assert case.number in told
    for hidden in ("意见", small.reviewer.full_name, small.enterprise.name):
        assert hidden not in told


def test_a_step_appears_only_when_no_earlier_one_can_follow_it(
    client: Client, small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_feed, "SETTLED", dt.timedelta(minutes=1))
    small.walk(small.case(), "accept")
    assert read(client, small.reviewer)["items"] == []


def test_the_feed_costs_the_same_queries_for_one_event_and_for_many(client: Client, small: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert read(client, small.reviewer)["items"]
        return len(queries)

    small.walk(small.case(), "accept")
    cost()
    few = cost()
    small.walk(small.case(), "return", "resubmit", "accept")
    assert cost() == few
