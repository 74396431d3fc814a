"""Hostile uploads: each is refused with a message that says what to do, or kept and served inert."""

import re
import socket
import struct
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.core import checks
from cms.core.malware import MalwareFound, ScannerUnavailable, scan
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.errors import FileRefused
from forms_app.models import Attachment
from forms_app.services import attachments
from forms_app.services.upload_check import safe_name
from forms_app.web import uploads
from tests.forms_app.services.hostile_files import EICAR, HOSTILE, NAMES, ORDINARY, pdf
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

ANYTHING = FieldSpec(id="f-any", key="any", label="材料", type="file", max_size_mb=1)
SPEC = FormSpec(
    code="uploads",
    title="上传",
    sections=(SectionSpec("s-any", "any", "材料", fields=(ANYTHING,)),),
    reference_prefix="UP",
)
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def world() -> World:
    """Give a form with one file field that takes every kind."""
    cache.clear()
    return make_world(SPEC)


def send(client: Client, draft_id: uuid.UUID, name: str, content: bytes) -> tuple[int, dict[str, str]]:
    """Upload over HTTP, as the page's script does; the name goes onto the wire as it is."""
    upload = SimpleUploadedFile("x.pdf", content, content_type="text/html")
    upload._name = name
    response = client.post(
        reverse("forms_app:upload", args=[draft_id]),
        {"field": "f-any", "file": upload},
        headers={"X-Requested-With": "upload"},
    )
    return response.status_code, response.json()


@pytest.mark.parametrize(("name", "content", "code"), HOSTILE, ids=[repr(one[0])[:40] for one in HOSTILE])
def test_a_hostile_file_is_refused_in_chinese_and_nothing_is_kept(
    world: World, private_files: Path, name: str, content: bytes, code: str
) -> None:
    draft = world.start()
    upload = SimpleUploadedFile("x", content)
    upload._name = name
    with pytest.raises(FileRefused) as refusal, translation.override("zh-hans"):
        attachments.attachment_add(draft_id=draft.pk, field_id="f-any", upload=upload, actor=world.filler)
    assert refusal.value.code == code
    with translation.override("zh-hans"):
        assert HAN.search(refusal.value.message.replace(name, ""))
    assert not Attachment.objects.exists()
    assert not [one for one in private_files.rglob("*") if one.is_file()]


def test_at_least_thirty_hostile_files_are_tried() -> None:
    assert len(HOSTILE) >= 30
    assert len({one[0] for one in HOSTILE}) == len(HOSTILE)


def test_hostile_files_are_refused_at_the_door_of_the_site_too(world: World) -> None:
    client, draft = signed_in(world.filler), world.start()
    for name, content, code in HOSTILE:
        cache.clear()
        if name in ("\0", "..."):  # the browser's side of the test client cannot send these names
            continue
        status, answer = send(client, draft.pk, name, content)
        assert (status, answer.get("error")) == (400, code), name
        assert HAN.search(answer["message"].replace(name, "")), answer
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("name", "content"), ORDINARY, ids=[one[0] for one in ORDINARY])
def test_what_offices_really_send_is_kept_and_served_inert(world: World, name: str, content: bytes) -> None:
    client, draft = signed_in(world.filler), world.start()
    status, answer = send(client, draft.pk, name, content)
    assert status == 201, answer
    kept = Attachment.objects.get()
    for address in (reverse("forms_app:file", args=[kept.pk]), reverse("forms_app:file", args=[kept.pk]) + "?inline=1"):
        response = client.get(address)
        assert b"".join(response) == content
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["Content-Type"] == kept.content_type != "text/html"
        shown = response["Content-Disposition"].startswith("inline")
        assert not shown or (
            "inline" in address and kept.content_type in ("application/pdf", "image/png", "image/jpeg")
        )


