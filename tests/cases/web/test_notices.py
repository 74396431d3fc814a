"""The public pages of notices: the snapshot, its term, the list."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.models import Case, PublicNotice
from cms.accounts.models import Organisation
from tests.cases.notice_world import notices
from tests.cases.terms_world import at, known_2026, opened, take
from tests.cases.world import World, make_world


@pytest.fixture
def office(db: None) -> Iterator[World]:
    with time_machine.travel(at(2026, 3, 2), tick=False):
        world = make_world()
        known_2026()
        notices()
        yield world


def _published(world: World) -> PublicNotice:
    case = take(opened(world, "listed"), "publish", world.reviewer)
    return PublicNotice.objects.get(case=case)


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_anybody_reads_a_notice_with_its_term_and_fingerprint(office: World, client: Client) -> None:
    notice = _published(office)
    page = _text(client.get(reverse("notices:detail", args=[notice.number])))
    for words in (notice.title, "2026-03-02 至 2026-03-09（5 个工作日）", notice.sha256, office.bureau.name, "公示中"):
        assert words in page, words
    assert "3月7日至3月8日（周末）不计入" in page
    assert "<p>如有异议，请在公示期内实名提出。</p>" in page


def test_the_page_shows_the_snapshot_and_nothing_that_changed_since(office: World, client: Client) -> None:
    notice = _published(office)
    Organisation.objects.filter(pk=office.enterprise.pk).update(name="改名后的厂")
    Case.objects.update(title="改过的标题")
    page = _text(client.get(reverse("notices:detail", args=[notice.number])))
    assert "甲县机械厂" in page and "改名后的厂" not in page and "改过的标题" not in page


def test_the_list_tells_standing_notices_from_those_that_are_over(office: World, client: Client) -> None:
    standing, over = _published(office), _published(office)
    over.case.refresh_from_db()
    take(over.case, "notice_end", None)
    address = reverse("notices:index")
    assert standing.number in _text(client.get(address)) and over.number not in _text(client.get(address))
    later = _text(client.get(address, {"over": "1"}))
    assert over.number in later and standing.number not in later


def test_the_list_costs_the_same_queries_for_one_notice_and_for_many(
    office: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    address = reverse("notices:index")
    _published(office)
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    for _number in range(22):
        _published(office)
    with django_assert_max_num_queries(30) as many:
        page = client.get(address)
    assert len(many) == len(one)
    assert "1 / 2" in _text(page)


def test_an_unknown_notice_and_an_empty_list_say_so(office: World, client: Client) -> None:
    assert client.get(reverse("notices:detail", args=["GS-2026-999999"])).status_code == 404
    assert "目前没有正在公示的事项" in _text(client.get(reverse("notices:index")))
