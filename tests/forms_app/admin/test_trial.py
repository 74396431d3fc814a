"""试填: the pages of filling in, over answers that only the session keeps."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_app.engine.spec import FieldSpec
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import definition_fill
from tests.forms_app.admin.browser import url
from tests.forms_app.admin.test_builder_formulas import SPEC

pytestmark = pytest.mark.django_db
# What is written whenever somebody uses the admin: who is signed in, and what forms look like in the making.
NO_RECORDS = {"sessions.Session", "wagtailadmin.FormState", "django_tasks_db.DBTaskResult"}


@pytest.fixture
def costs(db: None) -> FormDefinition:
    made = FormDefinition(code=SPEC.code, live=False)
    definition_fill(made, SPEC)
    made.save()
    made.save_revision()
    return made


def records() -> dict[str, list[Any]]:
    """Return every row of the database but those of sessions."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in NO_RECORDS
    }


POST = {
    "fgrant": "40",
    "tcosts-rows": "r1,r2",
    "tcosts-r1-ccount": "2",
    "tcosts-r1-cprice": "30",
    "tcosts-r2-ccount": "1",
    "tcosts-r2-cprice": "40",
    "action": "continue",
}


def test_a_trial_computes_and_says_why_and_writes_no_record(staff: Client, costs: FormDefinition) -> None:
    before = records()
    start = staff.get(url("trial", costs.pk), follow=True)
    assert "试填" in start.content.decode() or "Trial" in start.content.decode()
    step = start.redirect_chain[-1][0]
    done = staff.post(step, POST, follow=True)
    assert done.status_code == 200
    assert done.redirect_chain[-1][0] == url("trial_step", costs.pk, "check")
    again = staff.get(step).content.decode()
    assert 'value="40"' in again
    assert "SUM([费用明细.金额])-[补贴]" in again
    assert records() == before


def test_a_check_that_does_not_hold_stops_the_trial_as_it_would_stop_the_form(
    staff: Client, costs: FormDefinition
) -> None:
    step = url("trial_step", costs.pk, "s1")
    page = staff.post(step, POST | {"fgrant": "90"}, follow=True)
    assert "补贴不得高于自筹。" in page.content.decode()


def test_autosave_answers_in_a_trial_and_writes_no_record(staff: Client, costs: FormDefinition) -> None:
    before = records()
    step = url("trial_step", costs.pk, "s1")
    answer = staff.post(step, POST, headers={"X-Requested-With": "autosave"})
    assert answer.json()["revision"] == 1
    assert records() == before


def test_no_link_of_a_trial_leads_to_the_drafts(staff: Client, costs: FormDefinition) -> None:
    page = staff.get(url("trial_step", costs.pk, "s1")).content.decode()
    assert "00000000-0000-4000-8000-000000000000" not in page


def test_beginning_again_forgets_what_was_typed(staff: Client, costs: FormDefinition) -> None:
    step = url("trial_step", costs.pk, "s1")
    staff.post(step, POST)
    staff.post(url("trial", costs.pk), {"action": "restart"})
    assert 'value="40"' not in staff.get(step).content.decode()


def test_only_those_who_build_forms_try_them(client: Client, costs: FormDefinition) -> None:
    assert client.get(url("trial", costs.pk)).status_code == 302
    assert client.post(url("trial_files", costs.pk), {"field": "fgrant"}).status_code == 302


def test_a_trial_tells_the_whole_way_to_each_number_row_by_row_and_why_a_check_fails(
    staff: Client, costs: FormDefinition
) -> None:
    step = url("trial_step", costs.pk, "s1")
    staff.post(step, POST | {"fgrant": "90"})
    page = staff.get(step).content.decode()
    assert "费用明细 / 第1行 / 金额" in page and "费用明细 / 第2行 / 金额" in page
    assert "[本行.数量]*[本行.单价]" in page
    assert "不成立" in page and "补贴不得高于自筹。" in page


def test_an_explanation_counts_in_a_trial_and_is_kept_by_the_session_alone(
    staff: Client, costs: FormDefinition
) -> None:
    spec = replace(SPEC, checks=tuple(replace(one, tier="explain") for one in SPEC.checks))
    definition_fill(costs, spec)
    costs.save_revision()
    before = records()
    step = url("trial_step", costs.pk, "s1")
    failing = POST | {"fgrant": "90"}
    name = f"explain-{SPEC.checks[0].id}"
    staff.post(step, failing | {name: "无"})
    assert "不成立" in staff.get(step).content.decode()
    staff.post(step, failing | {name: "今年另有一笔省级补贴到账。"})
    page = staff.get(step).content.decode()
    assert "今年另有一笔省级补贴到账。" in page
    assert staff.get(url("trial_step", costs.pk, "check")).context["good"]
    assert records() == before


