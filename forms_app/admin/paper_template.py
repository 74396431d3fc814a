"""The page of a form's own Word document: download a beginning, upload, see what is wrong, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.core.files import attachment_headers
from cms.core.office import office_available
from forms_app.admin.versions import VersionPage
from forms_app.models import PaperTemplate
from forms_app.paper.starter import starter_bytes
from forms_app.services.paper_make import CONTENT_TYPES
from forms_app.services.paper_template import (
    LARGEST,
    TemplateRefused,
    current_template,
    paper_template_add,
    paper_template_withdraw,
    template_content,
)
from forms_app.services.stream_of_form import spec_of_definition
from forms_app.services.upload_check import safe_name
from forms_app.web.person import person


class PaperTemplateView(VersionPage):
    """The Word template of a form."""

    template_name = "forms_app/admin/paper_template.html"
    any_permission_required = ["change", "publish"]
    header_icon = "doc-full"
    problems: list[str] = []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or give out a document: ?document=starter, or the number of one that was uploaded."""
        wanted = request.GET.get("document", "")
        if wanted == "starter":
            return _document(starter_bytes(spec_of_definition(self.definition)), f"{self.definition.title}.docx")
        if wanted.isdigit():
            found = PaperTemplate.objects.filter(definition=self.definition, number=int(wanted)).first()
            if found is not None:
                return _document(template_content(found), found.name)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a template, or withdraw the one that waits for publication."""
        if "withdraw" in request.POST:
            paper_template_withdraw(definition=self.definition, actor=person(request))
            messages.success(request, _("The next version will be printed in the generated layout."))
            return redirect(request.path)
        upload = request.FILES.get("document")
        if upload is None or not upload.size or upload.size > LARGEST:
            self.problems = [_("Choose a Word document (.docx) of at most 5 MB.")]
            return super().get(request, *args, **kwargs)
        try:
            paper_template_add(
                definition=self.definition,
                spec=spec_of_definition(self.definition),
                name=safe_name(upload.name or "") or "template.docx",
                content=upload.read(),
                actor=person(request),
            )
        except TemplateRefused as refusal:
            self.problems = refusal.problems
            return super().get(request, *args, **kwargs)
        messages.success(request, _("The template fits the form. It is used from the next version that is published."))
        return redirect(request.path)

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Word template")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the templates and what is wrong with the one just sent."""
        templates = PaperTemplate.objects.filter(definition=self.definition).select_related("uploaded_by")
        return super().get_context_data(
            **kwargs,
            templates=templates.prefetch_related("versions__version"),
            current=current_template(self.definition.pk),
            problems=self.problems,
            office=office_available(),
        )


def _document(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES["docx"])
    attachment_headers(response, name)
    return response
