"""The arithmetic of anchors, and their form outside of the database: a file of JSON lines, one anchor each. Pure."""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.engine.audit import Finding
from cases.engine.record import microseconds
from cms.core.audit import GENESIS, canonical_json, chain_hash, sha256_of

_TEXTS = ("day", "prev", "hash")


class NotAnAnchor(ValueError):
    """A line of the file is no anchor; `line` says which."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True, order=True)
class AnchoredHeadRecord:
    """The last event of a case: its number, the event's place and hash."""

    case: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AnchorRecord:
    """One anchor with its heads, ordered by case number. `at_us` are microseconds since 1970."""

    number: int
    day: str
    at_us: int
    prev: str
    hash: str
    heads: tuple[AnchoredHeadRecord, ...]


def heads_digest(heads: Iterable[AnchoredHeadRecord]) -> str:
    """Return the digest of the heads of one anchor, whatever their order."""
    return sha256_of([[head.case, head.seq, head.hash] for head in sorted(heads)])


def anchor_hash(*, previous: str, number: int, day: str, at_us: int, digest: str) -> str:
    """Return the hash of an anchor chained to the one before (GENESIS for the first)."""
    return chain_hash(previous, {"anchor": number, "day": day, "at_us": at_us, "heads": digest})


def anchor_record(
    *, number: int, made_at: datetime.datetime, day: datetime.date, prev: str, heads: Iterable[AnchoredHeadRecord]
) -> AnchorRecord:
    """Return a new anchor, hashed and chained to the hash `prev`."""
    ordered, at_us = tuple(sorted(heads)), microseconds(made_at)
    made = anchor_hash(previous=prev, number=number, day=str(day), at_us=at_us, digest=heads_digest(ordered))
    return AnchorRecord(number, str(day), at_us, prev, made, ordered)


def anchor_findings(anchors: Iterable[AnchorRecord]) -> Iterator[Finding]:
    """Yield what is wrong with a chain of anchors, which come ordered by number and may begin anywhere."""
    before: AnchorRecord | None = None
    for one in anchors:
        first_missing = before.number + 1 if before else one.number
        for number in range(first_missing, one.number):
            yield Finding("anchor_missing", "", number, one.day)
        if not _is_sound(one):
            yield Finding("anchor_edited", "", one.number, one.day)
        elif before and before.number + 1 == one.number and one.prev != before.hash:
            yield Finding("anchor_replaced", "", before.number, before.day)
        before = one


def _is_sound(one: AnchorRecord) -> bool:
    made = anchor_hash(
        previous=one.prev, number=one.number, day=one.day, at_us=one.at_us, digest=heads_digest(one.heads)
    )
    return made == one.hash and (one.number > 1 or one.prev == GENESIS)


def anchor_line(anchor: AnchorRecord) -> str:
    """Return an anchor as one line of the file."""
    heads = [[head.case, head.seq, head.hash] for head in anchor.heads]
    whole = {"anchor": anchor.number, "day": anchor.day, "at_us": anchor.at_us, "prev": anchor.prev}
    return canonical_json({**whole, "hash": anchor.hash, "heads": heads})


def anchors_from_lines(lines: Iterable[str]) -> Iterator[AnchorRecord]:
    """Yield the anchors of a file; NotAnAnchor names the line that is none."""
    for line_number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _from_line(line)
        except (ValueError, KeyError, TypeError) as error:
            raise NotAnAnchor(line_number) from error


def _from_line(line: str) -> AnchorRecord:
    read = json.loads(line)
    heads = tuple(AnchoredHeadRecord(str(case), int(seq), str(head)) for case, seq, head in read["heads"])
    day, prev, made = (str(read[name]) for name in _TEXTS)
    return AnchorRecord(int(read["anchor"]), day, int(read["at_us"]), prev, made, heads)
