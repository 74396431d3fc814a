"""试填: the real pages of filling in, over a draft that exists in the session only. No record is ever written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import Organisation
from cms.core.audit import sha256_of
from cms.core.reference.facade import code_list_items
from forms_app.admin.trial_trace import trace_of
from forms_app.engine.answers import clean_section
from forms_app.engine.compile import spec_to_json
from forms_app.engine.explanations import Explanation
from forms_app.engine.faults import Fault
from forms_app.engine.faults import _ as message
from forms_app.engine.places import section_mask
from forms_app.engine.reference_data import freeze_code_lists
from forms_app.engine.spec import PARTIES, SectionSpec
from forms_app.models import Draft, FormDefinition, FormVersion, SectionAnswer
from forms_app.selectors.completeness import faults_of, progress_of
from forms_app.selectors.filling import Filling
from forms_app.services.explanations import explanations_read
from forms_app.services.section_save import SavedSection, without_missing
from forms_app.services.section_settle import section_settle
from forms_app.services.stream_of_form import spec_of_definition
from forms_app.web.messages import fault_lines
from forms_app.web.step_post import QUIET_ACTIONS
from forms_app.web.storage import DraftStorage
from forms_app.web.wizard import SectionWizard

SESSION_KEY = "form_trials"
TRIAL_FILES = message("“%(label)s”: files are not taken in a trial.")
# Trials that one session keeps; beginning another forgets the oldest.
KEPT = 3
# The draft's own addresses, which the pages of filling in link to; in a trial they lead back into the trial.
DRAFT_ID = uuid.UUID("00000000-0000-4000-8000-000000000000")


class TrialStorage(DraftStorage):
    """The wizard's storage in a trial: where one is stays in the address."""

    def _set_current_step(self, step: str | None) -> None:
        self._step = step


@dataclass(frozen=True)
class TrialFilling(Filling):
    """A filling whose answers come from the session; it never asks the database for a draft.

    `explained` are the explanations that the session keeps, as {"text", "basis"} by the key of their check.
    """

    explained: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def attachments(self) -> list[Any]:
        """Return nothing: a trial takes no files."""
        return []

    @cached_property
    def remarks(self) -> list[Any]:
        """Return nothing: nobody reviews a trial."""
        return []

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        """Return what the session keeps."""
        return {key: Explanation(**one) for key, one in self.explained.items()}


def trial_filling(definition: FormDefinition, stored: Mapping[str, Any], party: str) -> TrialFilling:
    """Return a filling of the form as it stands in the builder, with the answers of a session."""
    spec = freeze_code_lists(spec_of_definition(definition), code_list_items)
    content = spec_to_json(spec)
    version = FormVersion(definition=definition, number=0, content=content, sha256=sha256_of(content))
    draft = Draft(id=DRAFT_ID, version=version, organisation=Organisation(name=_("Trial enterprise")))
    filling = TrialFilling(draft=draft, spec=spec, submission=None, acting=party, explained=stored["explanations"])
    vars(filling)["answers"] = {
        section_id: SectionAnswer(section_id=section_id, **answer) for section_id, answer in stored["answers"].items()
    }
    return filling


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
        if not self.permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"]):
            raise PermissionDenied
        found = get_object_or_404(FormDefinition, pk=kwargs["pk"])
        self.definition = found.get_latest_revision_as_object()
        self.kept = self._kept()
        if request.GET.get("as") in PARTIES:
            self.kept["party"] = request.GET["as"]
            request.session.modified = True
        self.filling = request.filling = trial_filling(self.definition, self.kept, self._party())
        if request.method == "POST" and request.POST.get("action") == "restart":
            self.kept |= {"answers": {}, "explanations": {}}
            return redirect(self.get_step_url(""))
        if not self.filling.sections:
            messages.warning(request, _("Nobody fills in anything in this form yet."))
            return redirect(reverse(self.viewset.get_url_name("edit"), args=[self.definition.pk]))
        if kwargs.get("step") == self.done_step_name:
            return self._done()
        if kwargs.get("step") and self._section(kwargs["step"]) is None:
            raise Http404
        return self._in_the_trial(super(SectionWizard, self).dispatch(request, *args, **kwargs))

    def _kept(self) -> dict[str, Any]:
        """Return what the session keeps of this trial; it ends with the session."""
        request, name = self.request, str(self.definition.pk)
        trials: dict[str, Any] = request.session.setdefault(SESSION_KEY, {})
        kept: dict[str, Any] = trials.pop(name, None) or {}
        kept = {"answers": {}, "explanations": {}, "party": "", **kept}
        trials[name] = kept
        for old in list(trials)[:-KEPT]:
            del trials[old]
        request.session.modified = True
        return kept

    def _party(self) -> str:
        parties = [party for section in spec_of_definition(self.definition).sections for party in section.parties]
        return str(self.kept["party"] or (parties or PARTIES)[0])

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
            self.kept["explanations"][one.finding.key] = {"text": one.text, "basis": one.basis}
        if read.written:
            settled = settled.explained(section, settled.filling.with_explanations_read_again(), read.faults)
        result = settled.result
        if data.get("action") in QUIET_ACTIONS or data.get("rows") or self._is_autosave():
            result = type(result)(result.values, without_missing(result.faults), result.rejected)
        old = filling.answers.get(section.id)
        revision = (old.revision if old else 0) + 1
        answer = {"data": dict(settled.data), "rejected": dict(checked.rejected), "revision": revision}
        self.kept["answers"][section.id] = {**answer, "typed_revision": revision, "complete": settled.complete}
        self.request.session.modified = True
        then = trial_filling(self.definition, self.kept, self._party())
        return SavedSection(result, revision, timezone.now(), settled.complete, changed=True, filling=then)

    def _is_autosave(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "autosave"

    def _take_uploads(self, section: SectionSpec, files: Any) -> list[Fault]:
        """Take no files: they would be records."""
        sent = [one for one in section.fields if files and files.getlist(f"{one.id}-upload")]
        return [Fault("trial", TRIAL_FILES, one.id, one.label, {"label": one.label}, severity="notice") for one in sent]

    def _remove_file(self, attachment_id: str) -> None:
        """Do nothing: there are no files."""

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
        for name in ("workbook", "workbook_upload", "upload", "tasks", "discard"):
            inside = inside.replace(f'"{_draft_address(name)}"', f'"{self.get_step_url("")}"')
        page.content = inside.replace(f"{_draft_address()}s/", self.get_step_url("") + "s/")
        return page  # type: ignore[no-any-return]


def _draft_address(name: str = "tasks") -> str:
    return reverse(f"forms_app:{name}", args=[DRAFT_ID])
