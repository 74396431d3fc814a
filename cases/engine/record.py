"""The canonical record of an event: what its hash covers."""

import datetime
from collections.abc import Mapping
from typing import Any

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)


def microseconds(moment: datetime.datetime) -> int:
    """Return `moment` as whole microseconds since 1970: exact on every database, in every time zone."""
    return (moment - _EPOCH) // _MICROSECOND


def event_record(
    *,
    case_number: str,
    seq: int,
    key: str,
    transition: str,
    from_state: str,
    to_state: str,
    version_sha256: str,
    actor_id: int | None,
    actor_name: str,
    acting_for_id: int | None,
    payload: Mapping[str, Any],
    occurred_at: datetime.datetime,
    on_behalf_of_id: int | None = None,
    on_behalf_of_name: str = "",
) -> dict[str, Any]:
    """Return the record whose canonical JSON the chain covers. The case is named by number, not by row.

    Whom the actor stood in for is part of it only where they stood in: the hashes of other events have no place for it.
    """
    record = {
        "case": case_number,
        "seq": seq,
        "key": key,
        "transition": transition,
        "from": from_state,
        "to": to_state,
        "version": version_sha256,
        "actor": actor_id,
        "actor_name": actor_name,
        "acting_for": acting_for_id,
        "payload": payload,
        "at_us": microseconds(occurred_at),
    }
    if on_behalf_of_id is not None or on_behalf_of_name:
        record["on_behalf_of"] = [on_behalf_of_id, on_behalf_of_name]
    return record
