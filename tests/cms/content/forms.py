"""What the page editor of the admin sends."""

from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

TABLE = {
    "column-count": 2,
    "row-count": 2,
    "column-0-type": "text",
    "column-0-heading": "材料名称",
    "column-0-order": "0",
    "column-0-deleted": "",
    "column-1-type": "number",
    "column-1-heading": "份数",
    "column-1-order": "1",
    "column-1-deleted": "",
    "row-0-order": "0",
    "row-0-deleted": "",
    "row-1-order": "1",
    "row-1-deleted": "",
    "cell-0-0": "申报书",
    "cell-0-1": "2",
    "cell-1-0": "营业执照",
    "cell-1-1": "1",
    "caption": "申报材料清单",
}


def notice_form(documents: list[int] | None = None, **extra: Any) -> dict[str, Any]:
    """Return the form of a notice with a paragraph, a table and attachments."""
    data = {
        "title": "关于开展试点企业征集的通知",
        "slug": "",
        "kind": "notice",
        "published_at": "2025-01-15 09:00",
        "summary": "启动征集。",
        "body": streamfield([("paragraph", rich_text("<p>请按时申报。</p>")), ("table", TABLE)]),
        "attachments": streamfield([("document", str(pk)) for pk in documents or []]),
        "comments": inline_formset([]),
        **extra,
    }
    return nested_form_data(data)


def add_url(parent: Page, model: str = "noticepage") -> str:
    """Return the address under which a page is added below `parent`."""
    return reverse("wagtailadmin_pages:add", args=["content", model, parent.pk])


def make_document(title: str) -> int:
    """Return the key of a stored document."""
    model = get_document_model()
    document = model(title=title)
    document.file.save(f"{title}.docx", ContentFile(b"words"), save=False)
    document.save()
    return document.pk
