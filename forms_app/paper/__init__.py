"""A form and its answers on official paper: Word, PDF and HTML from one layout."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FormSpec
from forms_app.paper.document import PaperContext, PaperExplanation
from forms_app.paper.errors import PdfUnavailable
from forms_app.paper.html import sheet_html
from forms_app.paper.layout import build_document
from forms_app.paper.pdf import pdf_available, pdf_bytes
from forms_app.paper.word import word_bytes

__all__ = [
    "PaperContext",
    "PaperExplanation",
    "PdfUnavailable",
    "pdf_available",
    "render_docx",
    "render_html",
    "render_pdf",
]

Answers = Mapping[str, Mapping[str, Any]]


def render_docx(spec: FormSpec, answers: Answers, lookups: Lookups, *, context: PaperContext) -> bytes:
    """Return the sheet as a Word document."""
    return word_bytes(build_document(spec, answers, lookups, context))


def render_pdf(spec: FormSpec, answers: Answers, lookups: Lookups, *, context: PaperContext) -> bytes:
    """Return the sheet as PDF; PdfUnavailable where the machine cannot make one."""
    return pdf_bytes(build_document(spec, answers, lookups, context))


def render_html(spec: FormSpec, answers: Answers, lookups: Lookups, *, context: PaperContext) -> SafeString:
    """Return the sheet as an <article> to put on a page that loads static forms_app/paper.css."""
    return sheet_html(build_document(spec, answers, lookups, context))
