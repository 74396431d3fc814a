"""Bring a case type from a file into the editor: as a draft, or published at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.errors import CaseTypeInvalid
from cases.models import CaseTypeDefinition, CaseTypeVersion
from cases.services.case_type_editor import definition_fill
from cases.services.case_type_load import CaseTypeLoad, case_type_faults
from cms.accounts.models import User
from cms.core.audit import sha256_of
from cms.core.lined_yaml import LinedYAML, YAMLFault, read_lined_text

# Faults of meaning that the editor has no input for; all others can be mended there.
NOT_FOR_THE_EDITOR = frozenset(
    {
        *("missing_key", "unknown_key", "wrong_kind", "unknown_kind", "unknown_party", "unknown_scope"),
        *("unknown_style", "unknown_audience", "unknown_level", "unknown_retention", "unknown_assignment"),
        *("unknown_exclusion", "unknown_unit", "unknown_vote_mode", "scheme_aggregate"),
    }
)


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a file, and in which line."""

    line: int
    message: str


class CaseTypeFileInvalid(CaseTypeInvalid):
    """The file cannot be brought into the editor; `faults` are LineFaults."""

    code = "case_type_file_invalid"
    faults: tuple[LineFault, ...]


@transaction.atomic
def case_type_import(*, text: str, actor: User | None) -> CaseTypeDefinition:
    """Make the case type of a YAML file a draft in the editor, new or over the one with this key."""
    read = _read(text)
    definition = _locked(read.content)
    latest = definition.get_latest_revision_as_object()
    _revise(latest, read.content, source=text, actor=actor)
    return definition


def _read(text: str) -> LinedYAML:
    try:
        read = read_lined_text(text)
    except YAMLFault as error:
        reason = _("This is not a YAML file that can be read: %(reason)s") % {"reason": error.reason}
        raise CaseTypeFileInvalid([LineFault(error.line, reason)]) from error
    found = case_type_faults(read.content)
    lines = [LineFault(read.line_of(one.path), one.message) for one in found if one.code in NOT_FOR_THE_EDITOR]
    if lines:
        lines.sort(key=lambda one: one.line)
        raise CaseTypeFileInvalid(lines)
    return read


def case_type_definition_load(
    document: Mapping[str, Any], *, source: str, publish: bool, actor: User | None = None
) -> CaseTypeLoad:
    """Bring the case type of a programme into the editor, and live if `publish` says so.

    What a file said last is remembered by its hash: loading it again changes nothing, also after staff went on
    editing. A changed file makes a new revision; what staff had is in the history.
    """
    digest = sha256_of(document)
    with transaction.atomic():
        definition = _locked(document)
        latest = definition.get_latest_revision_as_object()
        loaded = latest.source_sha256 == digest
        live = definition.live and definition.source_sha256 == digest
        if live or (loaded and not publish):
            return CaseTypeLoad(definition.key, "unchanged", _newest(definition.key))
        before = _newest(definition.key)
        if loaded:
            revision = latest.latest_revision
        else:
            latest.source_sha256 = digest
            revision = _revise(latest, document, source=source, actor=actor)
        if publish:
            revision.publish(user=actor, skip_permission_checks=True)
        number = _newest(definition.key)
    outcome = "draft" if not publish else "published" if number != before else "unchanged"
    return CaseTypeLoad(definition.key, outcome, number)


def _locked(document: Mapping[str, Any]) -> CaseTypeDefinition:
    key = document["key"]
    definition = CaseTypeDefinition.objects.select_for_update().filter(key=key).first()
    if definition is None:
        definition = CaseTypeDefinition(live=False)
        definition_fill(definition, document)
        definition.save()
    return definition


def _revise(latest: CaseTypeDefinition, document: Mapping[str, Any], *, source: str, actor: User | None) -> Any:
    definition_fill(latest, document, source=source)
    return latest.save_revision(user=actor)


def _newest(key: str) -> int | None:
    versions = CaseTypeVersion.objects.filter(case_type__key=key).order_by("-number")
    return versions.values_list("number", flat=True).first()
