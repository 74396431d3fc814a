"""Full-width punctuation and digits as Chinese keyboards type them, character by character so that places stay."""

import re

# Texts in quotation marks and names in brackets keep their characters.
_PROTECTED = re.compile(
    r"""["＂](?:[^"＂]|""|＂＂)*["＂] | [“”](?:[^“”]|““|””)*[“”] | [\[［](?:[^\]］]|\]\]|］］)*[\]］] | 【[^】]*】""",
    re.VERBOSE,
)
_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("\u3000"): ord(" "),
    ord("×"): ord("*"),
    ord("÷"): ord("/"),
    ord("−"): ord("-"),
    ord("、"): ord(","),
}
_DELIMITERS = {"＂": '"', "［": "[", "］": "]"}


def half_width(text: str) -> str:
    """Return the text with half-width signs outside of texts and names, of the same length.

    The sign = at the beginning, which Excel wants, becomes a space.
    """
    parts, end = [], 0
    for match in _PROTECTED.finditer(text):
        parts.append(text[end : match.start()].translate(_FORMS))
        parts.append(_delimited(match[0]))
        end = match.end()
    parts.append(text[end:].translate(_FORMS))
    normal = "".join(parts)
    stripped = normal.lstrip()
    if stripped.startswith("=") and not stripped.startswith("=="):
        place = len(normal) - len(stripped)
        normal = normal[:place] + " " + normal[place + 1 :]
    return normal


def _delimited(piece: str) -> str:
    first, last = piece[0], piece[-1]
    inner = piece[1:-1]
    if first in '"＂':
        # Within such a text both kinds of the sign end it, so a doubled one must be doubled in the same kind.
        inner = inner.replace("＂＂", '""')
    return _DELIMITERS.get(first, first) + inner + _DELIMITERS.get(last, last)
