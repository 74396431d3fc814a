"""The compiled case types: read from published versions, kept per sha256 because a version never changes."""

import datetime as dt
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

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


def types_that_text() -> list[str]:
    """Return the titles of the case types whose newest version sends text messages."""
    versions = CaseTypeVersion.objects.order_by("number").only("sha256", "case_type_id")
    newest = {version.case_type_id: version for version in versions}
    return [
        one.title
        for one in map(definition_of, newest.values())
        if any("sms" in message.channels for step in one.transitions for message in step.notify)
    ]


def version_on(case_type: str, day: dt.date) -> CaseTypeVersion:
    """Return the version that a case opened on `day` takes: the newest that has begun, unless it has ended."""
    begun = CaseTypeVersion.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day), case_type__key=case_type)
    version = begun.order_by("-number").first()
    if version is None:
        raise CaseTypeUnknown
    if version.valid_until is not None and version.valid_until < day:
        raise CaseTypeUnknown(_("No version of this case type is in force today."))
    return version


def latest_version(case_type: str) -> CaseTypeVersion:
    """Return the version that a case opened today takes."""
    return version_on(case_type, timezone.localdate())
