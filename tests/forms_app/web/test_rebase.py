"""The filler sees what a newer version changes, and decides."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from forms_app.engine.spec import FormSpec
from forms_app.models import Draft
from tests.forms_app.services.test_draft_rebase import NEXT, republish
from tests.forms_app.web.test_filling import inputs_of
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


def text_of(client: Client, name: str, draft: Draft, *args: str) -> str:
    with translation.override("zh-hans"):
        response = client.get(reverse(f"forms_app:{name}", args=[draft.pk, *args]))
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def test_the_task_list_tells_of_a_newer_version_and_the_plan_says_what_happens(world: World, filler: Client) -> None:
    draft = world.complete()
    assert "表单已更新" not in text_of(filler, "tasks", draft)
    republish(world, NEXT)

    assert "表单已更新（第 2 版）" in text_of(filler, "tasks", draft)
    plan = text_of(filler, "rebase", draft)
    for words in (
        "上年用电量 必填",
        "所有制 （ 原为 ：企业性质）",
        "从“基本情况”移到“改造情况”",
        "联系方式",
        "13800000000",
        "转入“旧版填写内容”",
        "在本表截止之前，您也可以继续按现在的版本填写并提交。",
    ):
        assert words.replace(" ", "") in plan.replace(" ", ""), words


def test_continuing_leads_to_the_new_version_with_a_drawer(world: World, filler: Client) -> None:
    draft = world.complete()
    republish(world, NEXT)
    response = filler.post(reverse("forms_app:rebase", args=[draft.pk]), {"version": "2"})

    assert response["Location"] == reverse("forms_app:tasks", args=[draft.pk])
    tasks, step = text_of(filler, "tasks", draft), text_of(filler, "step", draft, "basics")
    for page in (tasks, step):
        assert "旧版填写内容" in page
        assert "13800000000" in page
    assert "表单已更新" not in tasks
    assert "旧版填写内容" not in text_of(filler, "step", draft, "effects")


@pytest.mark.parametrize("number", ["", "x", "1", "9", "99999999999999999999", "²"])
def test_a_version_that_is_none_is_refused_with_words(world: World, filler: Client, number: str) -> None:
    draft = world.start()
    republish(world, NEXT)
    filler.post(reverse("forms_app:rebase", args=[draft.pk]), {"version": number})

    draft.refresh_from_db()
    assert draft.version == world.version


def test_a_stranger_and_a_form_under_review_find_no_plan(world: World, filler: Client, stranger: Client) -> None:
    submission = world.submitted()
    republish(world, NEXT)
    url = reverse("forms_app:rebase", args=[submission.draft_id])

    assert stranger.get(url).status_code == 404
    assert stranger.post(url, {"version": "2"}).status_code == 404
    assert filler.get(url).status_code == 302
    filler.post(url, {"version": "2"})
    submission.refresh_from_db()
    assert submission.draft.version == world.version


def test_the_queries_do_not_grow_with_what_is_retired(
    world: World, filler: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = world.complete()
    republish(world, NEXT)
    filler.get(reverse("forms_app:tasks", args=[draft.pk]))
    with django_assert_max_num_queries(12):
        filler.get(reverse("forms_app:rebase", args=[draft.pk]))
    filler.post(reverse("forms_app:rebase", args=[draft.pk]), {"version": "2"})
    republish(world, bare_form())
    counts = []
    for number in (2, 3):
        with django_assert_max_num_queries(20) as captured:
            filler.get(reverse("forms_app:tasks", args=[draft.pk]))
        counts.append(len(captured))
        filler.post(reverse("forms_app:rebase", args=[draft.pk]), {"version": str(number + 1)})
    assert counts[1] <= counts[0] + 1  # the name of the last one who saved


def bare_form() -> FormSpec:
    """Return the form with nearly nothing left in it."""
    kept = tuple(one for one in NEXT.sections[0].fields if one.id == "f-new")
    return replace(NEXT, sections=(replace(NEXT.sections[0], fields=kept),))


def test_a_tab_with_the_older_version_is_told_what_went_to_the_drawer(world: World, filler: Client) -> None:
    draft = world.complete()
    url = reverse("forms_app:step", args=[draft.pk, "basics"])
    shown = inputs_of(BeautifulSoup(filler.get(url).content, "html.parser"))
    assert shown["version"] == "1"
    republish(world, NEXT)
    filler.post(reverse("forms_app:rebase", args=[draft.pk]), {"version": "2"})

    sent = {**shown, "f-phone": "13999999999"}
    answer = filler.post(url, sent, headers={"X-Requested-With": "autosave"})
    assert (answer.status_code, answer.json()["error"]) == (409, "rebased")
    assert "旧版填写内容”：联系方式" in answer.json()["message"]
    assert "13999999999" in text_of(filler, "tasks", draft)
    plain = filler.post(url, {**sent, "f-phone": "13777777777", "action": "save"}, follow=True)
    assert "已存入“旧版填写内容”：联系方式" in plain.content.decode()
    assert "13777777777" in text_of(filler, "tasks", draft)
