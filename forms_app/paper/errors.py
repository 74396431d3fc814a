"""What can go wrong on the way to paper."""

from django.utils.translation import gettext_noop

from forms_app.errors import FormsError


class PdfUnavailable(FormsError):
    """This machine cannot make PDFs; everything else, Word included, works."""

    code = "pdf_unavailable"
    template = gettext_noop(
        "PDF output is off on this server. Download the Word file, or ask the administrator to enable PDF."
    )
