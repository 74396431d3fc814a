"""The demo site: loaded once, then the editors' own."""

from http import HTTPStatus

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site, Workflow

from cms.accounts.services.roles_install import roles_install
from cms.content.models import NoticePage, PolicyPage
from home.services.demo_pages_load import Loaded, demo_pages_load

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_site(settings, tmp_path) -> Site:
    """A site with the demo pages; its files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    roles_install()
    demo_pages_load()
    return Site.objects.get(is_default_site=True)


def test_loading_twice_changes_nothing(demo_site: Site) -> None:
    before = list(Page.objects.values_list("pk", "url_path", "latest_revision_id"))
    assert demo_pages_load() == Loaded(articles=20, created=0)
    assert list(Page.objects.values_list("pk", "url_path", "latest_revision_id")) == before


def test_the_command_says_what_it_did(demo_site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo_pages")
    assert "20" in capsys.readouterr().out


def test_what_an_editor_changed_stays(demo_site: Site) -> None:
    notice = NoticePage.objects.first()
    notice.title = "改过的标题"
    notice.save_revision().publish()
    demo_pages_load()
    assert NoticePage.objects.get(pk=notice.pk).title == "改过的标题"


def test_all_twenty_are_live_under_the_column_of_their_kind(demo_site: Site) -> None:
    assert NoticePage.objects.live().count() + PolicyPage.objects.live().count() == 20
    assert set(PolicyPage.objects.values_list("kind", flat=True)) == {"document", "explanation"}


def test_the_welcome_page_of_wagtail_is_gone(demo_site: Site) -> None:
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_pages_are_approved_by_publishers(demo_site: Site) -> None:
    workflow = Workflow.objects.get(active=True)
    (task,) = [entry.specific for entry in workflow.tasks]
    assert [group.name for group in task.groups.all()] == ["信息审核发布"]


def test_at_least_one_notice_has_a_table_and_two_attachments(demo_site: Site, client: Client) -> None:
    body = client.get("/notices/20250106-1/").content.decode()
    assert "申报材料清单" in body
    assert body.count('class="attachment"') >= 2


def test_home_names_notices_policies_and_steps(demo_site: Site, client: Client) -> None:
    response = client.get("/")
    assert response.status_code == HTTPStatus.OK
    body = response.content.decode()
    for text in ("通知公告", "政策文件", "办理流程", "我要填报", "专项资金管理办法"):
        assert text in body
