"""What the editor's script asks the server: what is wrong with the case type as it stands, and a code for a title."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cases.admin.case_types.problems import PARTS, problems_of
from cases.models import CaseTypeDefinition
from cms.core.suggested_keys import suggested_key


class EditorView(PermissionCheckedMixin, View):
    """Answers a question of the editor in JSON; for those who may edit case types."""

    any_permission_required = ["add", "change"]
    viewset: Any = None


class CheckView(EditorView):
    """The publish checklist of the case type as it stands in the browser; nothing is saved."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Name everything that keeps it from being published."""
        pk = request.POST.get("pk", "")
        found = get_object_or_404(CaseTypeDefinition, pk=pk) if pk.isdecimal() else CaseTypeDefinition()
        instance = found.get_latest_revision_as_object() if found.pk else found
        form = self.viewset.get_edit_handler().get_form_class()(request.POST, instance=instance, for_user=request.user)
        form.defer_required_fields()
        form.is_valid()
        unread = [name for name in PARTS if name not in form.cleaned_data]
        if unread:
            return JsonResponse({"problems": [_unread(form, name) for name in unread]})
        return JsonResponse({"problems": problems_of(form.built())})


class SuggestView(EditorView):
    """A code for a new card."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Suggest one that is not among those taken."""
        label = request.GET.get("label", "")[:200]
        return JsonResponse({"code": suggested_key(label, request.GET.getlist("taken"))})


def _unread(form: Any, name: str) -> dict[str, Any]:
    """Return that an input of a part holds what cannot even be kept."""
    message = form.fields[name].label
    errors = getattr(form.errors.as_data()[name][0], "block_errors", {})
    index = next(iter(errors), None)
    words = _first_message(errors)
    return {"blocks": True, "message": f"{message}：{words}", "part": name, "index": index, "attribute": ""}


def _first_message(errors: Any) -> str:
    while isinstance(errors, dict) and errors:
        first = next(iter(errors.values()))
        errors = getattr(first, "block_errors", None) or first
    return " ".join(getattr(errors, "messages", ()))
