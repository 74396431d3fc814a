"""The PDF of a case's sheet, asked for by whoever may see the case."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.selectors.hidden import reads_whole
from cms.accounts.models import User
from cms.core.downloads import DownloadFailed, Progress, register_download
from cms.core.downloads.models import Download
from cms.core.downloads.registry import Params
from forms_app.facade import sheet_pdf, sheet_request

CASE_SHEET = "cases.sheet"


def _may_see(person: User, params: Params) -> bool:
    cases = Case.objects.visible_to(person).select_related("version", "region")
    case = cases.filter(number=params["case"]).first()
    return case is not None and reads_whole(case, person)


@register_download(CASE_SHEET, label=gettext_lazy("Official sheet (PDF)"), allowed=_may_see)
def make_case_sheet(download: Download, _progress: Progress) -> bytes:
    """Make it."""
    submission_id = Case.objects.values_list("submission_id", flat=True).get(number=download.params["case"])
    if submission_id is None:
        raise DownloadFailed(_("This case has no form."))
    return sheet_pdf(download, submission_id)


def case_sheet_request(*, case: Case, owner: User) -> Download | None:
    """Ask for the PDF of the case's sheet; None if the case has no form."""
    if case.submission_id is None:
        return None
    return sheet_request(kind=CASE_SHEET, params={"case": case.number}, owner=owner, submission_id=case.submission_id)
