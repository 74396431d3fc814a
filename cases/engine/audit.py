"""Find what was done to a chain of events behind the back of the site. Pure: it is given records and returns findings.

What it can prove: every event hashes to what it says, points to the one before, none is missing, and the last one is
the one that the case names. Somebody who rewrites the whole chain *and* the case row consistently is only caught by a
copy of the head hash kept elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.core.audit import GENESIS, chain_hash


@dataclass(frozen=True, slots=True)
class Link:
    """An event as the table holds it: its place, its hashes, and the record that the hash must cover."""

    seq: int
    prev_hash: str
    hash: str
    to_state: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """What the case row says of its chain."""

    number: str
    revision: int
    head_hash: str
    state: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `kind` names the attack, `seq` the event (0: the case itself).

    `day` is that of the anchor which tells; a finding about an anchor itself has no case, and its number as `seq`.
    """

    kind: str
    number: str
    seq: int
    day: str = ""


def _inside(head: Head, links: Iterable[Link]) -> tuple[list[Finding], Link | None]:
    """Walk the events in order and judge each one and its tie to the one before."""
    findings: list[Finding] = []
    last: Link | None = None
    for link in links:
        expected = last.seq + 1 if last else 1
        gap = link.seq > expected
        findings += [Finding("deleted", head.number, seq) for seq in range(expected, link.seq)]
        if link.seq > head.revision:
            findings.append(Finding("inserted", head.number, link.seq))
            continue
        if link.record["case"] != head.number:
            findings.append(Finding("moved", head.number, link.seq))
        sound = chain_hash(link.prev_hash, link.record) == link.hash
        if not sound:
            findings.append(Finding("edited", head.number, link.seq))
        elif not gap and link.prev_hash != (last.hash if last else GENESIS):
            # The event is whole and was chained to another one than the one that stands before it now.
            findings.append(Finding("replaced", head.number, last.seq if last else link.seq))
        last = link
    return findings, last


def chain_findings(head: Head, links: Iterable[Link]) -> list[Finding]:
    """Return what is wrong with the chain of one case; `links` come ordered by seq. Empty when it is whole."""
    findings, last = _inside(head, links)
    seen = last.seq if last else 0
    findings += [Finding("deleted", head.number, seq) for seq in range(seen + 1, head.revision + 1)]
    if last is None:
        return findings or [Finding("no_events", head.number, 0)]
    if last.seq == head.revision:
        if last.hash != head.head_hash:
            findings.append(Finding("head_differs", head.number, last.seq))
        if last.to_state != head.state:
            findings.append(Finding("state_differs", head.number, last.seq))
    return findings
