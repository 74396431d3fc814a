"""The one door of this room: what others may ask of forms and submissions."""

from forms_app.directories import Entry, register_directory
from forms_app.engine.spec import STAGES
from forms_app.errors import FormsError, StaleDraft
from forms_app.paper import PdfUnavailable, pdf_available
from forms_app.selectors.co_fillers import invitations_for
from forms_app.selectors.drafts import (
    OpenForm,
    drafts_for,
    list_submissions_for,
    open_forms_for,
    published_versions,
    submissions_for,
)
from forms_app.selectors.files import attachment_for
from forms_app.selectors.formula_reading import FormOutline, form_outline, submission_env
from forms_app.selectors.remarks import open_remarks, remarks_of
from forms_app.selectors.round_comparison import RoundComparison, round_comparison
from forms_app.selectors.sheet import Sheet, SheetExplanation, SheetField, SheetItem, SheetSection, submission_sheet
from forms_app.selectors.sheet_changes import SheetChanges, submission_changes
from forms_app.services.definition_load import DefinitionFault, DefinitionLoad, definition_faults, definition_load
from forms_app.services.office_section_save import OfficeSave, office_section_save
from forms_app.services.paper_make import PaperFile, submission_paper, submission_print
from forms_app.services.paper_request import layout_notice, sheet_pdf, sheet_request
from forms_app.services.picture_preview import is_picture_name
from forms_app.services.remarks import remark_add, remark_remove, remark_settle
from forms_app.services.sinks import Delivery, register_sink, registered_sinks
from forms_app.services.stages_open import stages_open
from forms_app.services.submission_accept import submission_accept
from forms_app.services.submission_return import submission_return
from forms_app.services.upload_check import CheckedUpload, upload_check
from forms_app.veil import register_veil
from forms_app.web.files import preview_response
from forms_app.web.office_form import OfficeForm, office_form

__all__ = [
    "STAGES",
    "CheckedUpload",
    "DefinitionFault",
    "DefinitionLoad",
    "Delivery",
    "Entry",
    "FormOutline",
    "FormsError",
    "OfficeForm",
    "OfficeSave",
    "OpenForm",
    "PaperFile",
    "PdfUnavailable",
    "RoundComparison",
    "Sheet",
    "SheetChanges",
    "SheetExplanation",
    "SheetField",
    "SheetItem",
    "SheetSection",
    "StaleDraft",
    "attachment_for",
    "definition_faults",
    "definition_load",
    "drafts_for",
    "form_outline",
    "invitations_for",
    "is_picture_name",
    "layout_notice",
    "list_submissions_for",
    "office_form",
    "office_section_save",
    "open_forms_for",
    "open_remarks",
    "pdf_available",
    "preview_response",
    "published_versions",
    "register_directory",
    "register_sink",
    "register_veil",
    "registered_sinks",
    "remark_add",
    "remark_remove",
    "remark_settle",
    "remarks_of",
    "round_comparison",
    "sheet_pdf",
    "sheet_request",
    "stages_open",
    "submission_accept",
    "submission_changes",
    "submission_env",
    "submission_paper",
    "submission_print",
    "submission_return",
    "submission_sheet",
    "submissions_for",
    "upload_check",
]
