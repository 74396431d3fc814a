"""试填: the real pages of filling in, over a draft that exists in the session only. No record is ever written."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from forms_app.admin.trial_session import DRAFT_ID, Trial
from forms_app.admin.trial_trace import trace_of
from forms_app.engine.answers import clean_section
from forms_app.engine.places import section_mask
from forms_app.engine.spec import PARTIES, FieldSpec, SectionSpec
from forms_app.errors import FileRefused
from forms_app.models import FormDefinition
from forms_app.selectors.completeness import faults_of, progress_of
from forms_app.services.attachments import attachment_tried
from forms_app.services.explanations import explanations_read
from forms_app.services.section_save import SavedSection, without_missing
from forms_app.services.section_settle import section_settle
from forms_app.web.files import listing
from forms_app.web.messages import fault_lines
from forms_app.web.section_form import SectionForm
from forms_app.web.step_post import QUIET_ACTIONS
from forms_app.web.storage import DraftStorage
from forms_app.web.wizard import SectionWizard


class TrialStorage(DraftStorage):
    """The wizard's storage in a trial: where one is stays in the address."""

    def _set_current_step(self, step: str | None) -> None:
        self._step = step


class TrialView(SectionWizard):
    """The wizard over a trial. What SectionWizard writes by services is kept in the session here."""

    storage_name = "forms_app.admin.trial.TrialStorage"
    template_name = "forms_app/admin/trial.html"
    permission_policy: Any = None
    viewset: Any = None

    def get_prefix(self, request: Any, *args: Any, **kwargs: Any) -> str:
        """Return the name under which formtools knows this trial."""
        return f"trial-{kwargs['pk']}"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the form as it was saved last; show it at the step of the address."""
        self.trial = _trial_of(request, self.permission_policy, kwargs["pk"])
        self.definition = self.trial.definition
        self.trial.as_party(request.GET.get("as", ""))
        self.trial.with_stages(request.GET.get("stages", ""))
        self.filling = request.filling = self.trial.filling()
        if request.method == "POST" and request.POST.get("action") == "restart":
            self.trial.restart()
            return redirect(self.get_step_url(""))
        if not self.filling.sections:
            messages.warning(request, _("Nobody fills in anything in this form yet."))
            return redirect(reverse(self.viewset.get_url_name("edit"), args=[self.definition.pk]))
        if kwargs.get("step") == self.done_step_name:
            return self._done()
        if kwargs.get("step") and self._section(kwargs["step"]) is None:
            raise Http404
        return self._in_the_trial(super(SectionWizard, self).dispatch(request, *args, **kwargs))

    def get_step_url(self, step: str) -> str:
        """Return the address of a step of the trial."""
        arguments = [self.definition.pk, *([step] if step else [])]
        return reverse(self.viewset.get_url_name("trial_step" if step else "trial"), args=arguments)

    def _save(self, section: SectionSpec, data: Any) -> SavedSection:
        """Do what section_save does, up to writing."""
        filling = self.filling
        mask = section_mask(section, filling.mask)
        checked = clean_section(section, data, filling.lookups, mask, require=True, stored=filling.values(section))
        settled = section_settle(filling=filling, section=section, checked=checked, mask=mask, post=data)
        read = explanations_read(filling=settled.filling, section=section, post=data)
        for one in read.written:
            self.trial.keep_explanation(one.finding.key, one.text, one.basis)
        if read.written:
            settled = settled.explained(section, settled.filling.with_explanations_read_again(), read.faults)
        result = settled.result
        if data.get("action") in QUIET_ACTIONS or data.get("rows") or self._is_autosave():
            result = type(result)(result.values, without_missing(result.faults), result.rejected)
        old = filling.answers.get(section.id)
        revision = (old.revision if old else 0) + 1
        answer = {"data": dict(settled.data), "rejected": dict(checked.rejected), "revision": revision}
        self.trial.keep_answer(section.id, answer | {"typed_revision": revision, "complete": settled.complete})
        then = self.trial.filling()
        return SavedSection(result, revision, timezone.now(), settled.complete, changed=True, filling=then)

    def _is_autosave(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "autosave"

    def get_upload_url(self) -> str:
        """Return the address at which a trial takes files."""
        return reverse(self.viewset.get_url_name("trial_files"), args=[self.definition.pk])

    def _take_upload(self, spec: FieldSpec, upload: Any) -> None:
        self.trial.keep_file(attachment_tried(filling=self.filling, field_id=spec.id, upload=upload))
        self.filling = self.trial.filling()

    def _remove_file(self, attachment_id: str) -> None:
        self.trial.drop_file(attachment_id)

    def _fresh(self, form: SectionForm) -> SectionForm:
        self.filling = self.trial.filling()
        return SectionForm(form.data, filling=self.filling, section=form.section, prefix=form.prefix, saved=form.saved)

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what a trial shows besides: as whom one fills in, and why things are hidden or computed."""
        return super().get_context_data(form, **kwargs, **self._around())

    def _around(self) -> dict[str, Any]:
        used = {party for section in self.filling.spec.sections for party in section.parties}
        return {
            "definition": self.definition,
            "edit_url": reverse(self.viewset.get_url_name("edit"), args=[self.definition.pk]),
            "trial_url": self.get_step_url(""),
            "party": self.filling.party,
            "parties": [party for party in PARTIES if party in used],
            "has_stages": bool(self.filling.spec.stages_at_start),
            "at_start": self.trial.at_start,
            "reasons": trace_of(self.filling),
        }

    def _done(self) -> HttpResponse:
        faults = faults_of(self.filling)
        sections = [
            (one.section, fault_lines(faults.get(one.section.id, ())), self.get_step_url(one.section.key))
            for one in progress_of(self.filling)
        ]
        context = {**self._around(), "sections": sections, "good": not faults}
        return render(self.request, "forms_app/admin/trial_done.html", context)

    def _in_the_trial(self, response: Any) -> HttpResponseBase:
        """Let every link to the draft lead into the trial: there is no such draft."""
        if not hasattr(response, "render"):
            if response.get("Location", "").startswith(_draft_address()):
                response["Location"] = self.get_step_url("")
            return response  # type: ignore[no-any-return]
        page = response.render()
        inside = page.content.decode()
        for name in ("workbook", "workbook_upload", "tasks", "discard"):
            inside = inside.replace(f'"{_draft_address(name)}"', f'"{self.get_step_url("")}"')
        page.content = inside.replace(f"{_draft_address()}s/", self.get_step_url("") + "s/")
        return page  # type: ignore[no-any-return]


