"""Small pictures of uploaded ones: made anew, upright, without metadata, and only for those who may read the file."""

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from forms_app.models import Attachment
from forms_app.services import picture_preview as previews
from forms_app.services.attachments import attachment_add, attachment_remove
from forms_app.services.picture_preview import PREVIEW_SIZE, picture_preview, small_picture
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import World

ORIENTATION, MAKER = 0x0112, 0x010F


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 400), *, turned: bool = False) -> bytes:
    made = Image.new("RGB", size, "red")
    exif = made.getexif()
    if turned:
        exif[ORIENTATION] = 6
        exif[MAKER] = "secret-camera"
    buffer = io.BytesIO()
    made.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def opened(content: bytes | None) -> Any:
    assert content is not None
    return Image.open(io.BytesIO(content))


def test_a_picture_is_made_small_turned_upright_and_loses_its_metadata() -> None:
    original = picture("JPEG", turned=True)
    made = small_picture(original, "JPEG")
    shown = opened(made)
    assert (shown.format, shown.width < shown.height) == ("JPEG", True)
    assert shown.width <= PREVIEW_SIZE[0]
    assert shown.height <= PREVIEW_SIZE[1]
    assert b"secret-camera" in original
    assert b"secret-camera" not in (made or b"")
    assert dict(shown.getexif()) == {}


def test_what_is_see_through_lies_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(buffer, "PNG")
    assert opened(small_picture(buffer.getvalue(), "PNG")).getpixel((5, 5)) == (255, 255, 255)


def test_what_is_no_picture_or_has_too_many_pixels_has_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    assert small_picture(b"%PDF-1.7", "PNG") is None
    assert small_picture(picture("PNG"), "JPEG") is None
    assert small_picture(picture()[:200], "PNG") is None
    monkeypatch.setattr(previews, "MOST_PIXELS", 1000)
    assert small_picture(picture(), "PNG") is None


def with_picture(world: World, name: str = "现场照片.png", content: bytes | None = None) -> Attachment:
    upload = SimpleUploadedFile(name, content or picture())
    return attachment_add(draft_id=world.start().pk, field_id="f-files", upload=upload, actor=world.filler)


@pytest.mark.django_db
def test_the_preview_is_for_those_who_may_read_the_file(world: World, private_files: Path) -> None:
    url = reverse("forms_app:file_preview", args=[with_picture(world).pk])
    response = signed_in(world.filler).get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(world.stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.django_db
def test_a_file_that_is_no_picture_has_no_preview(world: World, private_files: Path) -> None:
    pdf = with_picture(world, "合同.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n")
    url = reverse("forms_app:file_preview", args=[pdf.pk])
    assert signed_in(world.filler).get(url).status_code == 404


@pytest.mark.django_db
def test_a_preview_is_kept_and_goes_with_its_file(
    world: World, private_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = with_picture(world)
    first = picture_preview(attachment)
    kept = list(private_files.glob("previews/**/*.jpg"))
    assert [one.read_bytes() for one in kept] == [first]
    with django_capture_on_commit_callbacks(execute=True):
        attachment_remove(draft_id=attachment.draft_id, attachment_id=attachment.pk, actor=world.filler)
    assert not kept[0].exists()


@pytest.mark.django_db
def test_when_too_many_are_made_at_once_a_page_goes_without(
    world: World, private_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = with_picture(world)
    monkeypatch.setattr(previews, "_AT_ONCE", threading.BoundedSemaphore(1))
    monkeypatch.setattr(previews, "_WAIT_SECONDS", 0)
    with previews._AT_ONCE:
        assert picture_preview(attachment) is None
    assert picture_preview(attachment) is not None
