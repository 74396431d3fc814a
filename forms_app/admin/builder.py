"""What the builder's script asks the server: what is wrong with the form as it stands, and a code for a label."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.accounts.models import User
from cms.core.suggested_keys import suggested_key
from forms_app.engine.problems import Nested, Place, Problem
from forms_app.models import FormDefinition
from forms_app.services.form_publish import definition_problems, problem_text


class BuilderView(PermissionCheckedMixin, View):
    """Answers a question of the builder in JSON; for those who may build forms."""

    any_permission_required = ["add", "change"]
    viewset: Any = None

    @property
    def actor(self) -> User:
        """Return who is signed in."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the admin lets nobody else in
        return user

    def form(self, request: HttpRequest) -> Any:
        """Return the posted form, checked as a draft is: nothing is saved."""
        pk = request.POST.get("pk", "")
        found = get_object_or_404(FormDefinition, pk=pk) if pk.isdecimal() else FormDefinition()
        instance = found.get_latest_revision_as_object() if found.pk else found
        made = self.viewset.get_edit_handler().get_form_class()(request.POST, instance=instance, for_user=request.user)
        made.defer_required_fields()
        made.is_valid()
        return made


class CheckView(BuilderView):
    """The publish checklist of the form as it stands in the browser."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Name everything that keeps the form from being published, and what somebody should look at."""
        form = self.form(request)
        if {"sections", "checks"} <= form.cleaned_data.keys():
            problems = definition_problems(form.built())
        else:
            problems = [
                problem for name in ("sections", "checks") for problem in _input_problems(form.errors.as_data(), name)
            ]
        return JsonResponse({"problems": [problem_json(problem) for problem in problems]})


class SuggestView(BuilderView):
    """A code for a new field."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Suggest one that no other field of the form has."""
        label = request.GET.get("label", "")[:200]
        return JsonResponse({"code": suggested_key(label, request.GET.getlist("taken"))})


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return a problem with its place taken apart: numbers from 0, None where it is not about one."""
    parts = dict(zip(problem.place[::2], problem.place[1::2], strict=False))
    attribute = problem.place[-1] if isinstance(problem.place[-1], str) else ""
    text, line = problem_text(problem), problem.params.get("line")
    return {
        "blocks": problem.blocks,
        "message": text,
        "short": _reason(problem) or text,
        "section": parts.get("sections"),
        "field": parts.get("fields"),
        "column": parts.get("columns"),
        "check": parts.get("checks"),
        "attribute": "" if attribute in ("sections", "fields", "checks") else attribute,
        "position": {"line": line, "column": problem.params["position"]} if line else None,
    }


def _reason(problem: Problem) -> str:
    """Return what is wrong inside a formula, without where it is."""
    reason = problem.params.get("reason")
    return _(reason.message) % reason.params if isinstance(reason, Nested) else ""


def _input_problems(errors: dict[str, list[ValidationError]], name: str) -> Iterator[Problem]:
    """Yield what Wagtail says of inputs that cannot even be kept, such as a code with a capital letter."""
    for error in errors.get(name, ()):
        yield from _below(error, (name,))


def _below(error: Any, place: Place) -> Iterator[Problem]:
    if isinstance(error, StreamBlockValidationError | StructBlockValidationError):
        for key, part in error.block_errors.items():
            yield from _below(part, (*place, key))
    elif hasattr(error, "block_errors"):
        for part in error.block_errors.values():
            yield from _below(part, place)
    else:
        yield Problem(
            "%(text)s",
            place,
            {"text": _("An input cannot be kept: %(messages)s") % {"messages": " ".join(error.messages)}},
        )
