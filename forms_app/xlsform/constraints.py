"""What a constraint says about one answer alone: bounds, length, pattern. Pure Python."""

import re
from dataclasses import dataclass

_LEAST = re.compile(r"\.\s*>=\s*(-?\d+(?:\.\d+)?)\Z")
_MOST = re.compile(r"\.\s*<=\s*(-?\d+(?:\.\d+)?)\Z")
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*<=\s*(\d{1,6})\Z")
_PATTERN = re.compile(r"regex\(\s*\.\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\Z")
# A blank answer is never checked here, so asking for it changes nothing.
_OR_BLANK = re.compile(r"\A\.\s*=\s*(?:''|\"\")\s+or\s+|\s+or\s+\.\s*=\s*(?:''|\"\")\Z")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a constraint says about one answer alone, and the part of it that says more."""

    least: str = ""
    most: str = ""
    longest: int | None = None
    pattern: str = ""
    rest: str = ""


def bounds_of(constraint: str) -> Bounds:
    """Return least, most, length and pattern of “. >= 0 and regex(., '[0-9]+')”; what is of no such kind is the rest.

    Bounds stay in the rest if there is one: they may belong together.
    """
    least = most = pattern = ""
    longest: int | None = None
    others: list[str] = []
    unpatterned: list[str] = []
    whole = _OR_BLANK.sub("", constraint.strip())
    if len(_joined_by("or", whole)) > 1:
        return Bounds(rest=constraint.strip())
    for part in _joined_by("and", whole):
        plain = _OR_BLANK.sub("", _bare(part)).strip()
        if (found := _PATTERN.match(plain)) and not pattern:
            pattern = found[1] or found[2] or ""
            continue
        unpatterned.append(part)
        if found := _LEAST.match(plain):
            least = found[1]
        elif found := _MOST.match(plain):
            most = found[1]
        elif found := _LENGTH.match(plain):
            longest = int(found[1])
        else:
            others.append(part)
    if others:
        return Bounds(pattern=pattern, rest=" and ".join(unpatterned))
    return Bounds(least, most, longest, pattern)


def _joined_by(word: str, text: str) -> list[str]:
    """Return the parts between and (or between or), outside of brackets and texts."""
    hidden = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    parts, depth, begin = [], 0, 0
    for match in re.finditer(rf"[()]|\s{word}\s", hidden):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
        elif depth == 0:
            parts.append(text[begin : match.start()].strip())
            begin = match.end()
    return [part for part in (*parts, text[begin:].strip()) if part]


def _bare(part: str) -> str:
    """Return a part without a pair of brackets around all of it."""
    hidden = _QUOTED.sub(lambda match: "_" * len(match[0]), part)
    while hidden.startswith("(") and hidden.endswith(")"):
        depth = 0
        for at, sign in enumerate(hidden):
            depth += (sign == "(") - (sign == ")")
            if depth == 0 and at < len(hidden) - 1:
                return part
        part, hidden = part[1:-1].strip(), hidden[1:-1].strip()
    return part
