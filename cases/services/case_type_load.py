"""Check a case type and publish it as an immutable version."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.checks import definition_faults
from cases.engine.shape import Fault, Path
from cases.errors import CaseTypeInvalid, ValidityRefused
from cases.fault_messages import fault_message
from cases.models import CaseType, CaseTypeVersion
from cases.services.known import known_for
from cms.accounts.models import User
from cms.core.audit import sha256_of


@dataclass(frozen=True, slots=True)
class CaseTypeFault:
    """A fault with its words: `path` walks the document (keys and indexes), so that a loader can name the line."""

    code: str
    path: Path
    message: str
    blocks: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseTypeLoad:
    """What loading did: "unchanged", "checked" (a change that was not to be published) or "published"."""

    key: str
    outcome: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Validity:
    """From which day to which a version is for new cases, and what changes with it; no first day means today."""

    begins: dt.date | None = None
    ends: dt.date | None = None
    note: str = ""


def case_type_faults(definition: Any, *, roles: Collection[str] | None = None) -> list[CaseTypeFault]:
    """Return what is wrong with a case type; `roles` are the role keys that exist, None when not yet known."""
    found: list[Fault] = definition_faults(definition, known_for(definition, roles))
    return [CaseTypeFault(fault.code, fault.path, fault_message(fault), fault.blocks, fault.params) for fault in found]


def case_type_load(
    definition: Mapping[str, Any], *, publish: bool, actor: User | None = None, validity: Validity = Validity()
) -> CaseTypeLoad:
    """Check `definition` and, when `publish` says so, publish it; what is already published stays as it is.

    Raises CaseTypeInvalid when it has faults, ValidityRefused when its first day does not suit the version before.
    """
    faults = [fault for fault in case_type_faults(definition) if fault.blocks]
    if faults:
        raise CaseTypeInvalid(faults, "；".join(fault.message for fault in faults))
    sha256 = sha256_of(definition)
    with transaction.atomic():
        case_type = CaseType.objects.select_for_update().filter(key=definition["key"]).first()
        newest = case_type.versions.order_by("-number").first() if case_type else None
        if newest is not None and newest.sha256 == sha256 and _says_nothing_new(validity, newest):
            return CaseTypeLoad(definition["key"], "unchanged", newest.number)
        if not publish:
            return CaseTypeLoad(definition["key"], "checked", newest.number if newest else None)
        begins = _first_day(validity, newest)
        case_type = _titled(definition)
        version = CaseTypeVersion.objects.create(
            case_type=case_type,
            number=newest.number + 1 if newest else 1,
            definition=definition,
            sha256=sha256,
            valid_from=begins,
            valid_until=validity.ends,
            change_note=validity.note,
            published_by=actor,
        )
    return CaseTypeLoad(case_type.key, "published", version.number)


def validity_refusal(case_type: str, validity: Validity) -> str:
    """Return why a version of this case type cannot hold for these days; blank if it can."""
    newest = CaseTypeVersion.objects.filter(case_type__key=case_type).order_by("-number").first()
    if newest is not None and _says_nothing_new(validity, newest):
        return ""
    try:
        _first_day(validity, newest)
    except ValidityRefused as error:
        return error.message
    return ""


def _says_nothing_new(validity: Validity, newest: CaseTypeVersion) -> bool:
    return validity.begins in (None, newest.valid_from) and validity.ends in (None, newest.valid_until)


def _first_day(validity: Validity, newest: CaseTypeVersion | None) -> dt.date:
    """Return from when the version holds. A version is never put before one that is already published."""
    today = timezone.localdate()
    latest = newest.valid_from if newest is not None else None
    begins = validity.begins or max(today, latest or today)
    if begins < today:
        raise ValidityRefused(_("A version cannot begin in the past."))
    if latest is not None and newest is not None and begins < latest:
        raise ValidityRefused(
            _("Version %(number)s begins on %(day)s; a new version cannot begin before it.")
            % {"number": newest.number, "day": latest.isoformat()}
        )
    if validity.ends is not None and validity.ends < begins:
        raise ValidityRefused(_("The last day comes before the first."))
    return begins


def _titled(definition: Mapping[str, Any]) -> CaseType:
    case_type, _created = CaseType.objects.update_or_create(
        key=definition["key"], defaults={"title": definition["title"]}
    )
    return case_type
