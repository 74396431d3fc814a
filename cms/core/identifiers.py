"""Identifiers with check characters: the unified social credit code (GB 32100) and its body (GB 11714). Pure Python."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from cms.core.text import gettext_noop

CREDIT_CODE_LENGTH = 18
CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
BODY_SLICE = slice(8, 17)

FaultCode = Literal["empty", "length", "alphabet", "check", "body"]

# Letters that the standard leaves out because they are read as a digit or as another letter.
LOOK_ALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


@dataclass(frozen=True)
class CreditCodeFault:
    """What is wrong with a code; `msgid` and `params` make the message once the edge has translated `msgid`."""

    code: FaultCode
    msgid: str
    params: dict[str, str | int] = field(default_factory=dict)


def normalise_credit_code(text: str) -> str:
    """Return the code as the standard writes it: half-width, upper case, without blanks, hyphens or invisible marks."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in folded if not char.isspace() and char != "-" and unicodedata.category(char) != "Cf")


def credit_code_check_character(first_seventeen: str) -> str:
    """Return the 18th character of a code by GB 32100: 31 minus the weighted sum modulo 31, where 31 counts as 0."""
    total = sum(
        CREDIT_CODE_ALPHABET.index(char) * weight
        for char, weight in zip(first_seventeen, CREDIT_CODE_WEIGHTS, strict=True)
    )
    return CREDIT_CODE_ALPHABET[-total % 31]


def check_credit_code(code: str) -> CreditCodeFault | None:
    """Return what makes a normalised code invalid by GB 32100, None when it is valid."""
    if not code:
        return CreditCodeFault("empty", gettext_noop("Enter the unified social credit code."))
    if len(code) != CREDIT_CODE_LENGTH:
        return CreditCodeFault(
            "length",
            gettext_noop("A unified social credit code has 18 characters; this one has %(length)s."),
            {"length": len(code)},
        )
    for position, char in enumerate(code, start=1):
        if char not in CREDIT_CODE_ALPHABET:
            return _foreign_character(position, char)
    if code[-1] != credit_code_check_character(code[:-1]):
        return CreditCodeFault(
            "check",
            gettext_noop("The check character of this code is wrong. Compare the code with the business licence."),
        )
    return None


def _foreign_character(position: int, char: str) -> CreditCodeFault:
    if char in LOOK_ALIKES:
        return CreditCodeFault(
            "alphabet",
            gettext_noop(
                "Character %(position)s is “%(char)s”, which credit codes never contain. Did you mean “%(instead)s”?"
            ),
            {"position": position, "char": char, "instead": LOOK_ALIKES[char]},
        )
    return CreditCodeFault(
        "alphabet",
        gettext_noop("Character %(position)s is “%(char)s”. Credit codes have only digits and capital letters."),
        {"position": position, "char": char},
    )


def organisation_code_check_character(body: str) -> str:
    """Return the 9th character of an organisation code by GB 11714 (letters count 10 to 35 here, unlike GB 32100)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body, BODY_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def credit_code_warning(code: str) -> CreditCodeFault | None:
    """Return a doubt about a valid code: its body fails GB 11714.

    Some codes in use were issued before the body was checked, so this may be said but must not block.
    """
    body = code[BODY_SLICE]
    if len(code) == CREDIT_CODE_LENGTH and organisation_code_check_character(body[:-1]) != body[-1]:
        return CreditCodeFault(
            "body",
            gettext_noop("Characters 9 to 17 do not have the usual check digit. Compare the code with the licence."),
        )
    return None
