"""校验码: a short code of what a sheet says, printed on each of its pages. Pure Python.

Eleven signs of a hash and one check sign. The alphabet leaves out what is read or typed wrongly (0 O, 1 I L, 2 Z, U V);
it has 29 signs, a prime, so that the check sign finds every single wrong sign and every two that changed places.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from forms_app.engine.spec import FormSpec

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
PAYLOAD = 11
GROUP = 4
# What people type instead of the signs that they see.
_READ_AS = str.maketrans({"Z": "2", "U": "V"})
_FILLING = re.compile(r"[\s\-—–‐·.]+")


def check_code(version_sha256: str, answers_sha256: str) -> str:
    """Return the code of a form version with these answers: KTPE-APVF-SVKB."""
    digest = hashlib.sha256(f"{version_sha256}:{answers_sha256}".encode()).digest()
    number = int.from_bytes(digest, "big")
    signs = []
    for _ in range(PAYLOAD):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return grouped("".join(signs) + _check_sign(signs))


def code_from(text: str) -> str | None:
    """Return the code that was typed or scanned (an address that ends in it counts too); None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("/").rpartition("/")[2]
    signs = _FILLING.sub("", plain).upper().translate(_READ_AS)
    if len(signs) != PAYLOAD + 1 or set(signs) - set(ALPHABET):
        return None
    return grouped(signs) if _check_sign(list(signs[:PAYLOAD])) == signs[PAYLOAD] else None


def grouped(signs: str) -> str:
    """Return the signs in groups of four."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def certified_answers(spec: FormSpec, answers: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what a code stands for: all answers but the stamped scans.

    A scan certifies the sheet on which the code stands; were it part of the hash, uploading it would change the code
    that it has to bear.
    """
    scans = {field.id for _section, field in spec.fields() if field.type == "scan"}
    certified = {}
    for section_id, values in answers.items():
        kept = {field_id: value for field_id, value in values.items() if field_id not in scans}
        if kept:
            certified[section_id] = kept
    return certified


def _check_sign(signs: list[str]) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))
    return ALPHABET[total % len(ALPHABET)]
