"""Input that arrives after the sign-in has expired, or under somebody else's: not saved, not lost, not shown around."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from forms_app.models import SectionAnswer
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.web.test_filling import inputs_of, page, step_url
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Requested-With": "autosave"}


def test_an_autosave_without_a_sign_in_is_answered_with_401(world: World, filler: Client) -> None:
    draft = world.start()
    sent = {**inputs_of(page(filler, step_url(draft))), "f-name": "甲"}
    response = Client().post(step_url(draft), sent, headers=AUTOSAVE)

    assert response.status_code == 401
    assert response.json() == {"error": "signed_out"}


def test_without_scripts_the_input_waits_on_the_page_until_the_person_has_signed_in(
    world: World, filler: Client
) -> None:
    draft = world.start()
    sent = {**inputs_of(page(filler, step_url(draft))), "f-profile": "<甲>\n乙", "action": "save"}
    waiting = Client().post(step_url(draft), sent)

    assert waiting.status_code == 401
    form = BeautifulSoup(waiting.content, "html.parser").select_one("main form")
    kept = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    assert kept["f-profile"] == "<甲>\n乙"
    assert filler.post(form["action"], kept).status_code == 302
    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-profile"] == "<甲>\n乙"


def test_the_token_of_an_earlier_sign_in_asks_once_more_instead_of_losing_the_input(world: World) -> None:
    draft = world.start()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.filler, backend="django.contrib.auth.backends.ModelBackend")
    sent = {
        **inputs_of(page(strict, step_url(draft))),
        "f-name": "甲",
        "action": "save",
        "csrfmiddlewaretoken": "a" * 64,
    }
    refused = strict.post(step_url(draft), sent, headers={"Origin": "http://testserver"})
    foreign = strict.post(step_url(draft), sent, headers={"Origin": "http://elsewhere.example"})

    assert refused.status_code == 403
    form = BeautifulSoup(refused.content, "html.parser").select_one("main form")
    kept = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    kept["csrfmiddlewaretoken"] = form.select_one("[name=csrfmiddlewaretoken]")["value"]
    assert strict.post(step_url(draft), kept).status_code == 302
    assert foreign.status_code == 403
    assert "f-name" not in foreign.content.decode()


def test_a_page_of_one_person_saves_nothing_under_the_name_of_another(world: World, filler: Client) -> None:
    draft = world.start()
    sent = {**inputs_of(page(filler, step_url(draft))), "f-name": "甲的名称"}
    colleague = signed_in(world.colleague)
    scripted = colleague.post(step_url(draft), sent, headers=AUTOSAVE)
    plain = colleague.post(step_url(draft), sent)

    assert (scripted.status_code, scripted.json()["error"]) == (403, "other_person")
    assert plain.status_code == 403
    assert "甲的名称" not in plain.content.decode()
    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").revision == 0


def test_after_signing_in_on_another_tab_the_page_says_where_to_go_on(world: World, filler: Client) -> None:
    assert "关闭此页" in filler.get(reverse("forms_app:signed_in")).content.decode()
