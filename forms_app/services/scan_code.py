"""The check code of a stamped scan: it must be that of the answers as they stand.

It is read from the QR codes of the scan; only where none can be read, the person's typing counts. The scan itself is an
answer too, but not one of those that the code stands for: it certifies them (`engine.check_code.certified_answers`).
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.qr_codes import qr_codes
from forms_app.engine.check_code import code_from
from forms_app.errors import FileRefused
from forms_app.models import PaperCode
from forms_app.selectors.content_code import current_code
from forms_app.selectors.filling import Filling
from forms_app.services.file_kinds import ending_of

# A code, and the pages of the scan on which it stands.
ReadCodes = Mapping[str, list[int]]


def codes_of_scan(name: str, content: bytes) -> ReadCodes:
    """Return the check codes that the pages of a scan bear; other codes (of invoices, of seals) are passed over.

    Takes seconds: not to be called with a draft locked.
    """
    codes: dict[str, list[int]] = {}
    for page, text in qr_codes(content, ending_of(name)):
        if code := _code_in(text):
            codes.setdefault(code, []).append(page)
    return codes


def certified_code(filling: Filling, typed: str, read: ReadCodes) -> str:
    """Return the code of the sheet that was stamped; FileRefused unless it is the one of the draft as it stands."""
    wanted = current_code(filling)
    code = _read_code(filling, read, wanted) if read else _typed_code(typed, wanted)
    if not PaperCode.objects.filter(draft=filling.draft, code=code).exists():
        raise FileRefused("code_not_ready")
    return code


def _code_in(text: str) -> str | None:
    """Return the code that an address of the public check leads to; the host may have changed since it was printed."""
    code = code_from(text)
    return code if code and urlsplit(text).path == reverse("verify:code", args=[code]) else None


def _read_code(filling: Filling, read: ReadCodes, wanted: str) -> str:
    if len(read) > 1:
        raise FileRefused("code_mixed", found=_places(read), wanted=wanted)
    ((code, pages),) = read.items()
    if code == wanted:
        return code
    own = PaperCode.objects.filter(draft=filling.draft, code=code).exists()
    raise FileRefused("code_stale_page" if own else "code_foreign", given=code, wanted=wanted, page=pages[0])


def _typed_code(typed: str, wanted: str) -> str:
    if not typed.strip():
        raise FileRefused("code_missing")
    code = code_from(typed)
    if code is None:
        raise FileRefused("code_mistyped", given=typed.strip()[:40])
    if code != wanted:
        raise FileRefused("code_stale", given=code, wanted=wanted)
    return code


def _places(read: ReadCodes) -> str:
    """Return which page bears what, in the order of the pages."""
    by_page = sorted((page, code) for code, pages in read.items() for page in pages)
    return "；".join(_("page %(page)s %(code)s") % {"page": page, "code": code} for page, code in by_page[:10])
