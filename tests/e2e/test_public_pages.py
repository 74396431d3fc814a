"""What a visitor meets first: readable by everyone at every width."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import AxeCheck, Shot

PUBLIC = {
    "home": "/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_passes_axe_and_fits_both_widths(name: str, visitor: Page, axe: AxeCheck, screenshot: Shot):
    answer = visitor.goto(PUBLIC[name])
    assert answer is not None and answer.ok
    axe(visitor)
    screenshot(visitor, f"public-{name}")


def test_visitor_who_asks_for_a_page_that_is_not_there_gets_a_page_in_chinese(visitor: Page, axe: AxeCheck):
    answer = visitor.goto("/no-such-page/")
    assert answer is not None and answer.status == 404
    assert visitor.locator("html").get_attribute("lang", timeout=5_000) in ("zh-hans", "zh-Hans", "zh-CN")
    axe(visitor)


def test_visitor_without_an_account_is_asked_to_sign_in_before_the_portal(visitor: Page):
    visitor.goto("/my/organisations/")
    assert "/accounts/login/" in visitor.url
