"""How files are sent: saved under their name, never interpreted as a page of this site."""

from typing import Any
from urllib.parse import quote

import structlog
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

log = structlog.get_logger()

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


def stored_file(
    request: HttpRequest, stored: Any, *, content_type: str, name: str, inline: bool = False
) -> HttpResponseBase:
    """Send a stored file (the value of a FileField) under this name; a page that says so if its bytes are gone."""
    try:
        response = FileResponse(stored.open("rb"), content_type=content_type)
    except FileNotFoundError:
        log.error("stored_file_missing", file=stored.name)
        return render(request, "file_gone.html", {"name": name}, status=404)
    attachment_headers(response, name, inline=inline)
    return response