@pytest.mark.parametrize(("sent", "kept"), NAMES, ids=[repr(one[0])[:30] for one in NAMES])
def test_a_misleading_name_becomes_a_harmless_one(world: World, private_files: Path, sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
    draft = world.start()
    upload = SimpleUploadedFile("x", pdf())
    upload._name = sent
    made = attachments.attachment_add(draft_id=draft.pk, field_id="f-any", upload=upload, actor=world.filler)
    assert made.name == kept
    stored = [one for one in private_files.rglob("*") if one.is_file()]
    assert [one.name for one in stored] == [str(made.pk)]
    response = signed_in(world.filler).get(reverse("forms_app:file", args=[made.pk]))
    assert "\r" not in response["Content-Disposition"]
    assert "\n" not in response["Content-Disposition"]


def test_a_draft_has_a_quota(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "DRAFT_MEGABYTES", 0)
    status, answer = send(signed_in(world.filler), world.start().pk, "a.pdf", pdf())
    assert (status, answer["error"]) == (400, "quota")


def test_nobody_can_upload_without_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS", 2)
    client, draft = signed_in(world.filler), world.start()
    answers = [send(client, draft.pk, f"{number}.pdf", pdf())[0] for number in range(3)]
    assert answers == [201, 201, 400]


@pytest.fixture
def clamd() -> Iterator[Callable[[str], str]]:
    """Give a function that starts a scanner which answers as told, and returns its address."""
    listeners: list[socket.socket] = []

    def start(answer: str) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                stream = connection.makefile("rb")
                assert stream.read(10) == b"zINSTREAM\0"
                received = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    received += stream.read(length)
                said = f"stream: {'Eicar-Test FOUND' if EICAR in received else 'OK'}" if answer == "auto" else answer
                connection.sendall(said.encode() + b"\0")

        threading.Thread(target=serve, daemon=True).start()
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.close()


def test_the_scanner_is_sent_the_whole_file(clamd: Callable[[str], str], settings: object) -> None:
    settings.CLAMD_ADDRESS = clamd("auto")
    scan(b"0" * 200_000)
    settings.CLAMD_ADDRESS = clamd("auto")
    with pytest.raises(MalwareFound, match="Eicar-Test"):
        scan(b"0" * 200_000 + EICAR)


def test_what_the_scanner_knows_is_refused(world: World, clamd: Callable[[str], str], settings: object) -> None:
    settings.CLAMD_ADDRESS = clamd("stream: Win.Trojan FOUND")
    assert send(signed_in(world.filler), world.start().pk, "a.pdf", pdf())[1]["error"] == "malware"
    settings.CLAMD_ADDRESS = clamd("stream: OK")
    assert send(signed_in(world.filler), world.start().pk, "a.pdf", pdf())[0] == 201


def test_a_scanner_that_is_away_stops_uploads_unless_the_site_says_otherwise(world: World, settings: object) -> None:
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    client, draft = signed_in(world.filler), world.start()
    status, answer = send(client, draft.pk, "a.pdf", pdf())
    assert (status, answer["error"]) == (400, "scanner")
    settings.CLAMD_FAIL_OPEN = True
    assert send(client, draft.pk, "a.pdf", pdf())[0] == 201


def test_a_scanner_that_answers_nonsense_counts_as_away(clamd: Callable[[str], str], settings: object) -> None:
    for answer in ("INSTREAM size limit exceeded. ERROR", ""):
        settings.CLAMD_ADDRESS = clamd(answer)
        with pytest.raises(ScannerUnavailable):
            scan(b"x")


def test_a_site_without_a_scanner_is_told_so(settings: object) -> None:
    settings.CLAMD_ADDRESS = ""
    assert [one.id for one in checks.uploads_are_scanned()] == ["core.W001"]
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"
    assert [one.id for one in checks.uploads_are_scanned()] == ["core.E001"]
    for address in ("tcp://127.0.0.1:3310", "unix:/run/clamav/clamd.ctl"):
        settings.CLAMD_ADDRESS = address
        assert checks.uploads_are_scanned() == []
