"""What can go wrong on the way to paper."""

from django.utils.translation import gettext_lazy as _


class PdfUnavailable(Exception):
    """This machine cannot make PDFs; everything else, Word included, works."""

    code = "pdf_unavailable"
    message = _("PDF output is off on this server. Download the Word file, or ask the administrator to enable PDF.")

    def __str__(self) -> str:
        return str(self.message)
