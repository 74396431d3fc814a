"""Reads every chain of events and says what is wrong with it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from cases.engine.audit import Finding, Head, Link, chain_findings
from cases.engine.record import event_record
from cases.models import Case, CaseEvent, CaseTypeVersion

_CHUNK = 5000
_EVENT_FIELDS = (
    "case_id",
    "seq",
    "prev_hash",
    "hash",
    "case_number",
    "key",
    "transition",
    "from_state",
    "to_state",
    "version_id",
    "actor_id",
    "actor_name",
    "acting_for_id",
    "on_behalf_of_id",
    "on_behalf_of_name",
    "payload",
    "occurred_at",
)


def _link(row: tuple[Any, ...], versions: dict[int, str]) -> Link:
    event = dict(zip(_EVENT_FIELDS, row, strict=True))
    record = event_record(
        case_number=event["case_number"],
        seq=event["seq"],
        key=event["key"],
        transition=event["transition"],
        from_state=event["from_state"],
        to_state=event["to_state"],
        version_sha256=versions.get(event["version_id"], ""),
        actor_id=event["actor_id"],
        actor_name=event["actor_name"],
        acting_for_id=event["acting_for_id"],
        on_behalf_of_id=event["on_behalf_of_id"],
        on_behalf_of_name=event["on_behalf_of_name"],
        payload=event["payload"],
        occurred_at=event["occurred_at"],
    )
    return Link(event["seq"], event["prev_hash"], event["hash"], event["to_state"], record)


def cases_to_check(number: str | None = None) -> int:
    """Return how many cases `findings_by_case` will walk."""
    return Case.objects.filter(**({"number": number} if number else {})).count()


def findings_by_case(number: str | None = None) -> Iterator[list[Finding]]:
    """Yield the findings of each case, an empty list for a whole one; two ordered streams, no query per case."""
    wanted = Case.objects.filter(**({"number": number} if number else {}))
    events = CaseEvent.objects.filter(case__in=wanted) if number else CaseEvent.objects.all()
    versions = dict(CaseTypeVersion.objects.values_list("pk", "sha256"))
    rows = events.order_by("case_id", "seq", "pk").values_list(*_EVENT_FIELDS).iterator(chunk_size=_CHUNK)
    chains = groupby(rows, key=lambda row: row[0])
    case_id, chain = next(chains, (None, iter(())))
    heads = wanted.order_by("pk").values_list("pk", "number", "revision", "head_hash", "state")
    for pk, case_number, revision, head_hash, state in heads.iterator(chunk_size=_CHUNK):
        while case_id is not None and case_id < pk:
            case_id, chain = next(chains, (None, iter(())))
        links = (_link(row, versions) for row in chain) if case_id == pk else ()
        yield chain_findings(Head(case_number, revision, head_hash, state), links)


def orphaned_events() -> list[Finding]:
    """Return the events whose case is gone from the table."""
    case = Case.objects.filter(pk=OuterRef("case_id"))
    orphans = CaseEvent.objects.filter(~Exists(case)).order_by("case_number", "seq")
    return [Finding("case_deleted", number, seq) for number, seq in orphans.values_list("case_number", "seq")]
