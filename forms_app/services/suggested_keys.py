"""字段代码 from a Chinese label."""

import re
from collections.abc import Collection

from pypinyin import lazy_pinyin

LONGEST = 40


def suggested_key(label: str, taken: Collection[str]) -> str:
    """Return a code such as qi_ye_ming_cheng that is not among `taken`."""
    syllables = lazy_pinyin(re.sub(r"[（(].*?[)）]", "", label), errors=lambda rest: rest.lower())
    words = re.sub(r"[^a-z0-9]+", "_", "_".join(syllables)).strip("_")
    if not words or not words[0].isalpha():
        words = f"f_{words}".rstrip("_")
    words = words[:LONGEST].rstrip("_")
    key, number = words, 2
    while key in taken:
        key, number = f"{words}_{number}", number + 1
    return key