@pytest.fixture
def with_files(costs: FormDefinition) -> FormDefinition:
    section, *others = SPEC.sections
    licence = FieldSpec(
        id="flicence", type="file", key="licence", label="营业执照", required=True, accept=("pdf",), max_items=1
    )
    definition_fill(costs, replace(SPEC, sections=(replace(section, fields=(*section.fields, licence)), *others)))
    costs.save_revision()
    return costs


def pdf(name: str = "执照.pdf", content: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_file_counts_in_a_trial_and_none_of_it_is_stored(staff: Client, with_files: FormDefinition) -> None:
    before = records()
    files, step = url("trial_files", with_files.pk), url("trial_step", with_files.pk, "s1")
    staff.post(step, POST)
    assert not staff.get(url("trial_step", with_files.pk, "check")).context["good"]
    answer = staff.post(files, {"field": "flicence", "file": pdf()}, headers={"X-Requested-With": "upload"})
    assert answer.status_code == 201
    assert "执照.pdf" in answer.json()["html"] and "href" not in answer.json()["html"]
    staff.post(step, POST)
    assert staff.get(url("trial_step", with_files.pk, "check")).context["good"]
    assert records() == before


def test_a_trial_refuses_the_files_that_the_form_would_refuse(staff: Client, with_files: FormDefinition) -> None:
    files = url("trial_files", with_files.pk)
    wrong = staff.post(files, {"field": "flicence", "file": pdf(content=b"MZ\x90\x00")})
    assert wrong.status_code == 400 and "执照.pdf" in wrong.json()["message"]
    staff.post(files, {"field": "flicence", "file": pdf()})
    second = staff.post(files, {"field": "flicence", "file": pdf("又一份.pdf")})
    assert second.json()["error"] == "too_many"
    assert staff.post(files, {"field": "fgrant", "file": pdf()}).status_code == 400
    assert staff.post(files, {"field": "flicence"}).json()["error"] == "missing"


def test_a_file_of_a_trial_comes_with_the_step_and_is_forgotten_by_its_button(
    staff: Client, with_files: FormDefinition
) -> None:
    step = url("trial_step", with_files.pk, "s1")
    page = staff.post(step, {**POST, "action": "upload", "flicence-upload": pdf()}).content.decode()
    assert "执照.pdf" in page
    kept = staff.session["form_trials"][str(with_files.pk)]["files"]
    assert "执照.pdf" not in staff.post(step, {**POST, "remove-file": kept[0]["id"]}).content.decode()
    staff.post(url("trial_files", with_files.pk), {"field": "flicence", "file": pdf()})
    kept = staff.session["form_trials"][str(with_files.pk)]["files"]
    remove = url("trial_file_remove", with_files.pk, kept[0]["id"])
    assert staff.post(remove).json() == {"html": "", "count": 0}
    assert staff.post(remove).status_code == 404


@pytest.mark.row("JS-69")
def test_a_trial_begins_with_the_stages_of_the_start_and_shows_all_when_asked(
    staff: Client, costs: FormDefinition
) -> None:
    (section,) = SPEC.sections
    later = FieldSpec(id="flater", key="later", label="改造总结", type="text", stage="after")
    staged = replace(section, fields=(*section.fields, later))
    definition_fill(costs, replace(SPEC, sections=(staged,), stages_at_start=("before",), later_note="验收后填写"))
    costs.save_revision()
    step, choice = url("trial_step", costs.pk, "s1"), url("trial", costs.pk)
    at_start = staff.get(step).content.decode()
    assert "验收后填写" in at_start and 'name="flater"' not in at_start
    assert f'href="{choice}?stages=all"' in at_start
    staff.get(choice, {"stages": "all"})
    opened = staff.get(step).content.decode()
    assert "验收后填写" not in opened and 'name="flater"' in opened
    staff.get(choice, {"stages": "nonsense"})
    assert 'name="flater"' in staff.get(step).content.decode()
    staff.get(choice, {"stages": "start"})
    assert 'name="flater"' not in staff.get(step).content.decode()


def test_a_form_without_stages_offers_none_to_choose(staff: Client, costs: FormDefinition) -> None:
    assert "?stages=" not in staff.get(url("trial_step", costs.pk, "s1")).content.decode()
