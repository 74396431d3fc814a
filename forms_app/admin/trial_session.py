"""What a session keeps of a trial: the answers, the explanations and the names of files. None of it is a record."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from cms.accounts.models import Organisation
from cms.core.audit import sha256_of
from cms.core.reference.facade import code_list_items
from forms_app.engine.compile import spec_to_json
from forms_app.engine.explanations import Explanation
from forms_app.engine.reference_data import freeze_code_lists
from forms_app.engine.spec import PARTIES
from forms_app.models import Attachment, Draft, FormDefinition, FormVersion, SectionAnswer
from forms_app.selectors.filling import Filling
from forms_app.services.stream_of_form import spec_of_definition

SESSION_KEY = "form_trials"
# Which stages of the form are open in a trial.
FIRST_STAGES, ALL_STAGES = "start", "all"
# Trials that one session keeps; beginning another forgets the oldest.
KEPT = 3
# The draft's own addresses, which the pages of filling in link to; in a trial they lead back into the trial.
DRAFT_ID = uuid.UUID("00000000-0000-4000-8000-000000000000")
_EMPTY: Mapping[str, Any] = {"answers": {}, "explanations": {}, "files": []}
# What is kept of a file: all but its content.
_OF_A_FILE = ("field_id", "name", "content_type", "size")


@dataclass(frozen=True)
class TrialFilling(Filling):
    """A filling whose answers come from the session; it never asks the database for a draft.

    `explained` are the explanations that the session keeps, as {"text", "basis"} by the key of their check;
    `given` are the files, without their content.
    """

    explained: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    given: tuple[Attachment, ...] = ()

    @cached_property
    def attachments(self) -> list[Any]:
        """Return what the session keeps."""
        return list(self.given)

    @cached_property
    def remarks(self) -> list[Any]:
        """Return nothing: nobody reviews a trial."""
        return []

    @cached_property
    def explanations(self) -> Mapping[str, Explanation]:
        """Return what the session keeps."""
        return {key: Explanation(**one) for key, one in self.explained.items()}


class Trial:
    """One person's trial of one form, as the form stands in the builder."""

    def __init__(self, session: Any, definition: FormDefinition) -> None:
        self.session = session
        self.definition = definition
        self.kept = self._kept()

    def _kept(self) -> dict[str, Any]:
        """Return what the session keeps of this trial; it ends with the session."""
        name = str(self.definition.pk)
        trials: dict[str, Any] = self.session.setdefault(SESSION_KEY, {})
        kept: dict[str, Any] = {"answers": {}, "explanations": {}, "files": [], "party": "", "stages": ""}
        kept |= trials.pop(name, {})
        trials[name] = kept
        for old in list(trials)[:-KEPT]:
            del trials[old]
        self.session.modified = True
        return kept

    @property
    def party(self) -> str:
        """Return as whom the form is filled in; at first the party of its first section."""
        parties = [party for section in spec_of_definition(self.definition).sections for party in section.parties]
        return str(self.kept["party"] or (parties or PARTIES)[0])

    def as_party(self, party: str) -> None:
        """Go on as another party; anything that is not one changes nothing."""
        if party in PARTIES:
            self.kept["party"] = party

    @property
    def at_start(self) -> bool:
        """Say whether only the stages are open that are open when filling in begins; later a case opens the others."""
        return bool(self.definition.stages_at_start) and self.kept["stages"] != ALL_STAGES

    def with_stages(self, which: str) -> None:
        """Go on with the stages of the start or with all of them; any other word changes nothing."""
        if which in (FIRST_STAGES, ALL_STAGES):
            self.kept["stages"] = which

    def restart(self) -> None:
        """Forget what was typed and given."""
        self.kept |= {key: type(empty)() for key, empty in _EMPTY.items()}

    def filling(self) -> TrialFilling:
        """Return the filling with the answers of the session."""
        spec = freeze_code_lists(spec_of_definition(self.definition), code_list_items)
        content = spec_to_json(spec)
        version = FormVersion(definition=self.definition, number=0, content=content, sha256=sha256_of(content))
        draft = Draft(
            id=DRAFT_ID,
            version=version,
            organisation=Organisation(name=_("Trial enterprise")),
            open_stages=list(spec.stages_at_start) if self.at_start else None,
        )
        given = tuple(Attachment(draft_id=DRAFT_ID, **one) for one in self.kept["files"])
        filling = TrialFilling(
            draft=draft,
            spec=spec,
            submission=None,
            acting=self.party,
            explained=self.kept["explanations"],
            given=given,
        )
        vars(filling)["answers"] = {
            section_id: SectionAnswer(section_id=section_id, **answer)
            for section_id, answer in self.kept["answers"].items()
        }
        return filling

    def keep_answer(self, section_id: str, answer: Mapping[str, Any]) -> None:
        """Keep the answers of a section."""
        self.kept["answers"][section_id] = dict(answer)

    def keep_explanation(self, key: str, text: str, basis: str) -> None:
        """Keep why a check does not hold."""
        self.kept["explanations"][key] = {"text": text, "basis": basis}

    def keep_file(self, attachment: Attachment) -> None:
        """Keep that there is such a file; its content is not kept."""
        one = {name: getattr(attachment, name) for name in _OF_A_FILE}
        self.kept["files"] = [*self.kept["files"], {"id": str(attachment.pk), **one}]

    def drop_file(self, attachment_id: str) -> None:
        """Forget a file; one that is not there is no error."""
        self.kept["files"] = [one for one in self.kept["files"] if one["id"] != attachment_id]
