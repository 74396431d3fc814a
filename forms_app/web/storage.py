"""Where formtools' wizard keeps its state: in the draft's own rows, never in the session."""

from typing import Any

from formtools.wizard.storage.base import BaseStorage

from forms_app.selectors.filling import Filling
from forms_app.services.draft_place import draft_place


class DraftStorage(BaseStorage):
    """The wizard's storage over one draft. Steps are saved by `section_save`; here they are only read.

    The view puts the draft it found on the request as `filling`.
    """

    def __init__(self, prefix: str, request: Any = None, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.filling: Filling = request.filling
        section_id = self.filling.draft.current_section
        self._step = next((one.key for one in self.filling.sections if one.id == section_id), None)

    def enter(self, step: str) -> None:
        """Say which step the request is about; where it ends is remembered by whoever saves."""
        self._step = step

    def reset(self) -> None:
        """Keep everything: a draft is never wiped by opening its address."""

    def _get_current_step(self) -> str | None:
        return self._step

    def _set_current_step(self, step: str | None) -> None:
        moved = step != self._step
        self._step = step
        section = self.filling.section_by_key(step or "")
        if moved and section is not None and self.request.method == "POST":
            draft_place(draft_id=self.filling.draft.pk, section_id=section.id)

    def get_step_data(self, step: str) -> None:
        """Return nothing: a step shows the stored answers, it does not submit them again."""

    def set_step_data(self, step: str, cleaned_data: Any) -> None:
        """Do nothing: the step was saved when it was checked."""

    def get_step_files(self, step: str) -> None:
        """Return nothing: files are rows of their own."""

    def set_step_files(self, step: str, files: Any) -> None:
        """Do nothing: files are stored when they arrive."""

    def _get_extra_data(self) -> dict[str, Any]:
        return {}
