"""One concept per file; import them from here."""

from forms_app.models.answer import AnswerIndex, AnswerRevision, SectionAnswer
from forms_app.models.attachment import Attachment
from forms_app.models.co_filler import CoFiller
from forms_app.models.definition import FormDefinition
from forms_app.models.draft import Draft
from forms_app.models.explanation import CheckExplanation
from forms_app.models.library_section import LibrarySection
from forms_app.models.paper_code import PaperCode
from forms_app.models.paper_template import PaperTemplate, VersionPaper
from forms_app.models.rebase import DraftRebase, RetiredAnswer
from forms_app.models.remark import Remark
from forms_app.models.submission import SinkDelivery, Submission, SubmissionRound
from forms_app.models.version import FormVersion

__all__ = [
    "AnswerIndex",
    "AnswerRevision",
    "Attachment",
    "CheckExplanation",
    "CoFiller",
    "Draft",
    "DraftRebase",
    "FormDefinition",
    "FormVersion",
    "LibrarySection",
    "PaperCode",
    "PaperTemplate",
    "Remark",
    "RetiredAnswer",
    "SectionAnswer",
    "SinkDelivery",
    "Submission",
    "SubmissionRound",
    "VersionPaper",
]
