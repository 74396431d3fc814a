"""The landing page."""

import pytest
from django.test import Client

from cms.accounts.services.roles_install import roles_install
from home.services.demo_pages_load import demo_pages_load
from tests.cms.accounts.conftest import make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_site(db: None, settings, tmp_path) -> None:
    """A site with the demo pages; its files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    roles_install()
    demo_pages_load()


def test_the_page_costs_a_handful_of_queries(client: Client, demo_site: None, django_assert_max_num_queries) -> None:
    client.get("/")
    with django_assert_max_num_queries(20):
        client.get("/")


def test_it_counts_who_takes_part_and_leaves_zeros_out(client: Client, demo_site: None) -> None:
    assert "参与试点企业" not in client.get("/").content.decode()
    region = make_region("990000", "示范省", "province")
    for kind in ("enterprise", "enterprise", "provider"):
        make_organisation(region, kind=kind)
    make_organisation(region, status="pending")
    body = client.get("/").content.decode()
    assert "<dt>参与试点企业</dt><dd>2</dd>" in body
    assert "<dt>数字化服务商</dt><dd>1</dd>" in body
