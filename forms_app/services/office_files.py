"""Office files that are read, not kept: size, kind, macros and unpacked size are looked at before opening."""

import io
import zipfile
from typing import IO

from django.core.files.uploadedfile import UploadedFile

from forms_app.errors import FileRefused
from forms_app.services.file_kinds import content_matches, ending_of

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10
MOST_UNPACKED = 100 * MEGABYTE
MOST_ENTRIES = 2000
# An entry that unpacks to more than this many times its size is a bomb, unless it is small anyway.
MOST_RATIO = 200


def office_content(upload: UploadedFile | None, ending: str) -> bytes:
    """Return the content of an uploaded .docx or .xlsx; FileRefused says why it is not read."""
    if upload is None:
        raise FileRefused("missing")
    name = upload.name or ""
    if not upload.size:
        raise FileRefused("empty", name=name)
    if upload.size > MOST_MEGABYTES * MEGABYTE:
        raise FileRefused("too_large", name=name, limit=MOST_MEGABYTES)
    if ending_of(name) != ending:
        raise FileRefused("kind", name=name, kinds=ending)
    content = upload.read()
    if not content_matches(ending, content) or _is_bomb(io.BytesIO(content)):
        raise FileRefused("content", name=name)
    return content


def _is_bomb(archive: IO[bytes]) -> bool:
    """Say whether the archive would unpack to more than an honest document."""
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        return True
    return any(one.file_size > MEGABYTE and one.file_size > MOST_RATIO * max(one.compress_size, 1) for one in entries)
