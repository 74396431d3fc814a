"""System checks of the kernel."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _


@register("uploads")
def uploads_are_scanned(**kwargs: Any) -> list[CheckMessage]:
    """Warn where uploads are not scanned for malware; refuse an address that cannot be meant."""
    address = settings.CLAMD_ADDRESS
    if not address:
        return [
            Warning(
                _("Uploads are not scanned for malware."),
                hint=_("Run clamd and set CLAMD_ADDRESS, such as tcp://127.0.0.1:3310 (docs/deployment.md)."),
                id="core.W001",
            )
        ]
    parts = urlsplit(address)
    if (parts.scheme == "unix" and parts.path) or (parts.scheme == "tcp" and parts.hostname and parts.port):
        return []
    return [Error(_("CLAMD_ADDRESS is neither tcp://host:port nor unix:/path."), id="core.E001")]
