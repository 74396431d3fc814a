"""What the editor's page posts, for tests without a browser."""

from typing import Any

from django.urls import reverse

from cases.admin.case_types.problems import PARTS
from cases.engine.editor import PLAIN, editor_of
from cases.models import CaseTypeDefinition
from cases.services.case_type_editor import definition_fill
from tests.forms_app.admin.browser import posted


def url(name: str, *args: Any) -> str:
    """Return an address of the case types in the admin."""
    return reverse(CaseTypeDefinition.snippet_viewset.get_url_name(name), args=args)


def post_of(document: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what the editor posts for a document."""
    shown = CaseTypeDefinition()
    definition_fill(shown, document)
    values = editor_of(document)
    data: dict[str, Any] = {one.name: values[one.name] for one in PLAIN}
    data |= {"valid_from": "", "valid_until": "", "change_note": ""}
    for name in PARTS:
        field: Any = CaseTypeDefinition._meta.get_field(name)
        data |= posted(field.stream_block, getattr(shown, name), name)
    return {name: value for name, value in (data | more).items() if value != []}
