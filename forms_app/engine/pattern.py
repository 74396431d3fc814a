"""Whether a text is written as a pattern says. Linear in the text whatever the pattern: no backtracking. Pure Python.

The pattern is a regular expression without what only backtracking could answer: characters, `.`, `[…]`, `\\d \\w \\s`
(ASCII) and their opposites, `( )`, `|`, `* + ? {n} {n,} {n,m}`. It must suit the whole text, as regex() of XLSForm
does; `^` and `$` at its ends say nothing more.
"""

from functools import lru_cache

from forms_app.engine.automaton import Automaton, Build, PatternError, Ranges, in_order, one_of, reads, repeated
from forms_app.engine.faults import _

__all__ = ["LONGEST_PATTERN", "LONGEST_TEXT", "PatternError", "check_pattern", "suits"]

LONGEST_PATTERN = 300
LONGEST_TEXT = 1000
DEEPEST = 30
_DIGITS = ((48, 57),)
_WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
_BLANK = ((9, 13), (32, 32), (0x3000, 0x3000))
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _BLANK}
_SIGNS = {"n": 10, "t": 9, "r": 13, "f": 12}
_LAST = 0x10FFFF


def _except(ranges: Ranges) -> Ranges:
    free, at = [], 0
    for low, high in sorted(ranges):
        if low > at:
            free.append((at, low - 1))
        at = max(at, high + 1)
    return (*free, (at, _LAST)) if at <= _LAST else tuple(free)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        sign = self.peek()
        if not sign:
            raise PatternError(_("The pattern ends too early."))
        self.at += 1
        return sign

    def refuse(self, sign: str) -> PatternError:
        return PatternError(
            _("“%(sign)s” (character %(at)s of the pattern) cannot be used here."), sign=sign, at=self.at
        )

    def whole(self) -> Build:
        made = self.either()
        if self.peek():
            self.at += 1
            raise self.refuse(self.text[self.at - 1])
        return made

    def either(self) -> Build:
        """Read what stands between bars, to the end or to the bracket that closes it."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise PatternError(_("The pattern is nested too deeply."))
        parts = [self.row()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.row())
        self.depth -= 1
        return one_of(parts)

    def row(self) -> Build:
        parts: list[Build] = []
        if self.depth == 1 and self.peek() == "^":
            self.at += 1
        while self.peek() not in ("", "|", ")"):
            if self.depth == 1 and self.peek() == "$" and self.text[self.at + 1 : self.at + 2] in ("", "|"):
                self.at += 1
                break
            parts.append(self.counted(self.one()))
        return in_order(parts)

    def one(self) -> Build:
        sign = self.take()
        if sign == "(":
            if self.text.startswith("?:", self.at):
                self.at += 2
            inner = self.either()
            if self.peek() != ")":
                raise PatternError(_("“%(sign)s” is missing in the pattern."), sign=")")
            self.at += 1
            return inner
        if sign == "[":
            return reads(self.listed())
        if sign == ".":
            return reads(_except(((10, 10),)))
        if sign == "\\":
            return reads(self.escaped())
        if sign in "^$*+?{":
            raise self.refuse(sign)
        return reads(((ord(sign), ord(sign)),))

    def escaped(self) -> Ranges:
        sign = self.take()
        if sign.lower() in _CLASSES:
            ranges = _CLASSES[sign.lower()]
            return ranges if sign.islower() else _except(ranges)
        if sign in "ux":
            return self.coded(4 if sign == "u" else 2)
        if sign in _SIGNS:
            return ((_SIGNS[sign], _SIGNS[sign]),)
        if sign.isalnum():
            raise self.refuse(f"\\{sign}")
        return ((ord(sign), ord(sign)),)

    def coded(self, digits: int) -> Ranges:
        r"""Read the number of a character: \u4e00, \x41 or \x{4e00}."""
        if self.peek() == "{":
            code, _brace, _rest = self.text[self.at + 1 :].partition("}")
            self.at += len(code) + 2
        else:
            code = self.text[self.at : self.at + digits]
            self.at += digits
        try:
            number = int(code, 16)
        except ValueError:
            raise self.refuse(f"\\u{code}") from None
        if number > _LAST:
            raise self.refuse(f"\\u{code}")
        return ((number, number),)

    def listed(self) -> Ranges:
        """Read [a-z…] or [^a-z…] behind its first bracket."""
        opposite = self.peek() == "^"
        self.at += opposite
        ranges: list[tuple[int, int]] = []
        first = True
        while first or self.peek() != "]":
            low = self.member()
            first = False
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "") and len(low) == 1:
                self.at += 1
                high = self.member()
                if len(high) != 1 or low[0][0] > high[0][1]:
                    raise self.refuse("-")
                ranges.append((low[0][0], high[0][1]))
            else:
                ranges.extend(low)
        self.at += 1
        return _except(tuple(ranges)) if opposite else tuple(ranges)

    def member(self) -> Ranges:
        sign = self.take()
        if sign == "[" or (sign == "&" and self.peek() == "&"):
            raise self.refuse(sign)
        return self.escaped() if sign == "\\" else ((ord(sign), ord(sign)),)

    def counted(self, part: Build) -> Build:
        """Read how often the part before may stand."""
        sign = self.peek()
        if not sign or sign not in "*+?{":
            return part
        self.at += 1
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign) or self.numbers()
        if self.peek() == "?":
            # How eagerly a part is read makes no difference to whether the whole text suits.
            self.at += 1
        if self.peek() and self.peek() in "*+?{":
            self.at += 1
            raise self.refuse(self.text[self.at - 1])
        return repeated(part, least, most)

    def numbers(self) -> tuple[int, int | None]:
        inner, brace, _rest = self.text[self.at :].partition("}")
        self.at += len(inner) + 1
        low, comma, high = inner.partition(",")
        if not brace or not _small(low) or (high and not _small(high)) or (high and int(high) < int(low)):
            raise self.refuse("{" + inner)
        return int(low), (int(high) if high else None) if comma else int(low)


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[Automaton, frozenset[int], int]:
    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(_("The pattern is longer than %(most)s characters."), most=LONGEST_PATTERN)
    made = Automaton()
    piece = _Reader(pattern).whole()(made)
    return made, made.closed({piece.start}), piece.end


def check_pattern(pattern: str) -> None:
    """Raise PatternError if the pattern cannot be read or is too large."""
    _compiled(pattern)


def suits(pattern: str, text: str) -> bool:
    """Say whether the whole text is written as the pattern says; one of more than LONGEST_TEXT characters is not.

    PatternError if the pattern cannot be read.
    """
    made, at, end = _compiled(pattern)
    if len(text) > LONGEST_TEXT:
        return False
    for sign in text:
        at = made.step(at, ord(sign))
        if not at:
            return False
    return end in at
