"""System checks of the forms room."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext as _

from forms_app.paper import pdf_available


@register("paper")
def pdf_output_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the machine cannot make PDFs; Word output always works."""
    if pdf_available():
        return []
    return [
        Warning(
            _("PDF output is off: WeasyPrint's libraries or a Chinese font are missing."),
            hint=_("On Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"),
            id="forms_app.W001",
        )
    ]
