"""What a visitor gets."""

import datetime
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from cms.content.models import NoticePage, SiteIdentity
from tests.cms.content.conftest import Desk

pytestmark = pytest.mark.django_db


def publish(desk: Desk, count: int) -> list[NoticePage]:
    """Publish so many notices, one a day."""
    first = datetime.datetime(2025, 1, 1, 9, tzinfo=timezone.get_default_timezone())
    return [
        desk.notices.add_child(
            instance=NoticePage(title=f"第{number}号通知", published_at=first + datetime.timedelta(days=number))
        )
        for number in range(1, count + 1)
    ]


def count_queries(client: Client, address: str, django_assert_max_num_queries) -> int:
    """Return how many queries a second visit takes: the first one fills caches."""
    client.get(address)
    with django_assert_max_num_queries(30) as captured:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(captured)


def test_a_list_takes_the_same_queries_however_long_it_is(
    client: Client, desk: Desk, django_assert_max_num_queries
) -> None:
    publish(desk, 2)
    few = count_queries(client, "/notices/", django_assert_max_num_queries)
    publish_more = 8
    for number in range(publish_more):
        desk.notices.add_child(instance=NoticePage(title=f"再{number}"))
    assert count_queries(client, "/notices/", django_assert_max_num_queries) == few


def test_an_empty_column_says_so(client: Client, desk: Desk) -> None:
    assert "暂无内容" in client.get("/policies/").content.decode()


def test_a_long_list_comes_in_pages_newest_first(client: Client, desk: Desk) -> None:
    publish(desk, 12)
    first = client.get("/notices/").content.decode()
    assert "第12号通知" in first
    assert "第2号通知" not in first
    assert "第2号通知" in client.get("/notices/?page=2").content.decode()
    assert client.get("/notices/?page=abc").status_code == HTTPStatus.OK


def test_a_list_can_be_narrowed_to_a_kind(client: Client, desk: Desk) -> None:
    publish(desk, 1)
    desk.notices.add_child(instance=NoticePage(title="名单公示", kind="publicity"))
    body = client.get("/notices/?kind=publicity").content.decode()
    assert "名单公示" in body
    assert "第1号通知" not in body


def test_an_article_leads_to_its_neighbours(client: Client, desk: Desk) -> None:
    notices = publish(desk, 3)
    body = client.get(notices[1].url).content.decode()
    assert "第1号通知" in body
    assert "第3号通知" in body


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/notices/", 7),
        ("/notices/20250102-1/", 10),
    ],
)
def test_pages_carry_the_meta_tags_of_government_sites(client: Client, desk: Desk, address: str, names: int) -> None:
    publish(desk, 1)
    body = client.get(address).content.decode()
    expected = [
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
        "ArticleTitle",
        "PubDate",
        "ContentSource",
    ][:names]
    assert [name for name in expected if f'<meta name="{name}"' not in body] == []


def test_the_publishing_time_has_the_official_form(client: Client, desk: Desk) -> None:
    publish(desk, 1)
    assert '<meta name="PubDate" content="2025-01-02 09:00">' in client.get("/notices/20250102-1/").content.decode()


def test_the_footer_says_what_staff_entered_as_site_identity(client: Client, desk: Desk) -> None:
    SiteIdentity.objects.create(
        site=desk.site,
        sponsor="云溪市工业和信息化局",
        phone="000-00000001",
        site_code="9999000001",
        icp="示ICP备00000000号-1",
        police="示公网安备 00000000000000号",
    )
    body = client.get("/notices/").content.decode()
    for text in ("主办单位：云溪市工业和信息化局", "000-00000001", "9999000001", "示ICP备00000000号-1", "示公网安备"):
        assert text in body


def test_public_pages_have_the_strict_policy_and_no_inline_code(client: Client, desk: Desk) -> None:
    publish(desk, 1)
    for address in ("/notices/", "/notices/20250102-1/"):
        response = client.get(address)
        body = response.content.decode()
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
        assert "<style" not in body
        assert " style=" not in body
        assert "onclick" not in body
        assert not response.cookies


def test_the_disclosure_header_shows_only_what_is_filled_in(client: Client, desk: Desk) -> None:
    notice = desk.notices.add_child(instance=NoticePage(title="通知", document_number="云工信演〔2025〕1号"))
    body = client.get(notice.url).content.decode()
    assert "发文字号" in body
    assert "索引号" not in body
