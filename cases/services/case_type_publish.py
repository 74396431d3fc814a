"""Freeze the case type that stands in the editor as a version."""

from cases.models import CaseTypeDefinition
from cases.services.case_type_editor import document_in
from cases.services.case_type_load import CaseTypeLoad, Validity, case_type_load
from cms.accounts.models import User


def case_type_publish(*, definition: CaseTypeDefinition, actor: User | None) -> CaseTypeLoad:
    """Publish the case type as it stands, for the days that it names; see `case_type_load` for what is refused."""
    validity = Validity(definition.valid_from, definition.valid_until, definition.change_note)
    return case_type_load(document_in(definition), publish=True, actor=actor, validity=validity)
