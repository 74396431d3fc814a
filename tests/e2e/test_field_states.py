"""Every field type in every state: nothing for axe to find, on wide and on narrow screens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forms_app.engine.fields import field_types
from tests.e2e import field_answers, field_forms

STATES = ("empty", "filled", "error", "locked", "remarked")
FIELDS = [one["id"] for one in field_forms.every_type_form()["sections"][0]["fields"]]
TYPES = {one["type"] for one in field_forms.every_type_fields()}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_field_type(
    state: str,
    field_state: Callable[[str], Page],
    axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    page = field_state(state)
    expect(page.locator("[id^=field-]")).to_have_count(len(FIELDS))
    screenshot(page, f"fields-{state}")
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)


def test_every_field_says_what_is_wrong_with_it(field_state: Callable[[str], Page]) -> None:
    page = field_state("error")
    wrong = page.locator("[id^=field-].has-error").evaluate_all("(all) => all.map((one) => one.id.slice(6))")
    assert wrong == [one for one in FIELDS if one not in field_answers.NEVER_WRONG]
    for one in wrong:
        shown = page.locator(f"#field-{one} .field-error").first
        expect(shown).not_to_be_empty()


def test_after_a_return_only_the_remarked_rows_are_open(field_state: Callable[[str], Page]) -> None:
    page = field_state("locked")
    names = page.locator(".form-fields :is(input, select, textarea)[name]:not([type=hidden])").evaluate_all(
        "(all) => all.map((one) => one.name.split('-').slice(0, 2).join('-'))"
    )
    names = [one for one in names if not one.startswith("reply-")]
    # What is corrected must be stamped again, so the scan is open too.
    assert set(names) == {"fbudget-r1", "findicators-m1", "fscan-upload", "fscan-code"}
    expect(page.locator("#field-fcard .answer")).to_have_text("110105********002X")
    expect(page.locator("textarea[name^=reply-]")).to_have_count(2)
    expect(page.locator("#field-fbudget .grid-row.is-locked")).to_contain_text("生产管理软件")


def test_the_form_holds_every_field_type() -> None:
    assert set(field_types()) == TYPES
