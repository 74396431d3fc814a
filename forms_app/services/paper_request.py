"""Ask the worker for the PDF of a sheet: never made in a request, and never twice for the same content."""

import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.facade import Person
from cms.core.downloads import DownloadFailed, Progress, register_download
from cms.core.downloads.models import Download
from cms.core.downloads.registry import Params
from cms.core.downloads.services import download_request
from cms.core.pdf import pdf_available
from forms_app.models import Draft
from forms_app.paper import PdfUnavailable
from forms_app.policies import may_fill
from forms_app.selectors.drafts import submissions_for
from forms_app.selectors.paper import PaperMaterial, draft_material, submission_material
from forms_app.services.paper_make import CONTENT_TYPES, paper_make

OWN_SHEET = "forms.sheet"
DRAFT_SHEET = "forms.draft_sheet"
BINDINGS = ("single", "duplex", "glued")


def _may_read_sheet(person: Person, params: Params) -> bool:
    return submissions_for(person).filter(pk=params["submission"]).exists()


def _may_read_draft(person: Person, params: Params) -> bool:
    organisation = Draft.objects.filter(pk=params["draft"]).values_list("organisation", flat=True).first()
    return organisation is not None and may_fill(person, organisation)


def sheet_request(
    *, kind: str, params: Params, owner: Any, submission_id: uuid.UUID, binding: str = "single"
) -> Download:
    """Ask for the PDF of a submission; `kind` says by which right, and its maker ends in `sheet_pdf`."""
    material = submission_material(submission_id, binding=binding)
    return _request(kind=kind, params={**params, "binding": binding}, owner=owner, material=material)


def own_sheet_request(*, submission_id: uuid.UUID, owner: Any, binding: str = "single") -> Download:
    """Ask for the PDF of a submission of one's own organisation."""
    params = {"submission": str(submission_id)}
    return sheet_request(kind=OWN_SHEET, params=params, owner=owner, submission_id=submission_id, binding=binding)


def draft_sheet_request(*, draft_id: uuid.UUID, owner: Any, binding: str = "single") -> Download:
    """Ask for the PDF of a draft as it stands."""
    material = draft_material(draft_id, binding=binding)
    params = {"draft": str(draft_id), "binding": binding}
    return _request(kind=DRAFT_SHEET, params=params, owner=owner, material=material)


def sheet_pdf(download: Download, submission_id: uuid.UUID) -> bytes:
    """Make the PDF that `sheet_request` asked for."""
    return _pdf(download, submission_material(submission_id, binding=download.params.get("binding", "single")))


@register_download(OWN_SHEET, label=gettext_lazy("Official sheet (PDF)"), allowed=_may_read_sheet)
def make_own_sheet(download: Download, _progress: Progress) -> bytes:
    """Make the sheet of a submission."""
    return sheet_pdf(download, uuid.UUID(download.params["submission"]))


@register_download(DRAFT_SHEET, label=gettext_lazy("Sheet of a draft (PDF)"), allowed=_may_read_draft)
def make_draft_sheet(download: Download, _progress: Progress) -> bytes:
    """Make the sheet of a draft."""
    binding = download.params.get("binding", "single")
    return _pdf(download, draft_material(uuid.UUID(download.params["draft"]), binding=binding))


def _request(*, kind: str, params: Params, owner: Any, material: PaperMaterial) -> Download:
    if not pdf_available():
        raise PdfUnavailable
    return download_request(
        kind=kind,
        params=params,
        owner=owner,
        title=_("%(name)s (PDF)") % {"name": material.stem},
        filename=f"{material.stem}.pdf",
        content_type=CONTENT_TYPES["pdf"],
        content_key=material.key,
    )


def _pdf(download: Download, material: PaperMaterial) -> bytes:
    if material.key != download.content_key:
        raise DownloadFailed(_("The form was changed after you asked for its PDF. Ask for it again."))
    try:
        return paper_make(material, extension="pdf").content
    except PdfUnavailable as unavailable:
        raise DownloadFailed(str(unavailable)) from unavailable
