"""Staff edit a case type in cards; what is faulty is named with its place and nothing typed is lost."""

import copy
import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import CaseType, CaseTypeDefinition, CaseTypeVersion
from cases.services.case_type_editor import document_in
from tests.cases.admin.case_types.browser import post_of, url
from tests.cases.world import TWO_STEPS

pytestmark = pytest.mark.django_db


def changed(change: Any) -> dict[str, Any]:
    document = copy.deepcopy(TWO_STEPS)
    change(document)
    return document


def test_the_cards_of_an_empty_page_become_a_draft(staff: Client) -> None:
    answer = staff.post(url("add"), post_of(TWO_STEPS))
    made = CaseTypeDefinition.objects.get()
    assert (answer.status_code, made.live) == (302, False)
    assert document_in(made.get_latest_revision_as_object()) == TWO_STEPS
    assert not CaseTypeVersion.objects.exists()


def test_publishing_freezes_a_version_for_the_days_that_are_named(staff: Client, two_steps: CaseTypeDefinition) -> None:
    begins = timezone.localdate() + dt.timedelta(days=3)
    days = {"valid_from": begins.isoformat(), "change_note": "首个版本", "action-publish": "1"}
    assert staff.post(url("edit", two_steps.pk), post_of(TWO_STEPS, **days)).status_code == 302
    version = CaseTypeVersion.objects.get()
    assert (version.definition, version.valid_from, version.change_note) == (TWO_STEPS, begins, "首个版本")
    two_steps.refresh_from_db()
    assert two_steps.live


def test_what_is_wrong_keeps_it_from_being_published_and_nothing_typed_is_lost(
    staff: Client, two_steps: CaseTypeDefinition
) -> None:
    document = changed(lambda one: one["transitions"][3].update(to="heaven", title="送上天"))
    answer = staff.post(url("edit", two_steps.pk), post_of(document, **{"action-publish": "1"}))
    page = answer.content.decode()
    assert "办理动作“送上天”：状态“heaven”不存在。" in page
    assert not CaseTypeVersion.objects.exists()
    assert "heaven" in page


def test_a_faulty_case_type_may_be_kept_as_a_draft(staff: Client, two_steps: CaseTypeDefinition) -> None:
    document = changed(lambda one: one["transitions"][3].update(to="heaven"))
    assert staff.post(url("edit", two_steps.pk), post_of(document)).status_code == 302
    latest = CaseTypeDefinition.objects.get().get_latest_revision_as_object()
    assert document_in(latest)["transitions"][3]["to"] == "heaven"


FAULTS: list[tuple[Any, tuple[Any, ...]]] = [
    (lambda one: one["transitions"][3].update(to="heaven"), ("transitions", 3, "to")),
    (lambda one: one["transitions"][0]["actor"].update(roles=["ghost"]), ("transitions", 0, "roles")),
    (lambda one: one["transitions"][1].update(requires=["luck"]), ("transitions", 1, "requires")),
    (lambda one: one["states"].append({"key": "island", "title": "孤岛", "kind": "final"}), ("states", 4, "")),
    (lambda one: one["states"][1].pop("title"), ("states", 1, "title")),
    (lambda one: one["opening"].update(first="jump"), (None, None, "opening_first")),
    (lambda one: one.update(states=[]), ("states", None, "")),
]


@pytest.mark.parametrize(("change", "place"), FAULTS, ids=[str(place) for _change, place in FAULTS])
def test_the_checklist_names_the_card_and_the_input(staff: Client, change: Any, place: tuple[Any, ...]) -> None:
    answer = staff.post(url("check"), post_of(changed(change)))
    found = [(one["part"], one["index"], one["attribute"]) for one in answer.json()["problems"]]
    assert place in found


def test_the_checklist_calls_an_input_by_its_label(staff: Client) -> None:
    answer = staff.post(url("check"), post_of(changed(lambda one: one["states"][1].pop("title"))))
    messages = [one["message"] for one in answer.json()["problems"]]
    assert "状态“review”：缺少“状态名称”。" in messages


def test_the_checklist_calls_a_state_by_its_title(staff: Client) -> None:
    island = {"key": "island", "title": "孤岛", "kind": "final"}
    answer = staff.post(url("check"), post_of(changed(lambda one: one["states"].append(island))))
    assert [one["message"] for one in answer.json()["problems"]] == ["状态“孤岛”：没有办理动作能到达状态“孤岛”。"]


def test_a_sound_case_type_has_an_empty_checklist(staff: Client) -> None:
    assert staff.post(url("check"), post_of(TWO_STEPS)).json() == {"problems": []}


def test_the_code_of_a_published_case_type_stays(staff: Client, two_steps: CaseTypeDefinition) -> None:
    two_steps.latest_revision.publish()
    data = post_of({**TWO_STEPS, "key": "renamed"}, **{"action-publish": "1"})
    assert "代码不能更改" in staff.post(url("edit", two_steps.pk), data).content.decode()
    assert list(CaseType.objects.values_list("key", flat=True)) == ["two-steps"]


def test_a_published_case_type_is_not_deleted(staff: Client, two_steps: CaseTypeDefinition) -> None:
    two_steps.latest_revision.publish()
    staff.post(url("delete", two_steps.pk))
    assert CaseTypeDefinition.objects.filter(pk=two_steps.pk).exists()


def test_a_draft_that_was_never_published_is_deleted(staff: Client, two_steps: CaseTypeDefinition) -> None:
    staff.post(url("delete", two_steps.pk))
    assert not CaseTypeDefinition.objects.exists()


def test_days_that_do_not_suit_the_version_before_are_refused_at_their_input(
    staff: Client, two_steps: CaseTypeDefinition
) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    data = post_of(TWO_STEPS, **{"valid_from": yesterday.isoformat(), "action-publish": "1"})
    answer = staff.post(url("edit", two_steps.pk), data)
    assert "版本的生效日期不能早于今天。" in answer.content.decode()
    assert not CaseTypeVersion.objects.exists()


def test_the_days_of_a_published_version_are_not_those_of_the_next(
    staff: Client, two_steps: CaseTypeDefinition
) -> None:
    begins = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    staff.post(
        url("edit", two_steps.pk),
        post_of(TWO_STEPS, **{"valid_from": begins, "change_note": "首个版本", "action-publish": "1"}),
    )
    page = staff.get(url("edit", two_steps.pk)).content.decode()
    assert "首个版本" not in page


def test_the_preview_draws_the_states(staff: Client, two_steps: CaseTypeDefinition) -> None:
    address = url("preview_on_edit", two_steps.pk)
    staff.post(address, post_of(TWO_STEPS))
    page = staff.get(address).content.decode()
    assert "<svg" in page
    for state in TWO_STEPS["states"]:
        assert state["title"] in page


def test_a_code_is_suggested_from_a_chinese_title(staff: Client) -> None:
    answer = staff.get(url("suggest"), {"label": "县级审查", "taken": ["xianji_shencha"]})
    assert answer.json() == {"code": "xianji_shencha_2"}


def test_the_list_asks_as_often_for_many_case_types_as_for_few(
    staff: Client, two_steps: CaseTypeDefinition, django_assert_max_num_queries: Any
) -> None:
    def ask() -> None:
        assert staff.get(url("list")).status_code == 200

    ask()
    with django_assert_max_num_queries(60) as few:
        ask()
    for number in range(12):
        CaseTypeDefinition.objects.create(key=f"more-{number}", title=f"更多 {number}", number_prefix="GD", live=False)
    with django_assert_max_num_queries(len(few.captured_queries)):
        ask()
