"""Official paper through the browser's door: PDFs from the worker, drafts, and the page that verifies a code."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cms.core.models import Download
from cms.core.office import OfficeFailed
from forms_app.engine.spec import FieldSpec
from forms_app.models import PaperCode, Submission, VersionPaper
from forms_app.selectors.versions import spec_of
from forms_app.services import paper_make as paper_make_module
from forms_app.services import paper_request
from forms_app.services.draft_submit import draft_submit
from forms_app.services.paper_template import paper_template_add
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from tests.forms_app.paper.test_template import document
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world

pytestmark = pytest.mark.django_db

Capture = Callable[..., Any]
CODE = re.compile(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}")
SCAN = FieldSpec(id="f-scan", key="scan", label="盖章扫描件", type="scan", required=True, accept=("pdf",))
STAMPED_SPEC = replace(SPEC, sections=(BASICS, replace(EFFECTS, fields=(*EFFECTS.fields, SCAN)), OFFICE))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a sheet is drawn."""
    drawn: list[str] = []
    original = paper_request.paper_make

    def counted(material: Any, *, extension: str, generated: bool = False) -> Any:
        drawn.append(extension)
        return original(material, extension=extension, generated=generated)

    monkeypatch.setattr(paper_request, "paper_make", counted)
    return drawn


def pdf_of(client: Client, address: str, capture: Capture) -> PdfReader:
    """Ask for a PDF, let the worker make it, and fetch it."""
    with capture(execute=True):
        response = client.get(address)
    assert response.status_code == 302, response.content
    download = Download.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])
    assert download.is_ready, download.error
    content = b"".join(client.get(reverse("downloads:file", args=[download.pk])))
    return PdfReader(io.BytesIO(content))


def paper_url(submission: Submission, kind: str = "pdf") -> str:
    return reverse("forms_app:paper", args=[submission.pk, kind])


def test_a_pdf_is_made_by_the_worker_and_never_in_the_request(
    world: World, filler: Client, made: list[str], django_capture_on_commit_callbacks: Capture
) -> None:
    submission = world.submitted()
    with django_capture_on_commit_callbacks() as waiting:
        response = filler.get(paper_url(submission))
    assert (response.status_code, made) == (302, [])
    page = filler.get(response["Location"]).content.decode()
    assert submission.reference in page
    assert "<progress" in page
    for callback in waiting:
        callback()
    assert made == ["pdf"]
    assert (
        reverse("downloads:file", args=[Download.objects.get().pk]) in filler.get(response["Location"]).content.decode()
    )


def test_the_same_sheet_is_drawn_once_for_all_who_may_have_it(
    world: World, filler: Client, colleague: Client, made: list[str], django_capture_on_commit_callbacks: Capture
) -> None:
    submission = world.submitted()
    for client in (filler, filler, colleague):
        pdf_of(client, paper_url(submission), django_capture_on_commit_callbacks)
    assert (made, Download.objects.count()) == (["pdf"], 2)


