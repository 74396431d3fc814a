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


def masked_document(value: Any) -> Any:
    """Return a JSON document with every text in it masked and long ones cut."""
    if isinstance(value, Mapping):
        return {key: masked_document(one) for key, one in value.items()}
    if isinstance(value, list):
        return [masked_document(one) for one in value]
    if not isinstance(value, str):
        return value
    text = masked(value)
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"
