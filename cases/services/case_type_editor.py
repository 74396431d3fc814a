"""Between the editable case type and its document, its faults and its file."""

from collections.abc import Mapping
from typing import Any

from wagtail.blocks import StreamValue

from cases.engine.case_type_yaml import case_type_yaml
from cases.engine.editor import PLAIN, STREAMS, document_of, editor_of, plain_document
from cases.models import CaseTypeDefinition
from cases.services.case_type_load import CaseTypeFault, case_type_faults
from cms.accounts.models import Role
from cms.core.lined_yaml import read_lined_text


def document_in(definition: CaseTypeDefinition) -> dict[str, Any]:
    """Return the document as it stands in the editor; if it is what was imported, as the file spells it."""
    values = {one.name: getattr(definition, one.name) for one in PLAIN}
    values |= {one.name: getattr(definition, one.name).get_prep_value() for one in STREAMS}
    document = document_of(values)
    if definition.source:
        imported: dict[str, Any] = read_lined_text(definition.source).content
        if plain_document(imported) == document:
            return imported
    return document


def yaml_of(definition: CaseTypeDefinition) -> str:
    """Return the file of the case type: the imported one, letter for letter, while it says what the editor says."""
    document = document_in(definition)
    if definition.source and read_lined_text(definition.source).content == document:
        return definition.source
    return case_type_yaml(document)


def definition_fill(definition: CaseTypeDefinition, document: Mapping[str, Any], *, source: str = "") -> None:
    """Make the editor show `document`; nothing is saved."""
    for name, value in editor_of(document).items():
        field: Any = CaseTypeDefinition._meta.get_field(name)
        block = getattr(field, "stream_block", None)
        setattr(definition, name, StreamValue(block, value, is_lazy=True) if block else value)
    definition.source = source


def definition_faults(definition: CaseTypeDefinition) -> list[CaseTypeFault]:
    """Return what keeps a case type from being published as it stands in the editor, and what to look at."""
    return case_type_faults(document_in(definition), roles=set(Role.objects.values_list("key", flat=True)))