def test_whoever_left_the_firm_cannot_fetch_the_file_any_more(
    world: World, filler: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    pdf_of(filler, paper_url(world.submitted()), django_capture_on_commit_callbacks)
    world.filler.memberships.all().delete()
    assert filler.get(reverse("downloads:file", args=[Download.objects.get().pk])).status_code == 403


def test_every_page_bears_the_code_and_its_picture(
    world: World, filler: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    reader = pdf_of(filler, paper_url(world.submitted()), django_capture_on_commit_callbacks)
    code = PaperCode.objects.get().code
    assert all(code in page.extract_text() for page in reader.pages)
    word = filler.get(paper_url(Submission.objects.get(), "docx")).content
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        footers = [
            archive.read(name).decode() for name in archive.namelist() if "footer" in name and "rels" not in name
        ]
    assert len(footers) == 2
    assert all(code in footer and "<wp:anchor" in footer for footer in footers)
    page = filler.get(paper_url(Submission.objects.get(), "html")).content.decode()
    assert code in page
    assert "<svg" in page


def test_the_public_page_tells_what_has_become_of_a_sheet_and_no_more(world: World, filler: Client) -> None:
    submission = world.submitted()
    filler.get(paper_url(submission, "docx"))
    code = PaperCode.objects.get().code
    visitor = Client()
    page = visitor.get(reverse("verify:code", args=[code]))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "企业改造信息表" in shown
    assert world.firm.name not in shown
    assert world.firm.name[:2] in shown
    assert not any(secret in shown for secret in ("从事精密零件加工", submission.reference, "13800000000"))
    assert "已提交，正在审核" in shown


def test_a_sheet_is_out_of_date_once_other_answers_are_handed_in(world: World, filler: Client) -> None:
    submission = world.submitted()
    filler.get(paper_url(submission, "docx"))
    code = PaperCode.objects.get().code
    remark_add(submission_id=submission.pk, field_id="f-profile", text="请补充", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    assert "退回修改" in Client().get(reverse("verify:code", args=[code])).content.decode()
    world.save(submission.draft, BASICS, {**BASICS_INPUT, "f-profile": "另有说明。"})
    draft_submit(draft_id=submission.draft_id, key="again", actor=world.filler)
    assert "已失效" in Client().get(reverse("verify:code", args=[code])).content.decode()


def test_an_unknown_code_and_a_mistyped_one_are_told_apart(world: World) -> None:
    visitor = Client()
    unknown = visitor.get(reverse("verify:code", args=["KTPE-APVF-SVKB"]))
    assert (unknown.status_code, "查无此码" in unknown.content.decode()) == (404, True)
    typed = visitor.get(reverse("verify:ask"), {"code": "KTPE-APVF-SVKA"})
    assert "校验码格式不正确" in typed.content.decode()
    small = visitor.get(reverse("verify:ask"), {"code": "ktpe apvf svkb"})
    assert small["Location"] == reverse("verify:code", args=["KTPE-APVF-SVKB"])


def test_nobody_can_try_codes_for_long(world: World) -> None:
    cache.clear()
    visitor = Client()
    answers = {visitor.get(reverse("verify:code", args=["KTPE-APVF-SVKB"])).status_code for _ in range(40)}
    assert 429 in answers


def test_a_print_of_a_draft_is_marked_and_has_no_code(
    world: World, filler: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    draft = world.complete()
    address = reverse("forms_app:draft_paper", args=[draft.pk, "pdf"])
    reader = pdf_of(filler, address, django_capture_on_commit_callbacks)
    text = [page.extract_text() for page in reader.pages]
    assert all("草稿" in page for page in text)
    assert not any(CODE.search(page) for page in text)
    assert not PaperCode.objects.exists()


def test_a_draft_that_changes_while_its_pdf_waits_is_not_printed_wrongly(
    world: World, filler: Client, made: list[str], django_capture_on_commit_callbacks: Capture
) -> None:
    draft = world.complete()
    with django_capture_on_commit_callbacks() as waiting:
        filler.get(reverse("forms_app:draft_paper", args=[draft.pk, "pdf"]))
    world.save(draft, BASICS, {**BASICS_INPUT, "f-profile": "改了。"})
    for callback in waiting:
        callback()
    download = Download.objects.get()
    assert (download.status, made) == ("failed", [])
    assert "已修改" in download.error


def test_a_form_that_has_to_be_stamped_is_printed_with_its_code_once_only_the_scan_is_missing(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    world = make_world(STAMPED_SPEC)
    filler, draft = signed_in(world.filler), world.start()
    check = reverse("forms_app:check", args=[draft.pk])
    address = reverse("forms_app:draft_paper", args=[draft.pk, "pdf"])
    assert "草稿" in pdf_of(filler, address, django_capture_on_commit_callbacks).pages[0].extract_text()
    assert not CODE.search(filler.get(check).content.decode())
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name})
    world.save(draft, EFFECTS, EFFECTS_INPUT)
    text = pdf_of(filler, address, django_capture_on_commit_callbacks).pages[0].extract_text()
    code = PaperCode.objects.get().code
    assert code in text
    assert "草稿" not in text
    assert code in filler.get(check).content.decode()
    assert "尚未提交" in Client().get(reverse("verify:code", args=[code])).content.decode()


@pytest.fixture
def templated(world: World, private_files: None) -> World:
    """Give a world whose form is printed in a bureau's own document."""
    template = paper_template_add(
        definition=world.version.definition,
        spec=spec_of(world.version),
        name="模板.docx",
        content=document("本局专用：{{ 企业名称 }}"),
        actor=world.reviewer,
    )
    VersionPaper.objects.create(version=world.version, template=template)
    return world


def test_the_pdf_of_a_form_with_a_template_is_the_bureaus_document(
    templated: World, filler: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    submission = templated.submitted()
    text = [
        page.extract_text() for page in pdf_of(filler, paper_url(submission), django_capture_on_commit_callbacks).pages
    ]
    code = PaperCode.objects.get().code
    assert "本局专用" in text[0]
    assert all(code in page for page in text)
    assert "通用版式" not in Download.objects.get().title


def test_without_libreoffice_the_pdf_has_the_generated_layout_and_says_so(
    templated: World, filler: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    monkeypatch.setattr(paper_make_module, "office_available", lambda: False)
    submission = templated.submitted()
    text = pdf_of(filler, paper_url(submission), django_capture_on_commit_callbacks).pages[0].extract_text()
    assert "本局专用" not in text
    assert PaperCode.objects.get().code in text
    download = Download.objects.get()
    assert "通用版式" in download.title
    page = filler.get(reverse("downloads:detail", args=[download.pk])).content.decode()
    assert "本服务器暂不能将其转为 PDF" in page
    monkeypatch.setattr(paper_make_module, "office_available", lambda: True)
    again = pdf_of(filler, paper_url(submission), django_capture_on_commit_callbacks)
    assert "本局专用" in again.pages[0].extract_text(), "the stand-in is not given out for the real one"


def test_a_document_that_cannot_be_turned_leaves_a_message_and_the_way_to_word(
    templated: World, filler: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    def fails(*_given: object) -> bytes:
        raise OfficeFailed("time")

    monkeypatch.setitem(paper_make_module._OWN, "pdf", fails)
    with django_capture_on_commit_callbacks(execute=True):
        filler.get(paper_url(templated.submitted()))
    download = Download.objects.get()
    assert (download.status, "请下载 Word 文件" in download.error) == ("failed", True)


def test_a_stranger_gets_neither_a_draft_nor_its_pdf(world: World, stranger: Client) -> None:
    draft = world.complete()
    for kind in ("pdf", "docx"):
        assert stranger.get(reverse("forms_app:draft_paper", args=[draft.pk, kind])).status_code == 404
    assert not Download.objects.exists()
