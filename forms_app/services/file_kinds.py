"""Is a file what its ending says? Decided by its first bytes, never by what the browser claims."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import puremagic

HEAD = 8192
# Office documents carry their kind as an entry of the archive.
_ARCHIVE_MARKS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "ofd": "OFD.xml"}


@dataclass(frozen=True)
class FileKind:
    """The type sent with the file later, and the endings that a look at the content may give."""

    content_type: str
    found_as: frozenset[str]


def _kind(content_type: str, *found_as: str) -> FileKind:
    return FileKind(content_type, frozenset(found_as))


_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS: Mapping[str, FileKind] = {
    "pdf": _kind("application/pdf", ".pdf"),
    "png": _kind("image/png", ".png"),
    "jpg": _kind("image/jpeg", ".jpg", ".jpeg"),
    "jpeg": _kind("image/jpeg", ".jpg", ".jpeg"),
    "doc": _kind("application/msword", ".doc"),
    "xls": _kind("application/vnd.ms-excel", ".doc", ".xls"),
    "ppt": _kind("application/vnd.ms-powerpoint", ".doc", ".ppt"),
    "wps": _kind("application/vnd.ms-works", ".doc", ".wps"),
    "et": _kind("application/vnd.ms-excel", ".doc", ".xls"),
    "docx": _kind(f"{_OOXML}wordprocessingml.document", ".docx", ".zip"),
    "xlsx": _kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", ".zip"),
    "pptx": _kind(f"{_OOXML}presentationml.presentation", ".pptx", ".zip"),
    "ofd": _kind("application/ofd", ".docx", ".zip"),
    "zip": _kind("application/zip", ".docx", ".zip"),
}
DEFAULT_ENDINGS = ("pdf", "jpg", "jpeg", "png", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "zip")


def ending_of(name: str) -> str:
    """Return the ending of a file name without its dot, in small letters."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot else ""


def content_matches(ending: str, content: bytes) -> bool:
    """Say whether the content is what the ending promises."""
    kind = KINDS.get(ending)
    if kind is None or not kind.found_as & _found(content[:HEAD]):
        return False
    return _archive_check(ending)(content)


def _found(head: bytes) -> frozenset[str]:
    try:
        return frozenset(match.extension for match in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return frozenset()


def _archive_check(ending: str) -> Callable[[bytes], bool]:
    mark = _ARCHIVE_MARKS.get(ending)
    if mark is None and ending != "zip":
        return lambda content: True

    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = archive.namelist()
        except zipfile.BadZipFile:
            return False
        if ending == "zip":
            return True
        return any(name.startswith(mark or "") for name in names)

    return check
