"""A section of a version in the shape that formtools expects of a Django form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forms_app.engine.answers import TypedInput, clean_section, section_inputs
from forms_app.engine.faults import Fault
from forms_app.engine.spec import SectionSpec
from forms_app.selectors.filling import Filling
from forms_app.services.section_save import SavedSection, without_missing
from forms_app.web.conflict import Beside
from forms_app.web.fill import Fill, section_html
from forms_app.web.formula_html import page_script, with_formulas
from forms_app.web.fragments import section_fragments
from forms_app.web.messages import FaultLine, by_path, fault_lines
from forms_app.web.source_html import with_sources


class SectionForm:
    """Quacks like a bound or unbound form. It decides nothing: `saved` is what the service answered."""

    base_fields: Mapping[str, Any] = {}

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        filling: Filling,
        section: SectionSpec,
        prefix: str = "",
        initial: Mapping[str, Any] | None = None,
        saved: SavedSection | None = None,
        extra_faults: Sequence[Fault] = (),
        theirs: Mapping[str, Beside] | None = None,
        revision: int | None = None,
    ) -> None:
        self.data: Any = data if data is not None else {}
        self.files = files or {}
        self.prefix = prefix
        self.initial = initial or {}
        self.is_bound = data is not None
        self.filling = filling
        self.section = section
        self.saved = saved
        self.theirs = theirs or {}
        self.answer = filling.answers.get(section.id)
        self.revision = self._revision() if revision is None else revision
        self.faults: tuple[Fault, ...] = (*extra_faults, *self._faults())

    def is_valid(self) -> bool:
        """Say whether the step may be left."""
        return self.is_bound and not any(one.stops for one in self.faults)

    @property
    def errors(self) -> Mapping[str, Sequence[str]]:
        """Return the messages by input name."""
        return by_path(self.faults, blocking=True)

    @property
    def shown_faults(self) -> tuple[Fault, ...]:
        """Return the faults and the checks of the section that do not hold, each once."""
        known = {one.check for one in self.faults if one.check}
        checks = self.filling.check_faults.get(self.section.id, ())
        return (*self.faults, *(one for one in checks if one.check not in known))

    @property
    def cleaned_data(self) -> Mapping[str, Any]:
        """Return the good values."""
        return self.saved.result.values if self.saved else {}

    @property
    def summary(self) -> list[FaultLine]:
        """Return the lines of the error summary."""
        return fault_lines(self.faults)

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Return what the inputs show: what was just typed, else what is stored."""
        if self.is_bound:
            return dict(self.data.lists())
        rejected = self.answer.rejected if self.answer else None
        return section_inputs(self.section, self.filling.values(self.section), rejected)

    def render(self, *, readonly: bool = False) -> SafeString:
        """Return the fields as HTML, with `readonly` as text without a single input."""
        filling = self.filling
        fill = Fill(
            inputs=self.inputs,
            values=filling.values(self.section),
            lookups=filling.lookups,
            mask=() if readonly else filling.mask,
            open_fields=() if readonly else filling.open_fields,
            errors=by_path(self.shown_faults, blocking=True),
            notices=by_path(self.shown_faults, blocking=False),
            files=filling.files if filling.files_in(self.section) else {},
            remarks=filling.remarks_on(self.section),
            theirs=self.theirs,
        )
        if not filling.waits(self.section):
            fill.later = filling.spec.later_note or _("This is filled in at a later stage.")
            fill.later_fields = filling.waiting
        if filling.formulas.live:
            with_formulas(fill, filling, self.section, self.inputs)
        if self.answer is not None and self.answer.sources:
            with_sources(fill, self.answer)
        html = section_html(section_fragments(filling.draft.version.sha256, self.section), fill)
        return format_html("{}{}", html, page_script(filling, self.section)) if filling.formulas.live else html

    def _revision(self) -> int:
        if self.saved is not None:
            return self.saved.revision
        return self.answer.revision if self.answer else 0

    def _faults(self) -> tuple[Fault, ...]:
        if self.saved is not None:
            return self.saved.result.faults
        if self.is_bound or self.answer is None or not self.answer.rejected:
            return ()
        post = TypedInput(self.inputs)
        found = clean_section(
            self.section,
            post,
            self.filling.lookups,
            self.filling.mask,
            files_present=self.filling.files_in(self.section),
            stored=self.filling.values(self.section),
        )
        return without_missing(found.faults)
