"""Products of service providers: kept by the editors, chosen in forms."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import Organisation, Region
from cms.content.facade import products_load, products_named, products_picked
from cms.content.models import Product
from cms.programmes.demo.document import demo_part
from cms.programmes.demo.load import demo_load
from tests.cms.accounts.conftest import make_organisation
from tests.cms.content.conftest import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(desk: Desk) -> Organisation:
    region, _made = Region.objects.get_or_create(code="999921", defaults={"name": "青岚县", "level": "county"})
    return make_organisation(region, kind="provider", status="active", name="云溪数科")


def add(client: Client, provider: Organisation, name: str, **more: str) -> None:
    address = reverse("wagtailsnippets_content_product:add")
    client.post(address, {"provider": provider.pk, "name": name, "direction": "", "summary": "", **more})


def test_an_editor_prepares_a_product_and_a_publisher_puts_it_on_offer(
    client: Client, desk: Desk, provider: Organisation
) -> None:
    client.force_login(desk.editor)
    add(client, provider, " 制造  执行 ", **{"action-publish": "1"})
    product = Product.objects.get()
    assert (product.name, product.live) == ("制造 执行", False)
    assert products_named("制造", None, 20) == []
    client.force_login(desk.publisher)
    edit = reverse("wagtailsnippets_content_product:edit", args=[product.pk])
    form = {"provider": provider.pk, "name": "制造执行", "direction": "", "summary": "", "action-publish": "1"}
    client.post(edit, form)
    assert [one.name for one in products_named("制造", None, 20)] == ["制造执行"]
    listed = client.get(reverse("wagtailsnippets_content_product:list"), {"q": "数科"}).content.decode()
    assert "制造执行" in listed


def test_a_provider_has_a_product_of_one_name_once(provider: Organisation) -> None:
    Product.objects.create(provider=provider, name="看板")
    with pytest.raises(ValidationError):
        Product(provider=provider, name=" 看板 ").full_clean()


def test_only_published_products_of_active_providers_are_offered(provider: Organisation) -> None:
    for name, live in (("看板一", True), ("看板二", False)):
        Product.objects.create(provider=provider, name=name, live=live)
    assert [one.name for one in products_named("看板", provider.pk, 20)] == ["看板一"]
    assert products_named("看板", provider.pk + 1, 20) == []
    Organisation.objects.filter(pk=provider.pk).update(status="suspended")
    assert products_named("看板", None, 20) == []
    known = products_picked([], ["看板一", "看板二"])
    assert [(one.name, one.offered) for one in known] == [("看板一", False), ("看板二", False)]


def test_the_search_is_bounded_and_one_query(provider: Organisation) -> None:
    Product.objects.bulk_create(Product(provider=provider, name=f"看板{one}") for one in range(150))
    with CaptureQueriesContext(connection) as asked:
        assert len(products_named("看板", None, 20)) == 20
    assert len(asked) == 1


def test_the_demo_has_products_and_adds_them_once() -> None:
    demo_load()
    entries = demo_part("products")["products"]
    assert Product.objects.filter(live=True, provider__kind="provider").count() == len(entries) >= 3
    assert products_load(entries=entries) == 0
