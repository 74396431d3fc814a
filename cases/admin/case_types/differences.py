"""What differs between two documents of a case type, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cases.admin.case_types.choices import CONFIDENTIALITY, RETENTION
from cases.admin.case_types.words import PART_TITLES, Names, card_block, input_label
from cases.engine.editor import PLAIN, editor_of

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that was added, removed or changed, or whose order is another; `details` are (input, before, after)."""

    kind: str
    part: str
    title: str
    details: list[tuple[str, str, str]] = field(default_factory=list)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs, the case type itself first."""
    names = Names(before, after)
    older, newer = editor_of(before), editor_of(after)
    found = _plain(older, newer, names)
    for part in ("phases", "states", "transitions", "documents", "deadlines"):
        found += _part(part, older[part], newer[part], names)
    return found


def _plain(older: Card, newer: Card, names: Names) -> list[Difference]:
    closed = {key: str(title) for key, title in (*CONFIDENTIALITY, *RETENTION)}
    details = [
        (input_label(None, one.name), _value(older[one.name], names, closed), _value(newer[one.name], names, closed))
        for one in PLAIN
        if older[one.name] != newer[one.name]
    ]
    return [Difference("changed", _("Case type"), newer["title"], details)] if details else []


def _value(value: str, names: Names, closed: Mapping[str, str]) -> str:
    return closed.get(value) or names.of(value)


def _by_key(cards: Sequence[Card]) -> dict[tuple[str, int], Card]:
    """Return the cards by key, and by which of those with the same key."""
    seen: Counter[str] = Counter()
    found = {}
    for card in cards:
        key = card["value"]["key"]
        found[key, seen[key]] = card["value"]
        seen[key] += 1
    return found


def _part(part: str, older: Sequence[Card], newer: Sequence[Card], names: Names) -> list[Difference]:
    was, now = _by_key(older), _by_key(newer)
    word = str(PART_TITLES[part])
    found = [Difference("removed", word, card["title"]) for key, card in was.items() if key not in now]
    for key, card in now.items():
        if key not in was:
            found.append(Difference("added", word, card["title"], _details(part, {}, card, names)))
        elif details := _details(part, was[key], card, names):
            found.append(Difference("changed", word, card["title"], details))
    if [key for key in was if key in now] != [key for key in now if key in was]:
        found.append(Difference("moved", word, "、".join(card["title"] for card in now.values())))
    return found


def _details(part: str, before: Card, after: Card, names: Names) -> list[tuple[str, str, str]]:
    details = []
    for name, block in card_block(part).child_blocks.items():
        was = names.said(block, before[name]) if before else ""
        now = names.said(block, after[name])
        if was != now:
            details.append((str(block.label), was, now))
    return details
