"""Filling in through the browser's door, without scripts."""

import io
import re
import zipfile
from collections import OrderedDict
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from forms_app.models import AnswerRevision, Draft, SectionAnswer, Submission
from forms_app.selectors.filling import filling_of
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from forms_app.web import fragments
from forms_app.web.check import _section
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, World

pytestmark = pytest.mark.django_db

# Session, person, roles and messages are the frame; the rest is the step.
GET_QUERIES = 8
INVALID_POST_QUERIES = 15
VALID_POST_QUERIES = 14


def step_url(draft: Draft, key: str = "basics") -> str:
    return reverse("forms_app:step", args=[draft.pk, key])


def page(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def inputs_of(soup: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send for the step's form."""
    found: dict[str, Any] = {}
    form = soup.select_one("form[data-form]")
    for one in form.select("input, textarea, select"):
        name = one.get("name")
        if not name or one.find_parent("template") or one.get("type") == "file":
            continue
        if one.name == "textarea":
            found[name] = one.text.removeprefix("\n")
        elif one.name == "select":
            chosen = one.select_one("option[selected]")
            found[name] = chosen["value"] if chosen else ""
        elif one.get("type") in ("radio", "checkbox"):
            if one.has_attr("checked"):
                found.setdefault(name, []).append(one["value"])
        else:
            found[name] = one.get("value", "")
    return found


def post(client: Client, draft: Draft, key: str = "basics", action: str = "continue", **extra: Any) -> Any:
    """Open a step, type into it, press a button."""
    sent = {**inputs_of(page(client, step_url(draft, key))), "action": action}
    sent.update({name.replace("__", "-"): value for name, value in extra.items()})
    return client.post(step_url(draft, key), sent)


def test_every_page_of_the_room_answers(world: World, filler: Client) -> None:
    draft = world.complete()
    for name, args in [
        ("index", []),
        ("start", [world.version.definition.code]),
        ("tasks", [draft.pk]),
        ("step", [draft.pk, "basics"]),
        ("step", [draft.pk, "effects"]),
        ("check", [draft.pk]),
        ("discard", [draft.pk]),
    ]:
        assert filler.get(reverse(f"forms_app:{name}", args=args)).status_code == 200, name


def test_starting_creates_a_draft_and_leads_to_its_sections(world: World, filler: Client) -> None:
    response = filler.post(reverse("forms_app:start", args=[world.version.definition.code]))

    draft = Draft.objects.get()
    assert response["Location"] == reverse("forms_app:tasks", args=[draft.pk])
    assert inputs_of(page(filler, step_url(draft)))["f-name"] == world.firm.name


def test_a_browser_sends_back_exactly_what_it_was_shown(world: World, filler: Client) -> None:
    draft = world.complete()
    before = {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=draft)}
    revisions = AnswerRevision.objects.count()
    for key in ("basics", "effects"):
        post(filler, draft, key)

    assert {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=draft)} == before
    assert AnswerRevision.objects.count() == revisions


def test_an_invalid_post_keeps_all_that_was_typed_and_names_each_fault(world: World, filler: Client) -> None:
    draft = world.start()
    typed_money = "三千多万"
    response = filler.post(step_url(draft), {**BASICS_INPUT, "f-money": typed_money, "f-phone": "12", "f-profile": ""})
    soup = BeautifulSoup(response.content, "html.parser")

    shown = inputs_of(soup)
    assert shown["f-money"] == typed_money
    assert shown["f-phone"] == "12"
    links = [link["href"] for link in soup.select(".error-summary a")]
    assert links == ["#f-phone", "#f-profile", "#f-money"]
    for link in links:
        target = soup.find(id=link[1:])
        assert target["aria-invalid"] == "true"
        assert soup.find(id=target["aria-describedby"].split()[-1]).text
    assert soup.select_one(".error-summary")["tabindex"] == "-1"


def test_what_was_rejected_is_still_there_on_the_next_visit_with_its_message(world: World, filler: Client) -> None:
    draft = world.start()
    filler.post(step_url(draft), {**BASICS_INPUT, "f-money": "三千多万"})

    soup = page(filler, step_url(draft))
    assert inputs_of(soup)["f-money"] == "三千多万"
    assert soup.select_one(".error-summary a")["href"] == "#f-money"
    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-name"] == "星渡机械"


def test_full_width_input_is_read_as_numbers(world: World, filler: Client) -> None:
    draft = world.start()
    filler.post(step_url(draft), {**BASICS_INPUT, "f-money": "４５６．５"})

    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-money"] == "4565000.00"


