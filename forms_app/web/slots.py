"""Places in a compiled fragment that are filled per request. A template marks them; compiling cuts the HTML there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

# Private-use characters that no label contains: they frame a slot, and stand for the id of a row.
OPEN, SEPARATOR, CLOSE, ROW, OUTER = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_SLOT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}|({ROW})")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: what to put there (`kind`), for which input or field, and one more word."""

    kind: str
    name: str = ""
    extra: str = ""


Part = str | Slot


def marker(kind: str, name: str = "", extra: str = "") -> str:
    """Return the text that stands for a slot until the fragment is cut."""
    return f"{OPEN}{SEPARATOR.join((kind, name, extra))}{CLOSE}"


def within(parts: Iterable[Part], row: str) -> tuple[Part, ...]:
    """Return the fragment of a row that stands inside another row."""
    return tuple(
        part.replace(OUTER, row)
        if isinstance(part, str)
        else Slot(part.kind, part.name.replace(OUTER, row), part.extra)
        for part in parts
    )


# Slots that say something about a field only when there is something to say.
QUIET = frozenset({"error", "state", "notes"})


def calm(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return a fragment as it is when nothing is wrong with the field: fewer slots to fill, longer literals."""
    merged: list[Part] = []
    for part in parts:
        text = _calm(part)
        if isinstance(text, str) and merged and isinstance(merged[-1], str):
            merged[-1] += text
        elif text != "":
            merged.append(text)
    return tuple(merged)


def _calm(part: Part) -> Part:
    if isinstance(part, str):
        return part
    if part.kind in QUIET:
        return ""
    if part.kind in ("aria", "describe"):
        return described([part.extra] if part.extra else [])
    return part


def described(ids: Sequence[str]) -> str:
    """Return the attribute that names what describes an input, "" if nothing does."""
    return f' aria-describedby="{escape(" ".join(ids))}"' if ids else ""


def cut(html: str) -> tuple[Part, ...]:
    """Cut rendered HTML into literals and slots; whitespace between tags is dropped as far as it means nothing."""
    parts: list[Part] = []
    position = 0
    compact = re.sub(r">\s*\n\s*<", "><", html.strip())
    for match in _SLOT.finditer(compact):
        if match.start() > position:
            parts.append(compact[position : match.start()])
        if match[2]:
            parts.append(Slot("row"))
        else:
            kind, name, extra = match[1].split(SEPARATOR)
            parts.append(Slot(kind, name, extra))
        position = match.end()
    if position < len(compact):
        parts.append(compact[position:])
    return tuple(parts)
