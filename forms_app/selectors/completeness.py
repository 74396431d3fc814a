"""What still keeps a draft from being handed in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_noop

from forms_app.engine.answers import check_section
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.spec import SectionSpec
from forms_app.models import SectionAnswer
from forms_app.selectors.content_code import current_code
from forms_app.selectors.filling import Filling

STALE_SCAN = gettext_noop(
    "“%(label)s”: the scan shows the sheet %(code)s, but the answers have been changed since. Print the sheet "
    "%(wanted)s, have it stamped, and upload that scan."
)


class Progress(Enum):
    """How far a section is."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    COMPLETE = "complete"
    TO_CORRECT = "to_correct"
    LOCKED = "locked"
    LATER = "later"


@dataclass(frozen=True)
class SectionProgress:
    """One line of the task list."""

    section: SectionSpec
    progress: Progress
    answer: SectionAnswer | None
    missing: int
    remarks: int


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the line of steps above a section."""

    section: SectionSpec
    done: bool


def steps_of(filling: Filling) -> list[Step]:
    """Return the steps as they were found when each was last saved: nothing is checked again to show a tick."""
    return [Step(section=section, done=_is_done(filling, section)) for section in filling.sections]


def _is_done(filling: Filling, section: SectionSpec) -> bool:
    if not any(field.id in filling.open_fields for field in section.fields):
        return not filling.waits(section)
    answer = filling.answers.get(section.id)
    if answer is None or not answer.complete or filling.remarks_on(section):
        return False
    # Files come and go without a save of the section.
    asked = [one for one in section.fields if one.required and one.id in filling.open_fields]
    return all(filling.files.get(one.id) for one in asked if field_type(one.type).has_files)


def section_faults(filling: Filling, section: SectionSpec) -> tuple[Fault, ...]:
    """Return what blocks in one section, in what the filler may write and is asked; its checks come last."""
    answer = filling.answers.get(section.id)
    faults = check_section(
        section,
        filling.values(section),
        filling.lookups,
        rejected=answer.rejected if answer else None,
        mask=filling.mask,
    )
    faults = (*faults, *stale_scans(filling, section))
    found = (*asked_faults(filling, faults), *filling.check_faults.get(section.id, ()))
    return tuple(one for one in found if one.blocks)


def stale_scans(filling: Filling, section: SectionSpec) -> Iterator[Fault]:
    """Yield a fault at every stamped scan of a sheet that no longer says what the draft says."""
    scans = [one for one in section.fields if one.type == "scan" and filling.files.get(one.id)]
    if not scans or not filling.editable:
        return
    wanted = current_code(filling)
    for one in scans:
        stale = [file.check_code for file in filling.files[one.id] if file.check_code != wanted]
        if stale and one.id in filling.open_fields:
            params = {"label": one.label, "code": stale[0], "wanted": wanted}
            yield Fault(code="scan_stale", message=STALE_SCAN, path=one.id, label=one.label, params=params)


def asked_faults(filling: Filling, faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults without those at questions that are not asked."""
    if not filling.formulas.steps:
        return tuple(faults)
    return tuple(one for one in faults if not filling.state.hides(one.path))


def faults_of(filling: Filling) -> Mapping[str, tuple[Fault, ...]]:
    """Return what blocks in every section that has something, by section id."""
    found = {section.id: section_faults(filling, section) for section in filling.sections}
    return {section_id: faults for section_id, faults in found.items() if faults}


def progress_of(filling: Filling) -> list[SectionProgress]:
    """Return the task list."""
    return [_progress(filling, section) for section in filling.sections]


def _progress(filling: Filling, section: SectionSpec) -> SectionProgress:
    answer = filling.answers.get(section.id)
    faults = section_faults(filling, section)
    remarks = sum(len(found) for found in filling.remarks_on(section).values())
    begun = answer is not None and answer.typed_revision > 0
    if not any(field.id in filling.open_fields for field in section.fields):
        progress = Progress.LATER if filling.waits(section) else Progress.LOCKED
    elif remarks:
        progress = Progress.TO_CORRECT
    elif not begun:
        progress = Progress.NOT_STARTED
    else:
        progress = Progress.STARTED if faults else Progress.COMPLETE
    return SectionProgress(section=section, progress=progress, answer=answer, missing=len(faults), remarks=remarks)
