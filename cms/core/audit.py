"""Hash chain: the arithmetic that makes a list of records tamper-evident. Pure: it stores nothing."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64

# Made once: json.dumps with options makes an encoder for every call.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(document: Any) -> str:
    """Return the one spelling of a JSON document: sorted keys, no blanks, Han characters as they are."""
    return _CANONICAL.encode(document)


def sha256_of(document: Any) -> str:
    """Return the hex sha256 of the canonical spelling of `document`."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def chain_hash(previous: str, record: Mapping[str, Any]) -> str:
    """Return the hash of `record` chained to the hash of the record before it (GENESIS for the first)."""
    return hashlib.sha256(f"{previous}\n{canonical_json(record)}".encode()).hexdigest()
