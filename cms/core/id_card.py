"""The number of a resident identity card (GB 11643): 18 characters with a birth date and a check character."""

import datetime as dt
import re
from typing import Literal

from cms.core.numerals import half_width

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
OLDEST_YEARS = 130

IdCardFault = Literal["length", "characters", "birth", "check"]

_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")


def normalise_id_card(text: str) -> str:
    """Return the number in half-width characters, without blanks, with a capital X."""
    return half_width(text).replace(" ", "").upper()


def id_card_check_character(first_seventeen: str) -> str:
    """Return the 18th character: the weighted sum modulo 11, looked up (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def id_card_fault(number: str, today: dt.date) -> IdCardFault | None:
    """Return what makes a normalised number impossible on the day `today`, None when it is a valid one."""
    if len(number) != LENGTH:
        return "length"
    if not _SHAPE.match(number):
        return "characters"
    if not _plausible_birth(number[6:14], today):
        return "birth"
    return None if number[-1] == id_card_check_character(number[:-1]) else "check"


def masked_id_card(number: str) -> str:
    """Return the number with its birth date covered, for screens on which nobody needs it whole."""
    return f"{number[:6]}{'*' * 8}{number[14:]}" if len(number) == LENGTH else number


def _plausible_birth(digits: str, today: dt.date) -> bool:
    try:
        birth = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return today.year - OLDEST_YEARS <= birth.year and birth <= today
