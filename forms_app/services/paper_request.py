"""Ask the worker for the PDF of a sheet: never made in a request, and never twice for the same content."""

import uuid
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.facade import Person
from cms.core.audit import sha256_of
from cms.core.downloads import DownloadFailed, Progress, register_download
from cms.core.downloads.models import Download
from cms.core.downloads.registry import Params
from cms.core.downloads.services import download_request
from cms.core.office import OfficeFailed
from cms.core.pdf import pdf_available
from forms_app.models import Draft
from forms_app.paper import PdfUnavailable
from forms_app.policies import may_fill
from forms_app.selectors.co_fillers import filling_for
from forms_app.selectors.drafts import submissions_for
from forms_app.selectors.filling import Filling, draft_by_id
from forms_app.selectors.paper import PaperMaterial, draft_material, filling_material, submission_material
from forms_app.services.paper_make import CONTENT_TYPES, paper_make, pdf_layout

OWN_SHEET = "forms.sheet"
DRAFT_SHEET = "forms.draft_sheet"
DRAFT_PART = "forms.draft_part"
BINDINGS = ("single", "duplex", "glued")


def _may_read_sheet(person: Person, params: Params) -> bool:
    return submissions_for(person).filter(pk=params["submission"]).exists()


def _may_read_draft(person: Person, params: Params) -> bool:
    organisation = Draft.objects.filter(pk=params["draft"]).values_list("organisation", flat=True).first()
    return organisation is not None and may_fill(person, organisation)


def _may_read_part(person: Person, params: Params) -> bool:
    return _part(person, params) is not None


def _part(person: Person, params: Params) -> Filling | None:
    """Return the draft as the person fills it in for an invited organisation; None if it does not."""
    filling = filling_for(person, draft_by_id(uuid.UUID(params["draft"])))
    return filling if filling is not None and filling.acting_for is not None else None


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


def draft_sheet_request(*, filling: Filling, owner: Any, binding: str = "single") -> Download:
    """Ask for the PDF of a draft as it stands; a co-filler gets the sections that it sees."""
    material = filling_material(filling, binding=binding)
    params = {"draft": str(filling.draft.pk), "binding": binding}
    kind = DRAFT_SHEET if material.whole else DRAFT_PART
    return _request(kind=kind, params=params, owner=owner, material=material)


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


@register_download(DRAFT_PART, label=gettext_lazy("Own sections of a draft (PDF)"), allowed=_may_read_part)
def make_draft_part(download: Download, _progress: Progress) -> bytes:
    """Make the sheet of what a co-filler sees of a draft now."""
    filling = _part(download.owner, download.params)
    if filling is None:
        raise DownloadFailed(_("The invitation to fill in this form has been withdrawn, or the form was handed in."))
    return _pdf(download, filling_material(filling, binding=download.params.get("binding", "single")))


def _request(*, kind: str, params: Params, owner: Any, material: PaperMaterial) -> Download:
    if not pdf_available():
        raise PdfUnavailable
    layout = pdf_layout(material)
    title = _("%(name)s (PDF in the generated layout)") if layout == "stand_in" else _("%(name)s (PDF)")
    return download_request(
        kind=kind,
        params={**params, "layout": layout},
        owner=owner,
        title=title % {"name": material.stem},
        filename=f"{material.stem}.pdf",
        content_type=CONTENT_TYPES["pdf"],
        content_key=_content_key(material, layout),
    )


def layout_notice(download: Download) -> str:
    """Return what to tell whoever asked for a PDF in the bureau's document and gets the generated layout; else ""."""
    if download.params.get("layout") != "stand_in":
        return ""
    return _(
        "The bureau has a Word document of its own for this form, which this server cannot turn into PDF: the PDF has "
        "the generated layout. Where the bureau's document is asked for, download the Word file."
    )


def _content_key(material: PaperMaterial, layout: str) -> str:
    """Return the hash of all that the PDF shows: the same answers look different in another layout."""
    return sha256_of({"sheet": material.key, "layout": layout})


def _pdf(download: Download, material: PaperMaterial) -> bytes:
    layout = download.params["layout"]
    if _content_key(material, layout) != download.content_key:
        raise DownloadFailed(_("The form was changed after you asked for its PDF. Ask for it again."))
    try:
        return paper_make(material, extension="pdf", generated=layout != "own").content
    except PdfUnavailable as unavailable:
        raise DownloadFailed(str(unavailable)) from unavailable
    except OfficeFailed as failure:
        raise DownloadFailed(
            _("The bureau's Word document could not be turned into PDF. Download the Word file, or ask for it again.")
        ) from failure
