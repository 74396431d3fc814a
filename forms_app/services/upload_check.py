"""Is an upload what it says, and harmless? Asked for the files of forms and for those of offices alike."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

import structlog
from django.core.files.uploadedfile import UploadedFile

from cms.core.malware import MalwareFound, ScannerUnavailable, scan
from forms_app.errors import FileRefused
from forms_app.services.file_dangers import danger
from forms_app.services.file_kinds import KINDS, content_matches, ending_of

log = structlog.get_logger()

DEFAULT_MEGABYTES = 20
MEGABYTE = 1024 * 1024
LONGEST_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file that may be kept."""

    name: str
    content: bytes
    content_type: str
    sha256: str


def upload_check(
    upload: UploadedFile | None, *, kinds: Collection[str], megabytes: int = DEFAULT_MEGABYTES
) -> CheckedUpload:
    """Return the file with a name that misleads nobody; FileRefused says why it is not kept."""
    if upload is None:
        raise FileRefused("missing")
    name = safe_name(upload.name or "")
    content = checked_content(name, upload, kinds=kinds, megabytes=megabytes)
    return CheckedUpload(name, content, KINDS[ending_of(name)].content_type, hashlib.sha256(content).hexdigest())


def safe_name(name: str) -> str:
    """Return the last part of a file name without anything that could mislead: paths, controls, reversed text."""
    flat = unicodedata.normalize("NFC", name).replace("\\", "/")
    bare = _FORBIDDEN.sub("_", _CONTROL.sub("", PurePosixPath(flat).name)).strip().strip(".").strip()
    if len(bare) > LONGEST_NAME:
        stem, dot, ending = bare.rpartition(".")
        bare = f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]
    # Names of devices: Windows would not save such a file.
    return f"_{bare}" if _DEVICE.match(bare) else bare


def checked_content(name: str, upload: UploadedFile, *, kinds: Collection[str], megabytes: int) -> bytes:
    """Return the content of a file; FileRefused if it is not of these kinds, too large, or harmful."""
    known = [one for one in kinds if one in KINDS]
    if not name:
        raise FileRefused("name")
    if not upload.size:
        raise FileRefused("empty", name=name)
    if upload.size > megabytes * MEGABYTE:
        raise FileRefused("too_large", name=name, limit=megabytes)
    if ending_of(name) not in known:
        raise FileRefused("kind", name=name, kinds="、".join(known))
    content = upload.read()
    if not content_matches(ending_of(name), content):
        raise FileRefused("content", name=name)
    if hidden := danger(name, content):
        log.warning("upload_refused", reason=hidden, size=len(content))
        raise FileRefused(hidden, name=name)
    try:
        scan(content)
    except MalwareFound as found:
        raise FileRefused("malware", name=name) from found
    except ScannerUnavailable as silent:
        raise FileRefused("scanner", name=name) from silent
    return content
