"""Ids of sections and fields: eight characters of base32 that never change, whatever the label becomes."""

import base64
import hashlib
import secrets

LENGTH = 8


def new_id() -> str:
    """Return a random id for something made by hand."""
    return base64.b32encode(secrets.token_bytes(5)).decode().lower()[:LENGTH]


def derived_id(*parts: str) -> str:
    """Return the id of something that a programme file defines without one: always the same for the same names.

    The parts are the form's code, the section's key, the field's key and, in a table, the column's key. Renaming a
    key therefore makes a new field; give the field an explicit `id` before renaming it.
    """
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:LENGTH]
