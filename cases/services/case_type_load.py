"""Check a case type and publish it as an immutable version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cases.engine.checks import definition_faults
from cases.engine.shape import Fault, Path
from cases.errors import CaseTypeInvalid
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


@dataclass(frozen=True, slots=True)
class CaseTypeLoad:
    """What loading did: "unchanged", "checked" (a change that was not to be published) or "published"."""

    key: str
    outcome: str
    number: int | None


def case_type_faults(definition: Any, *, roles: Collection[str] | None = None) -> list[CaseTypeFault]:
    """Return what is wrong with a case type; `roles` are the role keys that exist, None when not yet known."""
    found: list[Fault] = definition_faults(definition, known_for(definition, roles))
    return [CaseTypeFault(fault.code, fault.path, fault_message(fault), fault.blocks) for fault in found]


def case_type_load(definition: Mapping[str, Any], *, publish: bool, actor: User | None = None) -> CaseTypeLoad:
    """Check `definition` and, when `publish` says so, publish it; what is already published stays as it is.

    Raises CaseTypeInvalid when it has faults.
    """
    faults = [fault for fault in case_type_faults(definition) if fault.blocks]
    if faults:
        raise CaseTypeInvalid(faults, "；".join(fault.message for fault in faults))
    sha256 = sha256_of(definition)
    with transaction.atomic():
        case_type = CaseType.objects.select_for_update().filter(key=definition["key"]).first()
        newest = case_type.versions.order_by("-number").first() if case_type else None
        if newest is not None and newest.sha256 == sha256:
            return CaseTypeLoad(definition["key"], "unchanged", newest.number)
        if not publish:
            return CaseTypeLoad(definition["key"], "checked", newest.number if newest else None)
        case_type = _titled(definition)
        version = CaseTypeVersion.objects.create(
            case_type=case_type,
            number=newest.number + 1 if newest else 1,
            definition=definition,
            sha256=sha256,
            published_by=actor,
        )
    return CaseTypeLoad(case_type.key, "published", version.number)


def _titled(definition: Mapping[str, Any]) -> CaseType:
    case_type, _created = CaseType.objects.update_or_create(
        key=definition["key"], defaults={"title": definition["title"]}
    )
    return case_type
