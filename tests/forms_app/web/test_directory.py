"""Looking a provider up while filling in."""

import pytest
from django.test import Client
from django.urls import reverse

from forms_app.web import directory
from tests.cms.accounts.conftest import make_organisation, make_user
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def providers(world: World) -> list[str]:
    """Two active providers and one that is not; an enterprise of a like name."""
    region = world.firm.region
    for name, kind, status in (
        ("云溪数字科技", "provider", "active"),
        ("大云溪软件", "provider", "active"),
        ("云溪停业", "provider", "suspended"),
        ("云溪机械", "enterprise", "active"),
    ):
        make_organisation(region, kind=kind, status=status, name=name)
    return ["云溪数字科技", "大云溪软件"]


def found(client: Client, text: str, name: str = "provider") -> list[dict[str, str]]:
    return client.get(reverse("forms_app:directory", args=[name]), {"q": text}).json()["entries"]


def test_providers_are_found_by_a_part_of_their_name(filler: Client, providers: list[str]) -> None:
    entries = found(filler, "云溪")
    assert [one["text"] for one in entries] == providers
    assert entries[0]["detail"] == "云溪市青岚县"
    assert found(filler, " ") == []
    assert found(filler, "没有这样的") == []


def test_the_search_asks_the_same_number_of_queries_however_many_it_finds(
    filler: Client, providers: list[str], django_assert_max_num_queries: object
) -> None:
    found(filler, "云溪")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        found(filler, "云溪")


def test_somebody_who_acts_for_nobody_finds_nothing(world: World, providers: list[str]) -> None:
    nobody = signed_in(make_user("nobody@example.com"))
    assert nobody.get(reverse("forms_app:directory", args=["provider"]), {"q": "云溪"}).status_code == 404
    assert Client().get(reverse("forms_app:directory", args=["provider"])).status_code == 302


def test_an_unknown_directory_is_not_there(filler: Client) -> None:
    assert filler.get(reverse("forms_app:directory", args=["nowhere"]), {"q": "云"}).status_code == 404


def test_the_search_is_throttled(filler: Client, providers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "ATTEMPTS", 1)
    address = reverse("forms_app:directory", args=["provider"])
    assert [filler.get(address, {"q": "云"}).status_code for _ in range(2)] == [200, 429]
