"""Uploads: what is kept, what is refused, who may read it."""

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from forms_app.errors import FileRefused, NotPermitted
from forms_app.models import Attachment, SectionAnswer
from forms_app.services.attachments import attachment_add, attachment_remove
from forms_app.services.draft_submit import draft_submit
from forms_app.services.upload_check import safe_name
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"


def png() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def archive(*names: str) -> bytes:
    """Return a zip archive with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def add(world: World, draft_id: uuid.UUID, name: str, content: bytes) -> Attachment:
    upload = SimpleUploadedFile("x", content, content_type="application/pdf")
    upload._name = name  # a browser's name reaches us cleaned by Django; a hostile client's may not
    return attachment_add(draft_id=draft_id, field_id="f-files", upload=upload, actor=world.filler)


def test_a_file_is_kept_with_its_name_type_size_and_hash(world: World, private_files: Path) -> None:
    draft = world.start()
    kept = add(world, draft.pk, "合同（盖章）.pdf", PDF)

    assert (kept.name, kept.content_type, kept.size) == ("合同（盖章）.pdf", "application/pdf", len(PDF))
    assert len(kept.sha256) == 64
    assert (private_files / "attachments" / str(draft.pk) / str(kept.pk)).read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty"),
        ("large.pdf", PDF + b"0" * 1024 * 1024, "too_large"),
        ("picture.pdf", png(), "content"),
        ("page.png", b"<html><script>alert(1)</script></html>", "content"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "kind"),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "content"),
        ("program.pdf", b"MZ\x90\x00" + b"\0" * 200, "content"),
        ("program.pdf.exe", b"MZ\x90\x00" + b"\0" * 200, "kind"),
        ("no-ending", PDF, "kind"),
        ("letter.docx", archive("hello.txt"), "content"),
        ("macro.docx", archive("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("letter.docx", b"PK\x03\x04 broken", "content"),
        ("text.pdf", "只是文字".encode(), "content"),
    ],
)
def test_hostile_or_broken_files_are_refused(world: World, name: str, content: bytes, code: str) -> None:
    draft = world.start()
    with pytest.raises(FileRefused) as refusal:
        add(world, draft.pk, name, content)

    assert refusal.value.code == code
    assert not Attachment.objects.exists()


def test_a_word_file_is_accepted(world: World) -> None:
    assert add(world, world.start().pk, "说明.docx", archive("word/document.xml")).name == "说明.docx"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\windows\\系统.pdf", "系统.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("\x00..hidden.pdf", "hidden.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_cannot_mislead(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_stranger_cannot_upload(world: World) -> None:
    draft = world.start()
    with pytest.raises(NotPermitted):
        attachment_add(
            draft_id=draft.pk, field_id="f-files", upload=SimpleUploadedFile("a.pdf", PDF), actor=world.stranger
        )


def test_files_stay_through_failed_validation_and_are_part_of_the_submission(world: World) -> None:
    draft = world.start()
    client = signed_in(world.filler)
    url = reverse("forms_app:step", args=[draft.pk, "effects"])
    sent = {**EFFECTS_INPUT, "f-mail": "坏", "f-files-upload": SimpleUploadedFile("证明.pdf", PDF)}
    page = client.post(url, sent).content.decode()
    assert "证明.pdf" in page
    assert "f-mail-error" in page

    kept = Attachment.objects.get()
    client.post(url, {**EFFECTS_INPUT, "revision": "1"})
    world.save(draft, BASICS, BASICS_INPUT)
    submission = draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    assert submission.rounds.get().answers["s-effects"]["f-files"] == [str(kept.pk)]


def test_a_refused_file_is_named_at_its_field_and_the_rest_is_saved(world: World) -> None:
    draft = world.start()
    sent = {**EFFECTS_INPUT, "f-files-upload": SimpleUploadedFile("假.pdf", png())}
    page = signed_in(world.filler).post(reverse("forms_app:step", args=[draft.pk, "effects"]), sent).content.decode()

    assert 'href="#f-files"' in page
    assert SectionAnswer.objects.get(draft=draft, section_id="s-effects").data["f-needs"]


def test_a_file_never_handed_in_is_deleted_and_one_handed_in_is_kept(world: World, private_files: Path) -> None:
    draft = world.start()
    first = add(world, draft.pk, "a.pdf", PDF)
    attachment_remove(draft_id=draft.pk, attachment_id=first.pk, actor=world.filler)
    assert not Attachment.objects.exists()


def test_only_the_own_organisation_downloads_here_and_offices_read_through_the_case(world: World) -> None:
    draft = world.start()
    kept = add(world, draft.pk, '合同"\r\n.pdf', PDF)
    url = reverse("forms_app:file", args=[kept.pk])
    response = signed_in(world.colleague).get(url)

    assert b"".join(response) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E5%90%88%E5%90%8C" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert signed_in(world.stranger).get(url).status_code == 404
    assert signed_in(world.reviewer).get(url).status_code == 404

    world.save(draft, BASICS, BASICS_INPUT)
    world.save(draft, EFFECTS, EFFECTS_INPUT)
    draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    assert signed_in(world.reviewer).get(url).status_code == 404


def test_a_script_uploads_and_removes_with_the_list_as_answer(world: World) -> None:
    draft = world.start()
    client = signed_in(world.filler)
    url = reverse("forms_app:upload", args=[draft.pk])
    headers = {"X-Requested-With": "upload"}
    answer = client.post(url, {"field": "f-files", "file": SimpleUploadedFile("证明.pdf", PDF)}, headers=headers)
    assert answer.status_code == 201
    assert "证明.pdf" in answer.json()["html"]

    refused = client.post(url, {"field": "f-files", "file": SimpleUploadedFile("假.pdf", png())}, headers=headers)
    assert refused.status_code == 400
    assert refused.json()["error"] == "content"

    gone = client.post(reverse("forms_app:file_remove", args=[draft.pk, Attachment.objects.get().pk]), headers=headers)
    assert gone.json() == {"html": "", "count": 0}


def test_a_file_of_another_field_or_section_cannot_be_added(world: World) -> None:
    draft = world.start()
    for field_id in ("f-name", "f-passed", "unknown"):
        with pytest.raises(FileRefused):
            attachment_add(
                draft_id=draft.pk, field_id=field_id, upload=SimpleUploadedFile("a.pdf", PDF), actor=world.filler
            )
