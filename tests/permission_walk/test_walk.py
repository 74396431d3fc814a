"""Nobody reaches a foreign object through any address of the site, by GET or by POST."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from tests.permission_walk.routes import (
    OBJECTS,
    OBJECTS_THAT_SAY_NOTHING,
    PLAIN,
    PLAIN_ARGUMENTS,
    Route,
    all_routes,
)
from tests.permission_walk.target import SECRETS, Target, make_target

REFUSALS = {401, 403, 404}
# Where a refusal may lead: to the sign-in page, or, in the admin, to its start page with a message.
DOORS = ("/accounts/login/", "/admin/login/")
ADMIN_HOME = "/admin/"
ROUTES = all_routes()
BUILDERS = {**OBJECTS, **OBJECTS_THAT_SAY_NOTHING}
WITH_OBJECT = [route for route in ROUTES if route.name in BUILDERS]
WITHOUT_OBJECT = [route for route in ROUTES if route.name in PLAIN]
FOREIGNERS = ("reviewer of another county", "enterprise of another organisation", "anonymous")


@pytest.fixture
def target(db: None) -> Target:
    return make_target()


def foreigner(target: Target, who: str) -> User | AnonymousUser:
    forms = target.world.forms
    return {FOREIGNERS[0]: forms.other_reviewer, FOREIGNERS[1]: forms.stranger}.get(who, AnonymousUser())


def signed_in(target: Target, who: str) -> Client:
    client = Client(raise_request_exception=True)
    person = foreigner(target, who)
    if isinstance(person, User):
        client.force_login(person)
    return client


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="replace")


def refused(response: Any) -> bool:
    if response.status_code in (301, 302):
        place = response["Location"].split("?")[0]
        return place.startswith(DOORS) or place == ADMIN_HOME
    # An address that takes only the other method says so before it looks for the object.
    return response.status_code in REFUSALS or response.status_code == 405


def send(client: Client, method: str, address: str) -> Any:
    if method == "get":
        return client.get(address)
    if address.startswith("/api/"):
        data = {"expected_revision": 0}
        return client.post(address, data, content_type="application/json", headers={"Idempotency-Key": "walk"})
    data = {"expected_revision": "0", "idempotency_key": "walk", "confirmed": "1", "key": "walk", "text": "x"}
    return client.post(address, {**data, "field_id": "f-profile", "field": "f-files"})


def test_every_address_is_classified() -> None:
    unknown = [route for route in ROUTES if route.name not in BUILDERS and route.name not in PLAIN]
    assert not unknown, f"enter in tests/permission_walk/routes.py how a foreign object is reached: {unknown}"


def test_no_entry_outlives_its_address() -> None:
    names = {route.name for route in ROUTES}
    assert set(BUILDERS) | PLAIN <= names, f"no such address any more: {(set(BUILDERS) | PLAIN) - names}"


def test_an_address_with_arguments_is_not_called_plain() -> None:
    assert {route.name for route in WITHOUT_OBJECT if route.parameters} == set(PLAIN_ARGUMENTS)


@pytest.mark.parametrize("who", FOREIGNERS)
def test_a_foreign_object_is_refused_everywhere(target: Target, who: str) -> None:
    client, before, leaks = signed_in(target, who), target.state(), []
    for route in WITH_OBJECT:
        address = reverse(route.name, kwargs=BUILDERS[route.name](target))
        for method in ("get", "post"):
            response = send(client, method, address)
            if route.name in OBJECTS and not refused(response):
                leaks.append(f"{method} {address}: {response.status_code} {response.headers.get('Location', '')}")
            leaks += [f"{method} {address} says {word}" for word in SECRETS if word in body(response)]
    assert not leaks, "\n".join(leaks)
    assert target.state() == before, "something foreign was changed"


def test_an_invited_provider_reaches_nothing_but_its_invitation_once_the_form_is_handed_in(target: Target) -> None:
    client, before, leaks = Client(), target.state(), []
    client.force_login(target.helper)
    for route in WITH_OBJECT:
        if route.name == "forms_app:co_filler_invitation":
            continue
        address = reverse(route.name, kwargs=BUILDERS[route.name](target))
        for method in ("get", "post"):
            response = send(client, method, address)
            if route.name in OBJECTS and not refused(response):
                leaks.append(f"{method} {address}: {response.status_code} {response.headers.get('Location', '')}")
            leaks += [f"{method} {address} says {word}" for word in SECRETS if word in body(response)]
    assert not leaks, "\n".join(leaks)
    assert target.state() == before, "something foreign was changed"


@pytest.mark.parametrize("who", FOREIGNERS)
def test_a_list_does_not_name_a_foreign_object(target: Target, who: str) -> None:
    client, leaks = signed_in(target, who), []
    for route in WITHOUT_OBJECT:
        arguments = PLAIN_ARGUMENTS[route.name](target) if route.name in PLAIN_ARGUMENTS else {}
        response = client.get(reverse(route.name, kwargs=arguments))
        leaks += [f"{route.name} says {word}" for word in SECRETS if word in body(response)]
    assert not leaks, "\n".join(leaks)


def test_the_walk_would_notice_an_open_door(target: Target) -> None:
    """The owner is not refused: the arguments do lead to the object."""
    client = Client()
    client.force_login(target.world.reviewer)
    for name in ("wagtail_cases:detail", "wagtail_cases:file", "wagtail_cases:print", "api-v1:read_case"):
        route = Route(name, frozenset())
        assert send(client, "get", reverse(route.name, kwargs=OBJECTS[name](target))).status_code == 200, name
