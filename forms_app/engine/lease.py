"""Who is filling in a section right now: an advisory lease that is renewed by typing and lapses by itself.

A draft keeps its leases as {section id: lease}, times as ISO 8601 with offset. A lease never keeps anybody from saving:
what two people type is merged (`engine.threeway`). It says who is there, so that the second one can look or take over.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# Seconds after which a lease lapses that nobody renewed; a page renews it several times in that time.
LEASE_SECONDS = 150
NAME_LENGTH = 60

Leases = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Lease:
    """One person in one section. `seen` is the last sign of life, `typed` the last input that the server heard of.

    `page` is the token of the page that holds it, "" if it has no scripts. `taken_from` is the id of the person from
    whom it was taken over, 0 if it was free.
    """

    holder: int
    name: str
    page: str
    since: str
    typed: str
    seen: str
    taken_from: int = 0

    def is_live(self, now: dt.datetime) -> bool:
        """Say whether the lease has not lapsed."""
        return (now - dt.datetime.fromisoformat(self.seen)).total_seconds() < LEASE_SECONDS

    def quiet_seconds(self, now: dt.datetime) -> int:
        """Return the whole seconds since the last input."""
        return max(0, int((now - dt.datetime.fromisoformat(self.typed)).total_seconds()))


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds or asks for a lease, and from which page."""

    id: int
    name: str
    page: str = ""


def lease_of(leases: Leases, section_id: str, now: dt.datetime) -> Lease | None:
    """Return the lease of a section that has not lapsed."""
    found = leases.get(section_id)
    lease = Lease(**found) if found else None
    return lease if lease and lease.is_live(now) else None


def renewed(leases: Leases, section_id: str, who: Holder, now: dt.datetime) -> dict[str, Mapping[str, Any]]:
    """Return the leases after somebody typed in a section: theirs is renewed, a live one of another person stays."""
    lease = lease_of(leases, section_id, now)
    if lease is not None and lease.holder != who.id:
        return _live(leases, now)
    since = lease.since if lease else now.isoformat()
    return _with(leases, section_id, _lease(who, since, now, lease.taken_from if lease else 0), now)


def taken(leases: Leases, section_id: str, who: Holder, shown: int, now: dt.datetime) -> dict[str, Mapping[str, Any]]:
    """Return the leases after `who` took a section over from the person (an id) whom their page showed as its holder.

    If somebody else took it first, theirs stays: of two who take over at once, one does.
    """
    lease = lease_of(leases, section_id, now)
    if lease is not None and lease.holder not in (shown, who.id):
        return _live(leases, now)
    from_whom = lease.holder if lease and lease.holder != who.id else 0
    return _with(leases, section_id, _lease(who, now.isoformat(), now, from_whom), now)


def left(leases: Leases, section_id: str, who: Holder, now: dt.datetime) -> dict[str, Mapping[str, Any]]:
    """Return the leases after a page was left: its own lease is gone, that of another page or person stays."""
    lease = lease_of(leases, section_id, now)
    kept = _live(leases, now)
    if lease is not None and lease.holder == who.id and who.page in ("", lease.page):
        kept.pop(section_id, None)
    return kept


def _lease(who: Holder, since: str, now: dt.datetime, taken_from: int) -> Lease:
    return Lease(who.id, who.name[:NAME_LENGTH], who.page, since, now.isoformat(), now.isoformat(), taken_from)


def _with(leases: Leases, section_id: str, lease: Lease, now: dt.datetime) -> dict[str, Mapping[str, Any]]:
    return {**_live(leases, now), section_id: asdict(lease)}


def _live(leases: Leases, now: dt.datetime) -> dict[str, Mapping[str, Any]]:
    """Return the leases without those that have lapsed: names are not kept longer than they are needed."""
    return {one: leases[one] for one in leases if lease_of(leases, one, now) is not None}
