"""Who else is in a section is shown; looking, taking over and leaving work, with scripts and without."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_app.engine.lease import LEASE_SECONDS
from forms_app.models import Draft, SectionAnswer
from tests.forms_app.web.test_filling import inputs_of, page, step_url
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Requested-With": "autosave"}
PRESENCE = {"X-Requested-With": "presence"}


def tell(client: Client, draft: Draft, action: str, **more: object) -> dict[str, object] | None:
    url = reverse("forms_app:presence", args=[draft.pk])
    data = {"section": "s-basics", "action": action, "writer": "page", **more}
    response = client.post(url, data, headers=PRESENCE)
    assert response.status_code == 200, response.content
    found: dict[str, object] | None = response.json()["lease"]
    return found


def note(soup: BeautifulSoup) -> str:
    found = soup.select_one("[data-lease-note]")
    return "" if found is None or found.has_attr("hidden") else found.text


def autosave(client: Client, draft: Draft, **more: str) -> dict[str, object]:
    shown = inputs_of(page(client, step_url(draft)))
    answer = client.post(step_url(draft), {**shown, "writer": "w1", "sequence": "1", **more}, headers=AUTOSAVE)
    found: dict[str, object] = answer.json()
    return found


def test_a_colleague_sees_who_is_typing_in_a_section_and_the_typist_does_not(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    autosave(filler, draft, **{"f-phone": "13900000000"})
    shown = note(page(colleague, step_url(draft)))
    assert f"{world.filler} 正在填写本节" in shown
    assert "刚刚" in shown
    assert "接手填写" in shown
    assert note(page(filler, step_url(draft))) == ""
    tasks = page(colleague, reverse("forms_app:tasks", args=[draft.pk]))
    assert [f"{world.filler} 正在填写本节" in one.text for one in tasks.select(".task-list-item")] == [
        True,
        False,
        False,
    ]


def test_a_lease_that_nobody_renews_is_not_shown_any_more(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    autosave(filler, draft)
    past = (timezone.now() - dt.timedelta(seconds=LEASE_SECONDS)).isoformat()
    draft.refresh_from_db()
    draft.leases["s-basics"]["seen"] = past
    Draft.objects.filter(pk=draft.pk).update(leases=draft.leases)
    assert note(page(colleague, step_url(draft))) == ""


def test_opening_a_section_takes_nothing_and_asks_the_database_nothing_more(world: World, filler: Client) -> None:
    draft = world.start()
    page(filler, step_url(draft))
    draft.refresh_from_db()
    assert draft.leases == {}


def test_reading_only_shows_the_answers_and_not_one_input(world: World, filler: Client) -> None:
    draft = world.complete()
    soup = page(filler, f"{step_url(draft)}?view=1")
    assert "从事精密零件加工。" in soup.text
    assert soup.select(".form-fields input, .form-fields textarea, .form-fields select") == []
    assert soup.select_one("form.form-step") is None


def test_the_first_one_is_told_at_the_next_save_who_took_over_and_the_save_is_kept(
    world: World, filler: Client, colleague: Client
) -> None:
    draft = world.start()
    autosave(filler, draft, **{"f-phone": "13900000000"})
    assert tell(colleague, draft, "take", holder=world.filler.pk) is None
    answer = autosave(filler, draft, **{"f-phone": "13911111111", "sequence": "2"})
    lease = answer["lease"]
    assert isinstance(lease, dict)
    assert f"{world.colleague} 于" in lease["text"]
    assert lease["taken"] is True
    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-phone"] == "13911111111"
    assert tell(filler, draft, "renew") == {**lease, "text": lease["text"]}


def test_without_scripts_taking_over_leads_back_to_the_section(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    autosave(filler, draft)
    soup = page(colleague, step_url(draft))
    form = soup.select_one("[data-lease-take]")
    assert form is not None
    sent = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    response = colleague.post(form["action"], sent)
    assert response["Location"] == step_url(draft)
    assert note(page(colleague, step_url(draft))) == ""
    assert "接手填写本节" in note(page(filler, step_url(draft)))


def test_who_was_slower_is_told_who_took_over_first(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    autosave(filler, draft)
    tell(colleague, draft, "take", holder=world.filler.pk)
    # The page of this one still shows nobody.
    url = reverse("forms_app:presence", args=[draft.pk])
    response = filler.post(url, {"section": "s-basics", "action": "take", "holder": "0"}, follow=True)
    assert f"{world.colleague} 先一步接手了本节" in response.content.decode()


@pytest.mark.parametrize("button", ["save", "continue"])
def test_leaving_by_a_button_or_by_closing_the_page_ends_the_lease(world: World, filler: Client, button: str) -> None:
    draft = world.complete()
    autosave(filler, draft)
    shown = inputs_of(page(filler, step_url(draft)))
    filler.post(step_url(draft), {**shown, "writer": "w1", "sequence": "2", "action": button})
    draft.refresh_from_db()
    assert draft.leases == {}

    autosave(filler, draft, sequence="3")
    url = reverse("forms_app:presence", args=[draft.pk])
    sent = {"section": "s-basics", "action": "leave", "writer": "w1"}
    assert filler.post(url, sent).status_code == 204
    draft.refresh_from_db()
    assert draft.leases == {}


def test_a_page_of_a_form_that_was_handed_in_cannot_take_a_section(world: World, filler: Client) -> None:
    submission = world.submitted()
    url = reverse("forms_app:presence", args=[submission.draft_id])
    sent = {"section": "s-basics", "action": "take", "holder": "0"}
    response = filler.post(url, sent, headers=PRESENCE)
    assert (response.status_code, response.json()["error"]) == (409, "draft_not_editable")


def test_before_handing_in_it_is_said_who_is_still_typing(world: World, filler: Client, colleague: Client) -> None:
    draft = world.complete()
    autosave(filler, draft)
    check = page(colleague, reverse("forms_app:check", args=[draft.pk]))
    assert "还有同事正在填写本表" in check.text
    assert f"{world.filler} 正在填写本节" in check.text


def test_an_address_with_a_fragment_does_not_stay_when_the_step_is_sent(world: World, filler: Client) -> None:
    form = page(filler, step_url(world.start())).select_one("form.form-step")
    assert form is not None
    assert form["action"].endswith("/s/basics/")
