"""A stamped scan says itself which sheet it is: from our own paper, printed, stamped and scanned."""

from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forms_app.errors import FileRefused
from forms_app.models import Attachment, Draft, VersionPaper
from forms_app.paper.starter import starter_bytes
from forms_app.selectors.paper import draft_material
from forms_app.selectors.versions import spec_of
from forms_app.services.attachments import attachment_add
from forms_app.services.paper_make import paper_make
from forms_app.services.paper_template import paper_template_add
from tests.forms_app.services.test_stamped_scan import STAMPED
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, World, make_world
from tests.scans import jpeg, pages_of, scan_pdf, scanned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    """Give the world with a form that has to be stamped."""
    return make_world(STAMPED)


def ready(world: World, profile: str = "一份申报。") -> Draft:
    """Return a draft in which only the scan is missing."""
    draft = world.start()
    filled(world, draft, profile)
    return draft


def filled(world: World, draft: Draft, profile: str) -> None:
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name, "f-profile": profile})
    world.save(draft, EFFECTS, EFFECTS_INPUT)


def printed(draft: Draft) -> tuple[str, list[Image.Image]]:
    """Print the draft; return its code and its pages."""
    material = draft_material(draft.pk)
    return material.context.check_code, pages_of(paper_make(material, extension="pdf").content)


def upload(world: World, draft: Draft, pages: Sequence[Image.Image], code: str = "") -> Attachment:
    file = SimpleUploadedFile("盖章扫描件.pdf", scan_pdf(pages))
    return attachment_add(draft_id=draft.pk, field_id="f-scan", upload=file, actor=world.filler, code=code)


def refused(world: World, draft: Draft, pages: Sequence[Image.Image], code: str = "") -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        upload(world, draft, pages, code)
    assert not Attachment.objects.exists()
    return refusal.value


def test_the_code_of_a_stamped_scan_is_read_and_need_not_be_typed(world: World) -> None:
    draft = ready(world)
    code, pages = printed(draft)
    assert upload(world, draft, [scanned(page, sealed=True) for page in pages]).check_code == code


def test_the_pdf_of_a_bureaus_document_bears_a_code_that_is_read_on_every_page(world: World) -> None:
    spec = spec_of(world.version)
    template = paper_template_add(
        definition=world.version.definition, spec=spec, name="t.docx", content=starter_bytes(spec), actor=world.reviewer
    )
    VersionPaper.objects.create(version=world.version, template=template)
    draft = ready(world)
    code, pages = printed(draft)
    for page in pages:
        upload(world, draft, [scanned(page, sealed=True)])
    assert set(Attachment.objects.values_list("check_code", flat=True)) == {code}


def test_what_is_read_counts_and_not_what_was_typed(world: World) -> None:
    draft = ready(world)
    _old, pages = printed(draft)
    filled(world, draft, "改了一个字。")
    wanted, _pages = printed(draft)
    assert refused(world, draft, [scanned(page) for page in pages], code=wanted).code == "code_stale_page"


def test_the_sheet_of_other_answers_is_refused_with_its_page_named(world: World) -> None:
    draft = ready(world)
    old, pages = printed(draft)
    filled(world, draft, "改了一个字。")
    wanted, _pages = printed(draft)
    refusal = refused(world, draft, [Image.new("RGB", pages[0].size, "white"), *pages])
    assert (refusal.code, refusal.params) == ("code_stale_page", {"given": old, "wanted": wanted, "page": 2})
    assert "第 2 页" in refusal.message


def test_the_sheet_of_another_form_is_refused_as_such(world: World) -> None:
    other_code, other_pages = printed(ready(world, "另一份。"))
    draft = ready(world)
    printed(draft)
    refusal = refused(world, draft, other_pages)
    assert (refusal.code, refusal.params["given"], refusal.params["page"]) == ("code_foreign", other_code, 1)


def test_pages_of_two_sheets_in_one_scan_are_named(world: World) -> None:
    draft = ready(world)
    old, before = printed(draft)
    filled(world, draft, "改了一个字。")
    new, after = printed(draft)
    refusal = refused(world, draft, [after[0], before[0]])
    assert refusal.code == "code_mixed"
    assert f"第 1 页 {new}；第 2 页 {old}" in refusal.message


def test_a_scan_that_cannot_be_read_asks_for_the_code_and_is_taken_with_it(world: World) -> None:
    draft = ready(world)
    code, pages = printed(draft)
    blurred = [page.resize((200, 283)) for page in pages]
    assert refused(world, draft, blurred).code == "code_missing"
    assert upload(world, draft, blurred, code=code).check_code == code


def test_a_code_that_leads_elsewhere_is_passed_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = ready(world)
    monkeypatch.setattr("forms_app.selectors.paper.verify_url", lambda code: f"https://elsewhere.example.com/{code}")
    _code, pages = printed(draft)
    assert refused(world, draft, pages).code == "code_missing"


def test_a_photograph_is_read_like_a_scan(world: World) -> None:
    draft = ready(world)
    code, pages = printed(draft)
    photo = SimpleUploadedFile("照片.jpg", jpeg(scanned(pages[0], askew=-7, sealed=True)))
    kept = attachment_add(draft_id=draft.pk, field_id="f-scan", upload=photo, actor=world.filler)
    assert kept.check_code == code
