"""What can go wrong in the forms room, with a code for programs and a message for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forms_app.engine.explanations import REFUSALS, Refusal
from forms_app.engine.faults import Fault


class FormsError(Exception):
    """A refusal that a person can understand. `message` is translated when it is read."""

    code = "forms_error"
    template = gettext_noop("This cannot be done now.")

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params

    @property
    def message(self) -> str:
        """Return the message in the language of the reader."""
        return _(self.template) % self.params

    def __str__(self) -> str:
        return self.message


class NotPermitted(FormsError):
    """The actor may not do this to this object."""

    code = "not_permitted"
    template = gettext_noop("You may not do this for this organisation.")


class NotInAudience(FormsError):
    """The form is not meant for organisations of this kind."""

    code = "not_in_audience"
    template = gettext_noop("This form is not open to organisations of your kind.")


class FormNotOpen(FormsError):
    """No version of the form is published."""

    code = "form_not_open"
    template = gettext_noop("This form is not open for filling in.")


class FormClosed(FormsError):
    """The last day for handing in has passed."""

    code = "form_closed"
    template = gettext_noop("This form could be submitted until %(time)s. Ask the bureau whether it opens again.")


class DraftNotEditable(FormsError):
    """The draft is under review, accepted or discarded."""

    code = "draft_not_editable"
    template = gettext_noop("This form has been handed in or closed, so it can no longer be changed.")


class DraftAlreadySubmitted(FormsError):
    """A form that was handed in once cannot be discarded."""

    code = "draft_already_submitted"
    template = gettext_noop("This form has been handed in before and cannot be discarded.")


class VersionNotNewer(FormsError):
    """A draft is taken over into a newer published version of its own form only."""

    code = "version_not_newer"
    template = gettext_noop("This version of the form cannot be filled in here. Open the list of sections again.")


class NothingEarlier(FormsError):
    """There is no accepted sheet from which answers could be taken over, or it is another one by now."""

    code = "nothing_earlier"
    template = gettext_noop("There is no accepted sheet of an earlier year to take answers from.")


class StaleDraft(FormsError):
    """Somebody saved the section after this page was opened."""

    code = "stale_draft"
    template = gettext_noop(
        "%(author)s saved this section at %(time)s and changed the same places as you. Nothing is lost: choose at each "
        "of them what stays, then save."
    )

    def __init__(
        self,
        *,
        stored: Mapping[str, Any],
        typed: Mapping[str, Any],
        revision: int,
        conflicts: Sequence[str] = (),
        taken: Sequence[str] = (),
        **params: Any,
    ) -> None:
        super().__init__(**params)
        self.stored = stored
        self.typed = typed
        self.revision = revision
        self.conflicts = tuple(conflicts)
        self.taken = tuple(taken)


class DraftIncomplete(FormsError):
    """Something is missing or wrong, so the form cannot be handed in. `faults` are by section id."""

    code = "draft_incomplete"
    template = gettext_noop("The form is not complete yet. See what is missing below.")

    def __init__(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        super().__init__()
        self.faults = faults


class RemarksUnchanged(FormsError):
    """Places that the reviewer remarked on are as they were; the filler must say that this is meant."""

    code = "remarks_unchanged"
    template = gettext_noop("Some places that the reviewer remarked on have not been changed.")

    def __init__(self, anchors: Sequence[str]) -> None:
        super().__init__()
        self.anchors = tuple(anchors)


class KeyTaken(FormsError):
    """The idempotency key belongs to another submission."""

    code = "key_taken"
    template = gettext_noop("This page is out of date. Open the check page again and submit from there.")


class SinkUnknown(FormsError):
    """The version names a receiver that the site does not have."""

    code = "sink_unknown"
    template = gettext_noop("The form names a receiver that this site does not have (%(sink)s). Tell the bureau.")


class WrongState(FormsError):
    """The submission is not in a state in which this may be done."""

    code = "wrong_state"
    template = gettext_noop("The submission is not under review, so this cannot be done now.")


class StagesOpenAlready(FormsError):
    """Nothing in the form waits for the stage that a case wants to open."""

    code = "stages_open_already"
    template = gettext_noop("Every part of this form that belongs to the stage is open already.")


class NothingToShare(FormsError):
    """No section of the form is filled in by its owner together with a provider."""

    code = "nothing_to_share"
    template = gettext_noop("This form has no part that a provider fills in with you.")


class CoFillerUnknown(FormsError):
    """The chosen organisation is no admitted provider that anybody acts for."""

    code = "co_filler_unknown"
    template = gettext_noop("Search for the provider by its name and choose it from the list.")


class InvitedAlready(FormsError):
    """The provider has been asked before and has not declined."""

    code = "invited_already"
    template = gettext_noop("This provider has been asked already.")


class InvitationOver(FormsError):
    """The invitation was withdrawn or answered, or the form has been handed in."""

    code = "invitation_over"
    template = gettext_noop("This invitation can no longer be answered: it was withdrawn, or the form was handed in.")


class CoFillingOver(FormsError):
    """The owner has withdrawn its invitation."""

    code = "co_filling_over"
    template = gettext_noop(
        "The enterprise has withdrawn its invitation, so this form can no longer be changed here. What was saved "
        "before stays in the form; what you typed since is still in this browser."
    )


class NoRemarks(FormsError):
    """A return without a single remark would not tell the filler what to change."""

    code = "no_remarks"
    template = gettext_noop("Add at least one remark before returning the form.")


class RemarkPlaceUnknown(FormsError):
    """The remark points at no place of the form."""

    code = "remark_place_unknown"
    template = gettext_noop("This remark points at a place that the form does not have.")


class RemarkEmpty(FormsError):
    """A remark without words."""

    code = "remark_empty"
    template = gettext_noop("Write between 1 and 500 characters in the remark.")


class ExplanationNotAsked(FormsError):
    """The check holds by now, or it is none that is explained."""

    code = "explanation_not_asked"
    template = gettext_noop("Nothing needs to be explained here any more.")


class ExplanationRefused(FormsError):
    """The text explains nothing; `code` says why."""

    def __init__(self, refusal: Refusal, **params: Any) -> None:
        self.code = f"explanation_{refusal}"
        self.template = REFUSALS[refusal]
        super().__init__(**params)


class FileRefused(FormsError):
    """An upload that is not kept. `code` says why."""

    messages = {
        "empty": gettext_noop("“%(name)s” is empty (0 bytes). Choose another file."),
        "too_large": gettext_noop("“%(name)s” is larger than %(limit)s MB. Make it smaller and upload it again."),
        "kind": gettext_noop("“%(name)s” is not of an accepted kind (%(kinds)s)."),
        "content": gettext_noop(
            "The content of “%(name)s” does not match its ending. Save it again in the right format and upload it."
        ),
        "too_many": gettext_noop("At most %(limit)s files may be uploaded here. Remove one first."),
        "locked": gettext_noop("Files cannot be changed here now."),
        "missing": gettext_noop("Choose a file first."),
        "name": gettext_noop("This file has no usable name. Rename it and upload it again."),
        "macros": gettext_noop(
            "“%(name)s” has macros. Save it as a file without macros (docx, xlsx) or as PDF and upload that."
        ),
        "active": gettext_noop(
            "“%(name)s” has scripts or actions that run by themselves. Print it as a PDF and upload that."
        ),
        "external": gettext_noop(
            "“%(name)s” loads parts from elsewhere when it is opened. Break those links or save it as PDF."
        ),
        "encrypted": gettext_noop("“%(name)s” is protected by a password. Remove the protection and upload it again."),
        "bomb": gettext_noop("“%(name)s” would be enormous once unpacked. Upload its files one by one."),
        "nested": gettext_noop("“%(name)s” has another archive in it. Unpack that and upload the files themselves."),
        "program": gettext_noop("“%(name)s” has programs or web pages in it. Take them out and upload it again."),
        "paths": gettext_noop("“%(name)s” has entries outside its own folder. Pack the files again and upload that."),
        "pixels": gettext_noop("“%(name)s” has too many pixels. Save it smaller (at most 60 million) and upload that."),
        "malware": gettext_noop("“%(name)s” has malware in it and was not kept. Check your computer with a scanner."),
        "scanner": gettext_noop(
            "“%(name)s” cannot be checked for malware now, so it was not kept. Try again in some minutes."
        ),
        "quota": gettext_noop("The files of this form are more than %(limit)s MB together. Remove some first."),
        "too_often": gettext_noop("Too many files in a short time. Wait a minute and go on."),
        "code_missing": gettext_noop(
            "No check code could be read in this scan: its QR codes are blurred, cut off or covered. Enter the code "
            "that stands at the bottom of the sheet and upload the scan again, or scan it anew at 200 dpi or more."
        ),
        "code_mistyped": gettext_noop("“%(given)s” is no check code. Compare it with the printed sheet sign by sign."),
        "code_stale": gettext_noop(
            "This scan shows the sheet with the code %(given)s, but the answers have been changed since: the sheet "
            "with the code %(wanted)s is needed. Print it again, have it stamped, and upload that scan."
        ),
        "code_stale_page": gettext_noop(
            "Page %(page)s of this scan bears the code %(given)s, but the answers have been changed since: the sheet "
            "with the code %(wanted)s is needed. Print it again, have it stamped, and upload that scan."
        ),
        "code_foreign": gettext_noop(
            "Page %(page)s of this scan bears the code %(given)s and so belongs to another form. Upload the stamped "
            "sheet with the code %(wanted)s."
        ),
        "code_mixed": gettext_noop(
            "This scan has pages of different sheets: %(found)s. Upload only the pages with the code %(wanted)s."
        ),
        "code_not_ready": gettext_noop(
            "The form is not complete yet, so there is no sheet to be stamped. Complete it and print it first."
        ),
    }

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.template = self.messages[code]
        super().__init__(**params)


class FormCodeTaken(FormsError):
    """A new form cannot have the code of another one."""

    code = "form_code_taken"
    template = gettext_noop("There is a form with the code “%(code)s” already. Choose another code.")


class WorkbookRefused(FormsError):
    """A workbook that is not read. `code` says why."""

    messages = {
        "unreadable": gettext_noop("This file cannot be opened as an Excel workbook. Save it again as .xlsx."),
        "foreign": gettext_noop(
            "This workbook is no fill-in template of this site, or its hidden sheet was removed. Download the template "
            "again and copy your answers into it."
        ),
        "other_form": gettext_noop("This workbook belongs to another form (%(title)s). Here “%(here)s” is filled in."),
    }

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.template = self.messages[code]
        super().__init__(**params)


class FormLocked(FormsError):
    """The form is locked in the admin."""

    code = "form_locked"
    template = gettext_noop("“%(title)s” is locked. Ask who locked it to unlock it first.")
