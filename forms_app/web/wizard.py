"""Filling in: formtools' wizard with one step per section of the pinned version."""

import uuid
from collections import OrderedDict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.errors import CoFillingOver, DraftNotEditable, FileRefused, FormsError, StaleDraft
from forms_app.models import Attachment
from forms_app.selectors.completeness import steps_of
from forms_app.selectors.filling import Filling, asks_files
from forms_app.selectors.rebase import drawer
from forms_app.services.attachments import attachment_remove
from forms_app.services.older_page import gone_section_save
from forms_app.services.section_save import SavedSection, section_save
from forms_app.web.conflict import CHOICE, chosen_inputs, merged_inputs, stored_beside
from forms_app.web.drafts import filling_to_fill
from forms_app.web.fill import step_html
from forms_app.web.formula_html import server_state
from forms_app.web.fragments import step_parts
from forms_app.web.messages import fault_lines
from forms_app.web.older_page import is_older, rebased, rebased_text
from forms_app.web.presence import lease_data, shown_lease
from forms_app.web.row_buttons import rows_changed
from forms_app.web.section_form import SectionForm
from forms_app.web.signed_out import co_filling_over, is_other_person, kept_for_later
from forms_app.web.step_post import confirmed, leaves, number_of, stays, writer_of
from forms_app.web.uploads import take_upload

AUTOSAVE = "autosave"
VIEW = "view"


