"""Case types out of and into files."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cases.engine.case_type_yaml import case_type_yaml
from cases.models import CaseTypeDefinition
from cases.selectors.case_type_versions import versions_of
from cases.services.case_type_editor import yaml_of
from cases.services.case_type_import import CaseTypeFileInvalid, case_type_import

LARGEST = 500_000


class FileForm(forms.Form):
    """The file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("YAML file"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )

    def clean(self) -> dict[str, Any]:
        """Read the file as text."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            if file.size > LARGEST:
                raise forms.ValidationError(_("The file is larger than a case type can be."))
            try:
                cleaned["text"] = file.read().decode("utf-8")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("The file is not UTF-8 text.")) from error
        if not cleaned.get("text", "").strip() or len(cleaned["text"]) > LARGEST:
            raise forms.ValidationError(_("Choose a YAML file, or paste its text."))
        return cleaned


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView[FileForm]):
    """A case type from a file becomes a draft in the editor."""

    permission_required = "add"
    template_name = "cases/admin/case_types/import.html"
    form_class = FileForm
    header_icon = "upload"
    _show_breadcrumbs = True
    viewset: Any = None

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Case type from a file")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        listing = {"url": reverse(self.viewset.get_url_name("list")), "label": _("Case types")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: FileForm) -> HttpResponse:
        """Bring it into the editor, or say line by line why not, with what was typed."""
        try:
            definition = case_type_import(text=form.cleaned_data["text"], actor=self.request.user)  # type: ignore[arg-type]
        except CaseTypeFileInvalid as error:
            return self.render_to_response(self.get_context_data(form=form, faults=error.faults))
        messages.success(
            self.request, _("“%(title)s” is now a draft. Look through it and publish it.") % {"title": definition.title}
        )
        return redirect(self.viewset.get_url_name("edit"), definition.pk)


class ExportView(PermissionCheckedMixin, View):
    """The case type as it stands in the editor, as YAML; `number` asks for a published version."""

    any_permission_required = ["add", "change", "publish", "view"]
    viewset: Any = None

    def get(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        """Send the file."""
        definition = get_object_or_404(CaseTypeDefinition, pk=pk)
        name = definition.key
        if number is None:
            text = yaml_of(definition.get_latest_revision_as_object())
        else:
            version = next((one.version for one in versions_of(name) if one.version.number == number), None)
            if version is None:
                raise Http404
            text, name = case_type_yaml(version.definition), f"{name}-v{number}"
        headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
        return HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8", headers=headers)
