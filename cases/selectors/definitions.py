"""The compiled case types: read from published versions, kept per sha256 because a version never changes."""

from functools import lru_cache

from cases.engine.definition import Definition
from cases.engine.reading import definition_from_json
from cases.errors import CaseTypeUnknown
from cases.models import CaseTypeVersion

_KEPT = 256


@lru_cache(maxsize=_KEPT)
def _compiled(sha256: str, version_id: int) -> Definition:
    return definition_from_json(CaseTypeVersion.objects.values_list("definition", flat=True).get(pk=version_id))


def definition_of(version: CaseTypeVersion) -> Definition:
    """Return the compiled definition of a published version."""
    return _compiled(version.sha256, version.pk)


def latest_version(case_type: str) -> CaseTypeVersion:
    """Return the newest published version of the case type with this key."""
    version = CaseTypeVersion.objects.filter(case_type__key=case_type).order_by("-number").first()
    if version is None:
        raise CaseTypeUnknown
    return version
