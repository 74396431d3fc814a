"""A small picture of an uploaded one: made anew pixel by pixel, so that nothing else of the file reaches a browser."""

import io
import threading

import structlog
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from forms_app.models import Attachment
from forms_app.services.file_dangers import MOST_PIXELS

log = structlog.get_logger()

# Width and height in pixels within which a preview lies: twice of what the pages show, for sharp screens.
PREVIEW_SIZE = (384, 288)
QUALITY = 80
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
ENDINGS = (".png", ".jpg", ".jpeg")
# Pictures are decoded in memory: more than these at a time wait, and after the seconds below give up.
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT_SECONDS = 10


def is_picture_name(name: str) -> bool:
    """Say whether a file of this name has a preview; what an ending promises was compared with the content."""
    return name.lower().endswith(ENDINGS)


def preview_name(attachment: Attachment) -> str:
    """Return where the preview of a file is kept."""
    return f"previews/{attachment.draft_id}/{attachment.pk}.jpg"


def picture_preview(attachment: Attachment) -> bytes | None:
    """Return the preview as JPEG; None if the file is no picture, cannot be read, or too many are being made now.

    It is made once and kept beside the file, in the same private storage.
    """
    if attachment.content_type not in FORMATS:
        return None
    storage, name = attachment.file.storage, preview_name(attachment)
    if storage.exists(name):
        with storage.open(name, "rb") as kept:
            return bytes(kept.read())
    if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
        return None
    try:
        with attachment.file.open("rb") as original:
            made = small_picture(original.read(), FORMATS[attachment.content_type])
    finally:
        _AT_ONCE.release()
    if made is not None and not storage.exists(name):
        storage.save(name, ContentFile(made))
    return made


def small_picture(content: bytes, kind: str) -> bytes | None:
    """Return a picture made small, turned as it was taken, on white and without its metadata; None if it is none."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", PREVIEW_SIZE)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(PREVIEW_SIZE)
            shown = upright.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        log.warning("preview_failed", error=type(error).__name__)
        return None
    flat = Image.new("RGB", shown.size, "white")
    flat.paste(shown, mask=shown.getchannel("A"))
    buffer = io.BytesIO()
    flat.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