class SectionWizard(NamedUrlWizardView):
    """One draft, one URL per section. The draft's id is the prefix, so tabs and drafts cannot mix."""

    storage_name = "forms_app.web.storage.DraftStorage"
    form_list = (("section", SectionForm),)
    template_name = "forms_app/step.html"
    filling: Filling

    def get_prefix(self, request: Any, *args: Any, **kwargs: Any) -> str:
        """Return the draft's id."""
        return str(kwargs["draft_id"])

    def get_form_list(self) -> "OrderedDict[str, type[SectionForm]]":
        """Return one step per section that this organisation fills in."""
        self._resolved_form_list = OrderedDict((section.key, SectionForm) for section in self.filling.sections)
        self._cache_signature = ()
        return self._resolved_form_list

    def get_step_url(self, step: str) -> str:
        """Return the address of a step; the last one leads to the check page."""
        if step == self.done_step_name and self.filling.acting_for is not None:
            return reverse("forms_app:tasks", args=[self.prefix])
        if step == self.done_step_name:
            return reverse("forms_app:check", args=[self.prefix])
        return reverse(self.url_name, kwargs={"draft_id": self.prefix, "step": step})

    def get_upload_url(self) -> str:
        """Return the address that takes one file at once; below it every file has the address of its removal."""
        return reverse("forms_app:upload", args=[self.filling.draft.pk])

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the draft first; a form that is handed in is shown, not filled in."""
        if request.method == "POST" and is_other_person(request):
            return kept_for_later(request, other_person=True)
        try:
            self.filling = request.filling = filling_to_fill(request.user, kwargs["draft_id"])
        except CoFillingOver as refusal:
            return co_filling_over(request, refusal)
        if not self.filling.editable:
            return self._closed()
        if kwargs.get("step") and self._section(kwargs["step"]) is None:
            return self._not_asked(kwargs["step"])
        if not self.filling.sections:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save the section whatever happens next, then do what the button says."""
        step = kwargs.get("step")
        if step is None:  # no page posts to the address that only leads to the current step
            return redirect("forms_app:tasks", self.filling.draft.pk)
        self.request.POST = self._chosen(step, self._typed(step))
        self.storage.enter(step)
        try:
            if self.request.headers.get("X-Requested-With") == AUTOSAVE:
                return confirmed(self._autosave(), self.request.POST)
            return confirmed(self._act(*args, **kwargs), self.request.POST)
        except StaleDraft as stale:
            return self._stale(stale)
        except CoFillingOver as refusal:
            return co_filling_over(self.request, refusal)
        except DraftNotEditable as refusal:
            messages.warning(self.request, refusal.message)
            return self._closed()

    def _not_asked(self, step: str) -> HttpResponseBase:
        """Keep what a page of a section sent that is no longer asked, and lead back to the list of sections."""
        section = next((one for one in self.filling.own_sections if step in (one.key, one.id)), None)
        if section is None:
            return self._gone(step)
        if self.request.method == "POST":
            try:
                self._save(section, self.request.POST)
            except (StaleDraft, DraftNotEditable) as refusal:
                messages.warning(self.request, refusal.message)
        if self.request.headers.get("X-Requested-With") == AUTOSAVE:
            return JsonResponse({"error": "not_asked", "message": self._why_gone(section)}, status=409)
        messages.info(self.request, self._why_gone(section))
        return redirect("forms_app:tasks", self.filling.draft.pk)

    def _gone(self, step: str) -> HttpResponseBase:
        """Keep what a page of an older version sent for a section that the form no longer has."""
        post = self.request.POST
        if self.request.method != "POST" or not post.get("version"):
            raise Http404
        retired = gone_section_save(
            draft_id=self.filling.draft.pk,
            section_key=step,
            post=post,
            shown=number_of(post["version"]) or 0,
            expected_revision=number_of(post.get("revision")) or 0,
            actor=self.request.user,
        )
        if retired is None:
            raise Http404
        if self.request.headers.get("X-Requested-With") == AUTOSAVE:
            return confirmed(rebased(self.filling.draft, retired), post)
        messages.warning(self.request, rebased_text(self.filling.draft, retired))
        return redirect("forms_app:tasks", self.filling.draft.pk)

    def _why_gone(self, section: SectionSpec) -> str:
        return _("“%(title)s” is not asked with your present answers. What was typed there is kept.") % {
            "title": section.title
        }

    def _act(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        post, step = self.request.POST, kwargs["step"]
        action = post.get("action", "")
        if post.get("rows"):
            rows_changed(post, post["rows"])
        if not stays(post):
            return super().post(*args, **kwargs)
        form = self.get_form(step, data=post, files=self.request.FILES)
        if post.get("remove-file"):
            self._remove_file(post["remove-file"])
            form = self._fresh(form)
        if form.summary or post.get("rows") or post.get("remove-file") or action == "upload":
            return self.render(form)
        if action == "previous" and self.steps.prev:
            return self.render_goto_step(self.steps.prev)
        messages.success(self.request, _("Saved. You can continue at any time."))
        if action == "stay":
            return redirect(self.get_step_url(step))
        return redirect("forms_app:tasks", self.prefix)

    def get_form(self, step: str | None = None, data: Any = None, files: Any = None) -> SectionForm:
        """Return the step as a form. What was posted is saved here, once, by the service."""
        section = self._section(step or self.steps.current)
        if section is None:
            raise Http404
        if data is None:
            return SectionForm(filling=self.filling, section=section, prefix=section.key)
        faults = self._take_uploads(section, files)
        saved = self._save(section, data)
        self.filling = saved.filling
        if is_older(data, self.filling.draft):
            messages.warning(self.request, rebased_text(self.filling.draft, saved.retired))
        self.get_form_list()  # formtools drops its cached list after a valid step and expects that there is one
        return SectionForm(
            data,
            files,
            filling=self.filling,
            section=section,
            prefix=section.key,
            saved=saved,
            extra_faults=faults,
        )

    def render_next_step(self, form: SectionForm, **kwargs: Any) -> HttpResponse:
        """Go on, or back to the check page if the change was made from there."""
        if self.request.POST.get("back") == "check":
            return redirect(self.get_step_url(self.done_step_name))
        return super().render_next_step(form, **kwargs)

    def render_done(self, form: SectionForm, **kwargs: Any) -> HttpResponse:
        """Lead to the check page: handing in is a step of its own."""
        return redirect(self.get_step_url(self.done_step_name))

    def get_context_data(self, form: SectionForm, **kwargs: Any) -> dict[str, Any]:
        """Return what the page around the fields shows."""
        context = super().get_context_data(form=form, **kwargs)
        back = self._back()
        context.update(
            filling=self.filling,
            draft=self.filling.draft,
            spec=self.filling.spec,
            section=form.section,
            step_form=step_html(
                step_parts(
                    get_language() or "",
                    has_previous=bool(self.steps.prev),
                    back=back,
                    asks_files=asks_files(form.section),
                ),
                form.render(),
                token=get_token(self.request),
                revision=str(form.revision),
                action=self.request.path,
                version=str(self.filling.draft.version.number),
                upload_url=self.get_upload_url(),
                person=str(self.request.user.pk),
                draft=self.prefix,
                section=form.section.id,
                conflict="yes" if form.theirs else "",
            ),
            summary=form.summary,
            form_steps=steps_of(self.filling),
            drawer=drawer(self.filling, form.section) if self.filling.acting_for is None else (),
            lease=shown_lease(self.filling.draft, form.section.id, self.request.user),
            viewing=self._viewing(form),
            later=self.filling.waits(form.section),
        )
        return context

    def _back(self) -> str:
        """Return where the person came from and wants to return to: the check page, or nowhere in particular."""
        back = self.request.POST.get("back") or self.request.GET.get("back", "")
        return back if back == "check" else ""

    def _viewing(self, form: SectionForm) -> SafeString | str:
        """Return the section for reading only, for somebody who leaves it to a colleague; "" if it is filled in."""
        if self.request.method == "GET" and VIEW in self.request.GET:
            return form.render(readonly=True)
        return ""

    def _section(self, step: str) -> SectionSpec | None:
        return self.filling.section_by_key(step)

    def _typed(self, step: str) -> Any:
        """Return the input as a copy that row buttons may change; the URL says which step it is."""
        post = self.request.POST.copy()
        post[f"{self.prefix}-current_step"] = step
        return post

    def _chosen(self, step: str, post: Any) -> Any:
        """Return the input after the choices that a person made between two versions."""
        section = self._section(step)
        if section is None or not any(name.startswith(CHOICE) for name in post):
            return post
        answer = self.filling.answers.get(section.id)
        if answer is None:
            return post
        return chosen_inputs(section, post, answer.data, answer.rejected)

    def _save(self, section: SectionSpec, data: Any) -> SavedSection:
        quiet = stays(data) or self.request.headers.get("X-Requested-With") == AUTOSAVE
        return section_save(
            draft_id=self.filling.draft.pk,
            section_id=section.id,
            post=data,
            expected_revision=number_of(data.get("revision")),
            actor=self.request.user,
            require=not quiet,
            writer=writer_of(data),
            presence="leaves" if leaves(data) else "stays",
            shown_version=number_of(data.get("version")),
        )

    def _autosave(self) -> JsonResponse:
        section = self._section(self.steps.current)
        if section is None:
            raise Http404
        saved = self._save(section, self.request.POST)
        if is_older(self.request.POST, saved.filling.draft):
            return rebased(saved.filling.draft, saved.retired)
        lines = fault_lines(saved.result.faults)
        return JsonResponse(
            {
                "revision": saved.revision,
                "saved_at": f"{timezone.localtime(saved.saved_at):%H:%M:%S}",
                "complete": saved.complete,
                "faults": [{"path": line.path, "message": line.text} for line in lines],
                "state": server_state(saved.filling, section),
                "taken": [
                    {"field": one.id, "label": one.label, "inputs": saved.taken[one.id]}
                    for one in section.fields
                    if one.id in saved.taken
                ],
                "taken_from": saved.taken_from,
                "lease": lease_data(saved.filling.draft, section.id, self.request.user),
            }
        )

    def _take_uploads(self, section: SectionSpec, files: Any) -> list[Fault]:
        """Take the files that came with the step; return why one is not kept."""
        faults = []
        for spec in section.fields:
            if not field_type(spec.type).has_files or spec.id not in self.filling.open_fields:
                continue
            for upload in files.getlist(f"{spec.id}-upload") if files else ():
                try:
                    self._take_upload(spec, upload)
                except FileRefused as refusal:
                    faults.append(
                        Fault(
                            code=refusal.code,
                            message=refusal.template,
                            path=spec.id,
                            label=spec.label,
                            params=refusal.params,
                        )
                    )
        return faults

    def _take_upload(self, spec: FieldSpec, upload: Any) -> None:
        take_upload(
            draft_id=self.filling.draft.pk,
            field_id=spec.id,
            upload=upload,
            actor=self.request.user,
            code=self.request.POST.get(f"{spec.id}-code", ""),
        )

    def _remove_file(self, attachment_id: str) -> None:
        try:
            attachment_remove(
                draft_id=self.filling.draft.pk, attachment_id=uuid.UUID(attachment_id), actor=self.request.user
            )
        except (FormsError, ValueError, Attachment.DoesNotExist):
            messages.warning(self.request, _("This file cannot be removed."))

    def _fresh(self, form: SectionForm) -> SectionForm:
        self.filling = self.filling.reloaded()
        return SectionForm(form.data, filling=self.filling, section=form.section, prefix=form.prefix, saved=form.saved)

    def _stale(self, stale: StaleDraft) -> HttpResponseBase:
        """Show what the other person saved beside what was typed; saving again is then a conscious choice."""
        if self.request.headers.get("X-Requested-With") == AUTOSAVE:
            return JsonResponse({"error": "stale", "message": stale.message}, status=409)
        section = self._section(self.steps.current)
        if section is None:
            raise Http404
        self.filling = self.filling.reloaded()
        form = SectionForm(
            merged_inputs(section, self.request.POST, stale),
            filling=self.filling,
            section=section,
            prefix=section.key,
            theirs=stored_beside(section, stale, self.filling.lookups),
            revision=stale.revision,
        )
        fields = [one for one in section.fields if one.id in stale.conflicts]
        shown = {"conflict": stale.message, "conflicts": fields}
        response = self.render_to_response({**self.get_context_data(form=form), **shown})
        response.status_code = 409
        return response

    def _closed(self) -> HttpResponseBase:
        if self.request.headers.get("X-Requested-With") == AUTOSAVE:
            return JsonResponse({"error": "closed", "message": DraftNotEditable().message}, status=409)
        submission = self.filling.submission
        if submission is None or self.filling.acting_for is not None:
            return redirect("forms_app:index")
        return redirect("forms_app:submission", submission.pk)
