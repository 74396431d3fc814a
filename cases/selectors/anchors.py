"""Reads the anchors, and says where the trail is no longer what they hold."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice

from cases.engine.anchors import AnchoredHeadRecord, AnchorRecord, anchor_findings
from cases.engine.audit import Finding
from cases.engine.record import microseconds
from cases.models import AnchoredHead, AuditAnchor, CaseEvent

_CHUNK = 2000
_ASKED_AT_ONCE = 500


def stored_anchors(*, since: int = 1) -> Iterator[AnchorRecord]:
    """Yield the anchors from number `since` on, in order, with their heads; two streams, no query per anchor."""
    rows = AnchoredHead.objects.filter(anchor__number__gte=since).order_by("anchor__number", "case_number")
    streamed = rows.values_list("anchor_id", "case_number", "seq", "hash").iterator(chunk_size=_CHUNK)
    grouped = groupby(streamed, key=lambda row: row[0])
    anchor_id, group = next(grouped, (None, iter(())))
    for one in AuditAnchor.objects.filter(number__gte=since).order_by("number").iterator(chunk_size=_CHUNK):
        heads: tuple[AnchoredHeadRecord, ...] = ()
        if anchor_id == one.pk:
            heads = tuple(AnchoredHeadRecord(*row[1:]) for row in group)
            anchor_id, group = next(grouped, (None, iter(())))
        yield AnchorRecord(one.number, str(one.day), microseconds(one.made_at), one.prev_hash, one.hash, heads)


def findings_of_stored_anchors() -> Iterator[Finding]:
    """Yield what is wrong with the anchors of this database, and with the trail as they tell it."""
    first = AuditAnchor.objects.order_by("number").values_list("number", flat=True).first()
    if first is not None and first > 1:
        yield Finding("anchor_missing", "", 1)
    yield from anchor_findings(stored_anchors())
    yield from _findings_of_heads(stored_anchors())


def findings_of_copied_anchors(copied: Iterable[AnchorRecord]) -> Iterator[Finding]:
    """Yield what is wrong with anchors that were kept elsewhere, and where this database no longer is what they say."""
    anchors = list(copied)
    yield from anchor_findings(anchors)
    here = dict(AuditAnchor.objects.values_list("number", "hash"))
    for one in anchors:
        if here.get(one.number) != one.hash:
            kind = "anchor_differs" if one.number in here else "anchor_lost"
            yield Finding(kind, "", one.number, one.day)
    yield from _findings_of_heads(anchors)


def _findings_of_heads(anchors: Iterable[AnchorRecord]) -> Iterator[Finding]:
    heads = ((one.day, head) for one in anchors for head in one.heads)
    for first in heads:
        asked = list(chain([first], islice(heads, _ASKED_AT_ONCE - 1)))
        found = _hashes(head for _day, head in asked)
        for day, head in asked:
            hash_now = found.get((head.case, head.seq))
            if hash_now is None:
                yield Finding("gone_since_anchor", head.case, head.seq, day)
            elif hash_now != head.hash:
                yield Finding("rewritten_since_anchor", head.case, head.seq, day)


def _hashes(heads: Iterable[AnchoredHeadRecord]) -> dict[tuple[str, int], str]:
    """Return the hashes of the events at these places, as the table holds them now."""
    wanted = list(heads)
    events = CaseEvent.objects.filter(
        case_number__in={head.case for head in wanted}, seq__in={head.seq for head in wanted}
    )
    return {(number, seq): made for number, seq, made in events.values_list("case_number", "seq", "hash")}
