"""Text as people type it: full-width forms, counting, marks for translation. Pure Python."""

import unicodedata


def gettext_noop(text: str) -> str:
    """Mark `text` for the message catalogue without translating it: pure code names messages, edges translate."""
    return text


def to_half_width(text: str) -> str:
    """Return typed input with full-width digits, letters and punctuation as their ordinary forms (NFKC), trimmed.

    For numbers, dates, codes and addresses; names and prose keep the characters that the person chose.
    """
    return unicodedata.normalize("NFKC", text).strip()


def count_characters(text: str) -> int:
    """Return how many characters (字) a text has: code points, a line break counting once however it is sent."""
    return len(text.replace("\r\n", "\n"))
