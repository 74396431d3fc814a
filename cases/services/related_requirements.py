"""What a step may ask for beyond its case: linked cases that are closed, facts on the organisation's register."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.terms import months_later
from cases.errors import RequirementMissing
from cases.models import CaseLink
from cases.services.requirements import Attempt, register_requirement
from cms.accounts import facade as people


def _links_closed(attempt: Attempt, params: Mapping[str, Any]) -> None:
    """Every linked case of these kinds must be closed: {kinds: [objection]}, of any kind without."""
    links = CaseLink.objects.filter(case=attempt.case, other__closed_at__isnull=True)
    if params.get("kinds"):
        links = links.filter(kind__in=params["kinds"])
    waiting = links.count()
    if waiting:
        words = _("%(count)d linked cases must be closed first.") % {"count": waiting}
        raise RequirementMissing("links_closed", words)


def _register_count(attempt: Attempt, params: Mapping[str, Any]) -> None:
    """The organisation has so many facts of a kind from the last months: {kind: warning, at_least: 2, months: 12}."""
    since = months_later(timezone.localdate(), -params["months"])
    found = people.facts_since(attempt.case.applicant_id, params["kind"], since).count()
    if found < params["at_least"]:
        words = _("The register has %(found)d such facts of the last %(months)d months; %(needed)d are needed.")
        said = {"found": found, "months": params["months"], "needed": params["at_least"]}
        raise RequirementMissing("register_count", words % said)


register_requirement("links_closed", _links_closed)
register_requirement("register_count", _register_count)
