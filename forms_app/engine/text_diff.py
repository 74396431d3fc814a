"""What was changed inside a text: word by word, and character by character where words are not parted by spaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A number with its decimals and a word of letters change as a whole; everything else is a token of its own.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
# Beyond this many tokens on a side, whole sentences are compared: the time grows with the product.
MOST_TOKENS = 1500
# What is equal between two changes for fewer tokens than this is no island to read.
LEAST_EQUAL = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: the same in both, or changed (gone in the earlier text, new in the later one)."""

    text: str
    changed: bool


Pieces = tuple[Piece, ...]


def text_pieces(earlier: str, later: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces; joined, the pieces of a side are exactly its text."""
    if earlier == later or not earlier or not later:
        changed = earlier != later
        return _whole(earlier, changed), _whole(later, changed)
    old, new = _TOKEN.findall(earlier), _TOKEN.findall(later)
    if max(len(old), len(new)) > MOST_TOKENS:
        old, new = _SENTENCE.findall(earlier), _SENTENCE.findall(later)
    spans = _islands_joined(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    return (
        _pieces((old[a:b], equal) for equal, a, b, _c, _d in spans),
        _pieces((new[c:d], equal) for equal, _a, _b, c, d in spans),
    )


Span = tuple[bool, int, int, int, int]
Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]


def _whole(text: str, changed: bool) -> Pieces:
    return (Piece(text, changed),) if text else ()


def _islands_joined(opcodes: Sequence[Opcode]) -> list[Span]:
    """Return (equal?, from and to in both) without short equal stretches between two changes."""
    spans: list[Span] = []
    last = len(opcodes) - 1
    for at, (tag, a, b, c, d) in enumerate(opcodes):
        island = tag == "equal" and 0 < at < last and b - a < LEAST_EQUAL
        equal = tag == "equal" and not island
        if spans and spans[-1][0] == equal:
            before = spans.pop()
            spans.append((equal, before[1], b, before[3], d))
        else:
            spans.append((equal, a, b, c, d))
    return spans


def _pieces(parts: Iterator[tuple[Sequence[str], bool]]) -> Pieces:
    return tuple(Piece("".join(tokens), not equal) for tokens, equal in parts if tokens)
