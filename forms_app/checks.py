"""System checks of the forms room."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext as _

from cms.core.office import office_available
from cms.core.pdf import pdf_available


@register("paper")
def pdf_output_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the machine cannot make PDFs; Word output always works."""
    if pdf_available():
        return []
    return [
        Warning(
            _("PDF output is off: a Chinese font is missing."),
            hint=_("On Debian or Ubuntu: apt-get install fonts-noto-cjk"),
            id="forms_app.W001",
        )
    ]


@register("paper")
def word_becomes_pdf(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the machine cannot turn a bureau's Word document into PDF; the generated layout stands in for it."""
    if office_available():
        return []
    return [
        Warning(
            _("LibreOffice is missing: a bureau's own Word document is not offered as PDF."),
            hint=_("On Debian or Ubuntu: apt-get install --no-install-recommends libreoffice-writer-nogui"),
            id="forms_app.W002",
        )
    ]
