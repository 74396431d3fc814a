"""The frame of every page."""

from http import HTTPStatus

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_missing_page_answers_in_the_frame_of_the_site(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert 'id="main"' in response.content.decode()


def test_public_pages_set_no_cookie_for_a_visitor(client: Client) -> None:
    assert not client.get("/no-such-page/").cookies


def test_the_page_for_server_errors_needs_no_context() -> None:
    assert "error-page" in render_to_string("500.html")


def test_the_language_switch_keeps_the_address_and_needs_no_token() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/language/", {"language": "en", "next": "/no-such-page/"})
    assert response.url == "/no-such-page/"
    assert 'lang="en"' in client.get("/no-such-page/").content.decode()


def test_every_page_carries_the_strict_policy_and_has_no_inline_code(client: Client) -> None:
    response = client.get("/no-such-page/")
    policy = response.headers["Content-Security-Policy"]
    body = response.content.decode()
    assert "unsafe-inline" not in policy
    assert "<style" not in body
    assert " style=" not in body
    assert "<script>" not in body


def test_the_footer_leads_to_the_site_map(client: Client) -> None:
    response = client.get("/site-map/")
    assert response.status_code == HTTPStatus.OK
    assert 'href="/site-map/"' in response.content.decode()
