"""Personal data in part: enough for an operator to recognise a message, too little to learn who somebody is."""

import re
from collections.abc import Mapping
from typing import Any

SHOWN_LENGTH = 60

_EMAIL = re.compile(r"([\w.+-]{1,2})[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
# Behind no digit and before none: a phone or an identity card, not the middle of a case number.
_ID_CARD = re.compile(r"(?<!\d)(\d{3})\d{3}(?:19|20)\d{8}(\d[\dXx])(?!\d)")
_PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


def masked(text: str) -> str:
    """Return `text` with the middle of each e-mail address, mobile number and identity card number hidden."""
    text = _EMAIL.sub(r"\1***@\2", text)
    text = _ID_CARD.sub(r"\1*************\2", text)
    return _PHONE.sub(r"\1****\2", text)


def masked_facts(document: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return what a JSON document says, name by name ("event.id"), with every text masked and long ones cut."""
    facts: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            facts |= masked_facts(value, f"{prefix}{key}.")
        else:
            text = masked(str(value))
            facts[f"{prefix}{key}"] = text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"
    return facts
