"""A case with a handed-in form behind it."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case
from cms.accounts.models import User
from forms_app.models import Attachment, Submission, SubmissionRound
from forms_app.services.draft_submit import draft_submit
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from tests.cases import desk_world
from tests.forms_app.world import BASICS, World, make_world


@dataclass
class SheetWorld:
    """The people of the form's world and the case that their form became."""

    forms: World
    submission: Submission
    case: Case

    @property
    def reviewer(self) -> User:
        """Return the reviewer of the county."""
        return self.forms.reviewer

    def second_round(self) -> None:
        """Hand the form in again with another profile, as after a return."""
        remark_add(submission_id=self.submission.pk, field_id="f-profile", text="请补充主营产品", actor=self.reviewer)
        submission_return(submission_id=self.submission.pk, actor=self.reviewer)
        draft = self.submission.draft
        self.forms.save(draft, BASICS, {"f-profile": "从事精密零件和传感器加工。"})
        draft_submit(draft_id=draft.pk, key="key-2", actor=self.forms.filler)
        self.submission.refresh_from_db()


def make_sheet_world() -> SheetWorld:
    """Build it."""
    forms = make_world()
    for staff in (forms.reviewer, forms.other_reviewer):
        staff.groups.add(desk_world.staff_group())
    submission = forms.submitted()
    return SheetWorld(forms, submission, desk_world.case(forms.firm, submission=submission))


def with_file(sheet: SheetWorld, *, key: str = "with-file", picture: bytes = b"") -> Attachment:
    """Put a file, or a picture, into the last round, as handing it in would."""
    name, kind = ("现场.png", "image/png") if picture else ("证明.pdf", "application/pdf")
    content = SimpleUploadedFile(name, picture or b"%PDF-1.4 proof")
    attachment = Attachment.objects.create(
        draft=sheet.submission.draft,
        field_id="f-files",
        file=content,
        name=name,
        content_type=kind,
        size=content.size,
        sha256="0" * 64,
        uploaded_by=sheet.forms.filler,
    )
    last = sheet.submission.rounds.order_by("-number").first()
    answers = {**last.answers, "s-effects": {**last.answers.get("s-effects", {}), "f-files": [str(attachment.pk)]}}
    SubmissionRound.objects.create(
        submission=sheet.submission,
        number=last.number + 1,
        answers=answers,
        sha256="0" * 64,
        key=key,
        submitted_by=sheet.forms.filler,
    )
    return attachment