class TrialFilesView(View):
    """Files in a trial: looked at as in earnest and listed by name; nothing of their content is kept."""

    permission_policy: Any = None
    viewset: Any = None

    def post(self, request: HttpRequest, pk: int, attachment_id: uuid.UUID | None = None) -> HttpResponseBase:
        """Take one file for a field, or forget one; answer with the field's list as the page shows it."""
        trial = _trial_of(request, self.permission_policy, pk)
        if attachment_id is not None:
            return self._forget(trial, str(attachment_id))
        field_id, given = request.POST.get("field", ""), request.FILES.get("file")
        try:
            if given is None:
                raise FileRefused("missing")
            trial.keep_file(attachment_tried(filling=trial.filling(), field_id=field_id, upload=given))
        except FileRefused as refusal:
            return JsonResponse({"error": refusal.code, "message": refusal.message}, status=400)
        return listing(trial.filling(), field_id, 201)

    def _forget(self, trial: Trial, attachment_id: str) -> HttpResponseBase:
        found = next((one for one in trial.filling().attachments if str(one.pk) == attachment_id), None)
        if found is None:
            raise Http404
        trial.drop_file(attachment_id)
        return listing(trial.filling(), found.field_id, 200)


def _trial_of(request: HttpRequest, policy: Any, pk: int) -> Trial:
    """Return the trial of the form as it was saved last; only those who build forms have one."""
    if not policy.user_has_any_permission(request.user, ["add", "change", "publish"]):
        raise PermissionDenied
    found = get_object_or_404(FormDefinition, pk=pk)
    return Trial(request.session, found.get_latest_revision_as_object())


def _draft_address(name: str = "tasks") -> str:
    return reverse(f"forms_app:{name}", args=[DRAFT_ID])
