"""Effects beyond the case itself: facts on the register of its organisation, and cases that follow from it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.deadlines import DAY, MOST
from cases.engine.terms import months_later
from cases.errors import EffectRefused
from cases.models import Case, CaseLink
from cases.selectors.definitions import definition_of, latest_version
from cases.services.case_number import next_case_number
from cases.services.effects import Step, register_effect
from cms.accounts import facade as people

FACT, OPEN = "register.fact", "case.open"
PARTIES = ("applicant", "provider")
TITLE_LENGTH = 200
Faults = Iterator[tuple[str, Mapping[str, Any]]]


def _fact(step: Step, params: Mapping[str, Any]) -> None:
    """Write a dated fact about the case's organisation: {kind, of: applicant|provider, months}."""
    organisation_id = _party(step.case, params.get("of", "applicant"))
    since = timezone.localdate(step.event.occurred_at)
    people.register_fact(
        organisation_id=organisation_id,
        kind=params["kind"],
        since=since,
        until=months_later(since, params["months"]) - DAY if "months" in params else None,
        case_number=step.case.number,
        note=step.event.payload.get("comment", "") if not step.event.payload.get("internal") else "",
    )


def _opened(step: Step, params: Mapping[str, Any]) -> None:
    """Open a case that follows from this one for the same organisation: {case_type, link, of: applicant|provider}."""
    origin = step.case
    version = latest_version(params["case_type"])
    definition = definition_of(version)
    case = Case.objects.create(
        number=next_case_number(definition.number_prefix),
        title=f"{definition.title}：{origin.title}"[:TITLE_LENGTH],
        version=version,
        state=definition.initial.key,
        state_entered_at=timezone.now(),
        region_id=origin.region_id,
        applicant_id=_party(origin, params.get("of", "applicant")),
        opened_by=step.actor,
        confidentiality=definition.confidentiality,
    )
    CaseLink.objects.create(case=origin, other=case, kind=params["link"])


def _party(case: Case, which: str) -> int:
    organisation_id = case.provider_id if which == "provider" else case.applicant_id
    if organisation_id is None:
        raise EffectRefused(_("This case names no organisation for which this could be done."))
    return organisation_id


def _fact_faults(params: Mapping[str, Any]) -> Faults:
    yield from _missing(FACT, params, "kind")
    yield from _party_faults(params)
    months = params.get("months", 1)
    if not isinstance(months, int) or not 0 < months <= MOST["month"]:
        yield "term_length", {"length": months}


def _open_faults(params: Mapping[str, Any]) -> Faults:
    yield from _missing(OPEN, params, "case_type", "link")
    yield from _party_faults(params)


def _missing(effect: str, params: Mapping[str, Any], *keys: str) -> Faults:
    yield from (("effect_lacks", {"name": effect, "key": key}) for key in keys if not params.get(key))


def _party_faults(params: Mapping[str, Any]) -> Faults:
    if params.get("of", PARTIES[0]) not in PARTIES:
        yield "unknown_party", {"party": params["of"]}


register_effect(FACT, _fact, check=_fact_faults)
register_effect(OPEN, _opened, check=_open_faults)
