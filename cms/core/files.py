"""Headers under which files are sent: saved under their name, never interpreted as a page of this site."""

from urllib.parse import quote

from django.http.response import HttpResponseBase

SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'"


def attachment_headers(response: HttpResponseBase, name: str, *, inline: bool = False) -> None:
    """Name the file in every browser, forbid guessing its type, and lock it into a sandbox if it is shown."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in name)
    disposition = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = SANDBOX