@pytest.mark.row("JS-54")
def test_500_characters_are_accepted_and_501_refused_with_the_text_kept(world: World, filler: Client) -> None:
    draft = world.start()
    assert filler.post(step_url(draft), {**BASICS_INPUT, "f-profile": "企" * 500}).status_code == 302
    assert len(SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-profile"]) == 500
    response = post(filler, draft, f__profile="企" * 501)

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert inputs_of(soup)["f-profile"] == "企" * 501
    assert soup.select_one("#f-profile-error").text
    assert soup.select_one("[data-counter=f-profile] [data-count]").text == "501"


@pytest.mark.row("JS-53")
def test_a_wrong_credit_code_is_refused_with_a_hint(world: World, filler: Client) -> None:
    draft = world.start()
    good = world.firm.credit_code
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    soup = BeautifulSoup(post(filler, draft, f__code=wrong, f__profile="有").content, "html.parser")

    assert soup.select_one(".error-summary a")["href"] == "#f-code"
    assert soup.select_one("#f-code-error").text
    assert inputs_of(soup)["f-code"] == wrong
    assert post(filler, draft, f__code=good.lower(), f__profile="有").status_code == 302
    assert SectionAnswer.objects.get(draft=draft, section_id="s-basics").data["f-code"] == good


@pytest.mark.row("JS-63")
def test_an_end_before_the_start_is_refused_and_cost_has_two_decimals(world: World, filler: Client) -> None:
    draft = world.start()
    late = {**EFFECTS_INPUT, "f-period-start": "2025-10-20", "f-period-end": "2025-01-01"}
    soup = BeautifulSoup(filler.post(step_url(draft, "effects"), late).content, "html.parser")
    assert soup.select_one(".error-summary a")["href"] == "#f-period-end"
    assert inputs_of(soup)["f-period-end"] == "2025-01-01"

    response = filler.post(step_url(draft), {**BASICS_INPUT, "f-money": "12.345"})
    assert BeautifulSoup(response.content, "html.parser").select_one(".error-summary a")["href"] == "#f-money"
    assert filler.post(step_url(draft), {**BASICS_INPUT, "f-money": "12.34", "revision": "1"}).status_code == 302


@pytest.mark.row("JS-62")
def test_a_public_cloud_asks_for_words_and_not_using_one_excludes_the_others(world: World, filler: Client) -> None:
    draft = world.start()
    without_words = {**EFFECTS_INPUT, "f-cloud-text-0": ""}
    soup = BeautifulSoup(filler.post(step_url(draft, "effects"), without_words).content, "html.parser")
    assert soup.select_one(".error-summary a")["href"] == "#f-cloud-text-0"

    both = {**EFFECTS_INPUT, "f-cloud": ["公有云", "未上"], "revision": "1"}
    soup = BeautifulSoup(filler.post(step_url(draft, "effects"), both).content, "html.parser")
    assert soup.select_one(".error-summary a")["href"] == "#f-cloud"
    assert inputs_of(soup)["f-cloud"] == ["公有云", "未上"]


@pytest.mark.row("JS-60")
def test_items_are_added_ordered_and_removed_without_scripts_and_keep_their_ids(world: World, filler: Client) -> None:
    draft = world.start()
    filler.post(step_url(draft, "effects"), EFFECTS_INPUT)
    soup = BeautifulSoup(post(filler, draft, "effects", action="", rows="add:f-needs").content, "html.parser")
    added = inputs_of(soup)["f-needs-rows"].split(",")
    assert added[:2] == ["r1", "r2"]
    assert len(added) == 3
    assert soup.find(id=f"f-needs-{added[2]}-text").text.strip() == ""

    sent = {**inputs_of(soup), f"f-needs-{added[2]}-text": "质量追溯", "rows": f"up:f-needs-{added[2]}"}
    soup = BeautifulSoup(filler.post(step_url(draft, "effects"), sent).content, "html.parser")
    assert inputs_of(soup)["f-needs-rows"] == f"r1,{added[2]},r2"
    sent = {**inputs_of(soup), "rows": "remove:f-needs-r1"}
    filler.post(step_url(draft, "effects"), sent)

    stored = SectionAnswer.objects.get(draft=draft, section_id="s-effects").data["f-needs"]
    assert stored == [{"id": added[2], "text": "质量追溯"}, {"id": "r2", "text": "能耗监测"}]


def test_two_drafts_and_two_tabs_stay_apart(world: World, filler: Client) -> None:
    first, second = world.start(), world.start()
    one, two = inputs_of(page(filler, step_url(first))), inputs_of(page(filler, step_url(second)))
    filler.post(step_url(second), {**two, "f-name": "乙", "f-profile": "乙"})
    filler.post(step_url(first), {**one, "f-name": "甲", "f-profile": "甲"})

    names = {str(a.draft_id): a.data["f-name"] for a in SectionAnswer.objects.filter(section_id="s-basics")}
    assert names == {str(first.pk): "甲", str(second.pk): "乙"}


def test_two_people_in_two_sections_do_not_disturb_each_other(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    mine = inputs_of(page(filler, step_url(draft, "effects")))
    post(colleague, draft, f__profile="同事写的情况")

    assert filler.post(step_url(draft, "effects"), {**mine, **EFFECTS_INPUT}).status_code == 302


def test_a_closed_browser_resumes_in_the_section_where_it_was(world: World, filler: Client) -> None:
    draft = world.start()
    post(filler, draft, f__profile="有")
    sent = {**inputs_of(page(filler, step_url(draft, "effects"))), **EFFECTS_INPUT}
    filler.post(step_url(draft, "effects"), sent, headers={"X-Requested-With": "autosave"})

    other_day = signed_in(world.colleague)
    response = other_day.get(reverse("forms_app:resume", args=[draft.pk]))
    assert response["Location"] == step_url(draft, "effects")
    assert inputs_of(page(other_day, response["Location"]))["f-needs-r1-text"] == "车床数据采集"


def test_autosave_answers_with_the_new_revision_and_the_time(world: World, filler: Client) -> None:
    draft = world.start()
    sent = {**inputs_of(page(filler, step_url(draft))), "f-money": "坏"}
    answer = filler.post(step_url(draft), sent, headers={"X-Requested-With": "autosave"}).json()

    assert answer["revision"] == 1
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answer["saved_at"])
    assert [fault["path"] for fault in answer["faults"]] == ["f-money"]
    again = filler.post(step_url(draft), {**sent, "revision": "1"}, headers={"X-Requested-With": "autosave"}).json()
    assert again["revision"] == 1


def test_saving_for_later_asks_for_nothing_and_leads_to_the_sections(world: World, filler: Client) -> None:
    draft = world.start()
    response = post(filler, draft, action="save")

    assert response["Location"] == reverse("forms_app:tasks", args=[draft.pk])


def test_a_draft_of_others_does_not_exist(world: World, stranger: Client) -> None:
    draft = world.complete()
    submission = world.submitted()
    for name, args in [
        ("tasks", [draft.pk]),
        ("resume", [draft.pk]),
        ("step", [draft.pk, "basics"]),
        ("check", [draft.pk]),
        ("discard", [draft.pk]),
        ("submission", [submission.pk]),
        ("paper", [submission.pk, "docx"]),
    ]:
        assert stranger.get(reverse(f"forms_app:{name}", args=args)).status_code == 404, name
    for name in ("submit", "upload"):
        assert stranger.post(reverse(f"forms_app:{name}", args=[draft.pk])).status_code == 404, name
    assert stranger.post(step_url(draft), BASICS_INPUT).status_code == 404


def test_whatever_is_posted_only_the_open_section_of_the_own_party_changes(world: World, filler: Client) -> None:
    draft = world.start()
    everything = {**BASICS_INPUT, **EFFECTS_INPUT, "f-done": "是", "f-passed": "是", "f-sample": "是", "f-model": "是"}
    filler.post(step_url(draft), everything)

    assert set(SectionAnswer.objects.values_list("section_id", flat=True)) == {"s-basics"}
    assert not set(SectionAnswer.objects.get(section_id="s-basics").data) - {one.id for one in BASICS.fields}
    assert filler.post(step_url(draft, "office"), everything).status_code == 404


def test_submitting_twice_gives_one_submission(world: World, filler: Client) -> None:
    draft = world.complete()
    soup = page(filler, reverse("forms_app:check", args=[draft.pk]))
    sent = {"key": soup.select_one("input[name=key]")["value"], "declaration": "yes"}
    first = filler.post(reverse("forms_app:submit", args=[draft.pk]), sent)
    second = filler.post(reverse("forms_app:submit", args=[draft.pk]), sent)

    submission = Submission.objects.get()
    assert first["Location"] == second["Location"] == reverse("forms_app:submission", args=[submission.pk])
    assert submission.reference in filler.get(first["Location"]).content.decode()


def test_submitting_needs_the_declaration(world: World, filler: Client) -> None:
    draft = world.complete()
    response = filler.post(reverse("forms_app:submit", args=[draft.pk]), {"key": "k"})

    assert BeautifulSoup(response.content, "html.parser").select_one(".error-summary a")["href"] == "#declaration"
    assert not Submission.objects.exists()


def test_the_check_page_names_what_is_missing_with_links(world: World, filler: Client) -> None:
    draft = world.start()
    soup = page(filler, reverse("forms_app:check", args=[draft.pk]))

    links = [link["href"] for link in soup.select(".error-summary a")]
    assert links == [f"{step_url(draft)}?back=check#f-profile"]
    response = post(filler, draft, back="check", f__profile="有")
    assert response["Location"] == reverse("forms_app:check", args=[draft.pk])


def test_a_step_costs_the_same_number_of_queries_whatever_its_size(
    world: World, filler: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = world.complete()
    rows = {f"f-needs-n{number}-text": f"需求{number}" for number in range(60)}
    order = ",".join(f"n{number}" for number in range(60))
    world.save(draft, EFFECTS, {**EFFECTS_INPUT, "f-needs-rows": order, **rows})
    counts = []
    for key in ("basics", "effects"):
        filler.get(step_url(draft, key))
        with django_assert_max_num_queries(20) as captured:
            filler.get(step_url(draft, key))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_discarded_draft_is_gone_for_everybody(world: World, filler: Client, colleague: Client) -> None:
    draft = world.start()
    filler.post(reverse("forms_app:discard", args=[draft.pk]))

    assert colleague.get(reverse("forms_app:tasks", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.status == Draft.Status.CLOSED


def test_markup_in_answers_is_shown_as_text(world: World, filler: Client) -> None:
    draft = world.start()
    attack = '"><script>alert(1)</script>'
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": attack, "f-profile": f"</textarea>{attack}"})

    for url in (step_url(draft), reverse("forms_app:check", args=[draft.pk])):
        assert "<script>alert" not in filler.get(url).content.decode()
    assert inputs_of(page(filler, step_url(draft)))["f-name"] == attack


def test_the_applicants_paper_is_marked_as_a_draft_while_it_is_under_correction(world: World, filler: Client) -> None:
    submission = world.submitted()

    def words() -> str:
        paper = filler.get(reverse("forms_app:paper", args=[submission.pk, "docx"]))
        with zipfile.ZipFile(io.BytesIO(paper.content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())

    assert "草稿" not in words()
    remark_add(submission_id=submission.pk, field_id="f-name", text="请核对", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    assert "草稿" in words()


def test_a_step_costs_a_fixed_number_of_queries(
    world: World, filler: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = world.start()
    filler.get(step_url(draft))
    with django_assert_num_queries(GET_QUERIES):
        soup = page(filler, step_url(draft))
    wrong = {**inputs_of(soup), **BASICS_INPUT, "f-staff": "?", "action": "continue"}
    with django_assert_num_queries(INVALID_POST_QUERIES):
        assert filler.post(step_url(draft), wrong).status_code == 200
    right = {**inputs_of(page(filler, step_url(draft))), **BASICS_INPUT, "action": "continue"}
    with django_assert_num_queries(VALID_POST_QUERIES):
        assert filler.post(step_url(draft), right).status_code == 302


def test_the_fields_of_a_version_are_compiled_once(
    world: World, filler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, other = world.start(), world.start()
    compiled: list[str] = []
    original = fragments._compile
    monkeypatch.setattr(fragments, "_sections", OrderedDict())
    monkeypatch.setattr(fragments, "_compile", lambda section: compiled.append(section.id) or original(section))
    for one in (draft, other, draft):
        page(filler, step_url(one))
    assert compiled == [BASICS.id]


def test_an_optional_part_that_nobody_touched_is_not_called_completed(world: World, filler: Client) -> None:
    draft = world.start()
    SectionAnswer.objects.filter(draft=draft).delete()  # what the profile filled in beforehand
    untouched = filling_of(draft)
    assert _section(untouched, untouched.sections[0], (), ()).blank
    other = world.start()  # begins with what the profile says
    filling = filling_of(other)
    assert not _section(filling, filling.sections[0], (), ()).blank
