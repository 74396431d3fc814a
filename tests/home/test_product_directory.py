"""Products chosen in a form: 附2 asks for each provider and each of its products one row."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import Organisation
from cms.content.models import Product
from forms_app.engine.answers import MISSING_CODES
from forms_app.models import SectionAnswer
from tests.cms.accounts.conftest import make_organisation, make_user
from tests.forms_app.engine.specs import sheet
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import World, make_world

pytestmark = pytest.mark.django_db

# Providers are judged after the transformation; here that stage is open from the start.
SHEET = replace(sheet(), stages_at_start=())
RESULTS = next(one for one in SHEET.sections if one.key == "results")
TABLE = next(one for one in RESULTS.fields if one.key == "provider_eval")
COLUMNS = {column.key: column.id for column in TABLE.columns}
Row = tuple[str, str, str, str]


@pytest.fixture
def world(db: None) -> World:
    """A world in which 附2 is open."""
    return make_world(SHEET)


@pytest.fixture
def catalogue(world: World) -> dict[str, Organisation]:
    """Two providers with three products of which one has the name of another's, and one that is not on offer."""
    region = world.firm.region
    made = {name: make_organisation(region, kind="provider", name=name) for name in ("云溪智衡", "青岚数砺")}
    offered = [("云溪智衡", "制造执行"), ("云溪智衡", "看板"), ("青岚数砺", "看板"), ("青岚数砺", "进销存")]
    for provider, name in offered:
        Product.objects.create(provider=made[provider], name=name)
    Product.objects.create(provider=made["青岚数砺"], name="看板草稿", live=False)
    return made


def post_of(*rows: Row) -> dict[str, Any]:
    """Return rows of provider, product, rating and comment as a page without scripts sends them."""
    post: dict[str, Any] = {f"{TABLE.id}-rows": ",".join(f"r{number}" for number in range(len(rows)))}
    for number, row in enumerate(rows):
        for key, text in zip(("provider", "product", "rating", "comment"), row, strict=True):
            post[f"{TABLE.id}-r{number}-{COLUMNS[key]}"] = text
    return post


def saved(world: World, post: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    draft = world.start()
    result = world.save(draft, RESULTS, post)
    rows = SectionAnswer.objects.get(draft=draft, section_id=RESULTS.id).data.get(TABLE.id, [])
    return rows, [
        one.message % one.params for one in result.result.faults if one.blocks and one.code not in MISSING_CODES
    ]


@pytest.mark.row("JS-66")
def test_two_providers_with_three_products_make_three_rows_with_rating_and_comment(
    world: World, catalogue: dict[str, Organisation]
) -> None:
    given = [("云溪智衡", "制造执行"), ("云溪智衡", "看板"), ("青岚数砺", "看板")]
    rows, faults = saved(world, post_of(*((*one, "满意", f"好用{one[1]}") for one in given)))
    assert faults == []
    assert [(row[COLUMNS["provider"]]["text"], row[COLUMNS["product"]]["text"]) for row in rows] == given
    assert [row[COLUMNS["rating"]] for row in rows] == ["满意"] * 3
    assert [row[COLUMNS["comment"]] for row in rows] == ["好用制造执行", "好用看板", "好用看板"]
    chosen = Product.objects.in_bulk([int(row[COLUMNS["product"]]["id"]) for row in rows])
    assert [chosen[int(row[COLUMNS["product"]]["id"])].provider.name for row in rows] == [one[0] for one in given]


def test_what_the_catalogue_does_not_hold_may_be_typed(world: World, catalogue: dict[str, Organisation]) -> None:
    rows, faults = saved(world, post_of(("名录外公司", "自研系统", "满意", ""), ("青岚数砺", "看板草稿", "满意", "")))
    assert faults == []
    assert [row[COLUMNS["product"]] for row in rows] == [
        {"id": "", "text": "自研系统"},
        {"id": "", "text": "看板草稿"},
    ]


def test_the_product_of_another_provider_is_refused_and_what_was_typed_stays(
    world: World, catalogue: dict[str, Organisation]
) -> None:
    post = post_of(("青岚数砺", "制造执行", "满意", "好用"))
    post[f"{TABLE.id}-r0-{COLUMNS['product']}-id"] = str(Product.objects.get(name="制造执行").pk)
    draft = world.start()
    result = world.save(draft, RESULTS, post)
    (message,) = [
        one.message % one.params for one in result.result.faults if one.blocks and one.code not in MISSING_CODES
    ]
    assert "制造执行" in message
    assert "“云溪智衡”" in message
    assert "“青岚数砺”" in message
    kept = SectionAnswer.objects.get(draft=draft, section_id=RESULTS.id)
    assert COLUMNS["product"] not in kept.data[TABLE.id][0]
    assert kept.rejected[f"{TABLE.id}-r0-{COLUMNS['product']}"] == "制造执行"


def test_saving_many_rows_asks_as_often_as_saving_few(world: World, catalogue: dict[str, Organisation]) -> None:
    def asked(number: int) -> int:
        draft = world.start()
        rows = [("云溪智衡", f"产品{one}", "满意", "") for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            world.save(draft, RESULTS, post_of(*rows))
        return len(queries)

    Product.objects.bulk_create(Product(provider=catalogue["云溪智衡"], name=f"产品{one}") for one in range(40))
    asked(1)
    assert asked(2) == asked(40)


def found(client: Client, text: str, **more: object) -> list[tuple[str, str]]:
    answer = client.get(reverse("forms_app:directory", args=["product"]), {"q": text, **more})
    return [(one["text"], one["detail"]) for one in answer.json()["entries"]]


def test_the_search_offers_the_products_of_the_chosen_provider_alone(
    world: World, catalogue: dict[str, Organisation]
) -> None:
    client = signed_in(world.filler)
    assert found(client, "看板") == [("看板", "云溪智衡"), ("看板", "青岚数砺")]
    assert found(client, "看", above=catalogue["青岚数砺"].pk) == [("看板", "青岚数砺")]
    assert found(client, "看", above="1 OR 1=1") == []
    assert found(client, "看", above="９") == []
    assert (
        signed_in(make_user("nobody@example.com"))
        .get(reverse("forms_app:directory", args=["product"]), {"q": "看"})
        .status_code
        == 404
    )
