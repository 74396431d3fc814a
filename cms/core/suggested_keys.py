"""A readable 字段代码 for a Chinese label: 营业收入 → yingye_shouru, Q3 收入 → q3_shouru."""

import re
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

from pypinyin import lazy_pinyin

LENGTH = 40
# Words of official sheets that a split by twos would tear; a word of two characters needs no entry of its own
# where it begins a text.
WORDS = frozenset(Path(__file__).with_name("code_words.txt").read_text(encoding="utf-8").split())
_SIZES = range(max(map(len, WORDS)), 0, -1)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PIECES = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9]+")
_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]")


def suggested_key(label: str, taken: Collection[str] = ()) -> str:
    """Return a code of lower-case letters, digits and _ that is not among `taken`.

    What stands in brackets is left out. Syllables are joined word by word, as far as the words are known.
    """
    text = _ASIDE.sub(" ", label) if _PIECES.search(_ASIDE.sub(" ", label)) else label
    parts: list[str] = []
    for piece in _PIECES.findall(text):
        parts += _words(piece) if _HAN.fullmatch(piece) else [piece.lower()]
    code = _shortened([part for part in parts if part]) or "field"
    if not code[0].isalpha():
        code = f"f_{code}"
    return next(one for one in _candidates(code) if one not in taken)


def _words(text: str) -> list[str]:
    """Return the pinyin of a text, word by word: known words first, and what is between them by twos."""
    words: list[str] = []
    loose = ""
    place = 0
    while place < len(text):
        word = next((text[place : place + size] for size in _SIZES if text[place : place + size] in WORDS), "")
        if word:
            words += [*_by_twos(loose), word]
            loose = ""
        else:
            loose += text[place]
        place += len(word) or 1
    syllables = ("".join(lazy_pinyin(word)) for word in [*words, *_by_twos(loose)])
    return [re.sub("[^a-z]", "", one) for one in syllables]


def _by_twos(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(0, len(text), 2)]


def _shortened(parts: list[str]) -> str:
    """Return the parts joined, cut at a word's end."""
    code = ""
    for part in parts:
        longer = f"{code}_{part}" if code else part[:LENGTH]
        if len(longer) > LENGTH:
            break
        code = longer
    return code


def _candidates(code: str) -> Iterator[str]:
    yield code
    for number in count(2):
        yield f"{code}_{number}"
