"""What a file of the right kind may hide: macros, scripts, links that load by themselves, bombs, other files.

Not a virus scanner (that is clamd's work, `cms.core.malware`): these are the traps that need no signature. Reading is
bounded everywhere; what cannot be read within the bounds is refused.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from forms_app.services.file_kinds import KINDS, content_matches, ending_of

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2000
MOST_UNPACKED = 300 * MEGABYTE
MOST_RATIO = 200
# Below this size a high ratio is ordinary: a page of blanks packs a thousand times.
RATIO_MATTERS_FROM = 20 * MEGABYTE
LARGEST_PART = 8 * MEGABYTE
MOST_PIXELS = 60_000_000
MOST_PDF_UNPACKED = 64 * MEGABYTE

IMAGE_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
OFFICE = frozenset({"docx", "xlsx", "pptx"})
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "wps", "et"})
ARCHIVES = frozenset({"zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "jar", "cab", "iso"})
# Programs, pages that a browser would run, and office files with macros.
PROGRAMS = frozenset(
    {
        *("exe", "dll", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi", "scr"),
        *(
            "pif",
            "lnk",
            "reg",
            "app",
            "sh",
            "py",
            "php",
            "jsp",
            "asp",
            "aspx",
            "html",
            "htm",
            "xhtml",
            "svg",
            "mht",
            "chm",
        ),
        *("docm", "xlsm", "pptm", "dotm", "xltm", "xlam"),
    }
)

# In two halves, so that no scanner takes this file for the test virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"

_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|ImportData|SubmitForm)\b")
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\b")
_PDF_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
# Links that a person follows, and the paths of linked workbooks, which Excel asks about.
_HARMLESS_LINKS = (b"/hyperlink", b"/externallinkpath", b"/externallinklongpath")
_DDE_FIELD = re.compile(rb"<w:instrText[^>]*>[^<]*\bDDE(?:AUTO)?\b", re.IGNORECASE)
_WIDE_VBA = "_VBA_PROJECT".encode("utf-16-le")
_WIDE_LOCK = "EncryptedPackage".encode("utf-16-le")


def danger(name: str, content: bytes) -> str:
    """Return why a file is not kept although its content matches its ending, as a code of FileRefused; else ""."""
    if EICAR in content:
        return "malware"
    ending = ending_of(name)
    for kinds, check in _CHECKS:
        if ending in kinds:
            return check(ending, content)
    return ""


def _pdf(_ending: str, content: bytes) -> str:
    if not content.startswith(b"%PDF-") or _PAGE.search(content[:1024]) or _is_archive(content):
        return "content"
    try:
        for text in _pdf_texts(content):
            plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
            if _PDF_ENCRYPTED.search(plain):
                return "encrypted"
            if _PDF_ACTIVE.search(plain):
                return "active"
    except OverflowError:
        return "bomb"
    return ""


def _pdf_texts(content: bytes) -> Iterator[bytes]:
    """Yield the file and its unpacked object streams; the streams of pictures and pages say nothing of actions."""
    yield re.sub(rb"(?<!end)stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
    left = MOST_PDF_UNPACKED
    for found in _PDF_STREAM.finditer(content):
        unpacking = zlib.decompressobj()
        try:
            text = unpacking.decompress(content[found.end() : found.end() + LARGEST_PART], left + 1)
        except zlib.error:
            continue
        left -= len(text)
        if left < 0:
            raise OverflowError
        yield text


def _image(ending: str, content: bytes) -> str:
    if _is_archive(content):
        return "content"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            # Opening reads the header only; nothing is unpacked before the size is known.
            with Image.open(io.BytesIO(content), formats=[IMAGE_FORMATS[ending]]) as picture:
                width, height = picture.size
                if width * height > MOST_PIXELS:
                    return "pixels"
                picture.verify()
    except Image.DecompressionBombError:
        return "pixels"
    except (OSError, SyntaxError, ValueError, zlib.error):
        return "content"
    return ""


def _old_office(_ending: str, content: bytes) -> str:
    if _WIDE_LOCK in content:
        return "encrypted"
    return "macros" if _WIDE_VBA in content else ""


def _archive(ending: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _archive_shape(archive)
            if found:
                return found
            if ending in OFFICE:
                return _office(archive)
            return _contents(archive) if ending == "zip" else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, OSError, EOFError):
        return "content"


def _archive_shape(archive: zipfile.ZipFile) -> str:
    """Look at the directory of the archive only."""
    entries = archive.infolist()
    unpacked, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        return "bomb"
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        return "bomb"
    if any(one.flag_bits & 1 for one in entries):
        return "encrypted"
    if any(_leaves_folder(one.filename) for one in entries):
        return "paths"
    return ""


def _leaves_folder(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or ":" in plain.split("/")[0] or "\0" in name


def _office(archive: zipfile.ZipFile) -> str:
    """Look for macros, embedded programs, links that load by themselves, and DDE."""
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith("vbaproject.bin") or "/activex/" in name or "/macrosheets/" in name:
            return "macros"
        if "/embeddings/" in name and name.endswith(".bin"):
            return "active"
        if not name.endswith((".rels", ".xml")) or "/media/" in name:
            continue
        if found := _office_part(archive, entry):
            return found
    return ""


def _office_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    name = entry.filename.lower()
    links = name.endswith(".rels")
    fields = name.startswith("word/") or name.startswith("xl/externallinks/") or name == "[content_types].xml"
    if not links and not fields:
        return ""
    with archive.open(entry) as stream:
        text = stream.read(LARGEST_PART + 1)
    if links and len(text) > LARGEST_PART:
        return "bomb"
    if name == "[content_types].xml":
        return "macros" if b"macroenabled" in text.lower() else ""
    if links:
        return "external" if any(map(_loads_by_itself, _RELATION.findall(text))) else ""
    return "active" if _DDE_FIELD.search(text) or b"<ddeLink" in text else ""


def _loads_by_itself(relation: bytes) -> bool:
    low = relation.lower()
    return b'targetmode="external"' in low and not any(kind in low for kind in _HARMLESS_LINKS)


def _contents(archive: zipfile.ZipFile) -> str:
    """Look into a zip: no programs, no archive in it, and office files and PDFs as clean as outside."""
    for entry in archive.infolist():
        ending = ending_of(entry.filename)
        if ending in PROGRAMS:
            return "program"
        if ending in ARCHIVES:
            return "nested"
        if entry.is_dir():
            continue
        with archive.open(entry) as stream:
            content = stream.read(LARGEST_PART * 4)
        if ending not in KINDS:
            if _is_archive(content) or content[:2] == b"MZ" or EICAR in content:
                return "program"
            continue
        if not content_matches(ending, content):
            return "content"
        if found := danger(entry.filename, content):
            return found
    return ""


def _is_archive(content: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(content))


_Check = Callable[[str, bytes], str]
_CHECKS: tuple[tuple[frozenset[str], _Check], ...] = (
    (frozenset({"pdf"}), _pdf),
    (frozenset(IMAGE_FORMATS), _image),
    (OLD_OFFICE, _old_office),
    (OFFICE | {"zip", "ofd"}, _archive),
)
