"""Is the document a case type at all: required keys, kinds of values. Comes before the checks of meaning."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
WARNINGS = frozenset({"no_actor_there"})
_SHARE = re.compile(r"\d{1,3}/[1-9]\d{0,2}|0(\.\d{1,4})?|1")
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a case type, and where: `path` walks the document, `params` fill the message of `code`."""

    code: str
    path: Path
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Say whether a case type with this fault cannot be published; people who are missing may still come."""
        return self.code not in WARNINGS


@dataclass(frozen=True, slots=True)
class Entry:
    """What may stand under a key: a kind of value; of a map, or of each map of a list, the keys that it may have.

    `by` names the key of a map that tells which of several shapes it has, `each` the kind of all values of a map.
    """

    kind: str
    required: bool = False
    shape: "Shape | None" = None
    by: str = ""
    shapes: Mapping[str, "Shape"] = field(default_factory=dict)
    each: str = ""


Shape = Mapping[str, Entry]

TEXT, NEEDED = Entry("text"), Entry("text", required=True)
TEXTS, NEEDED_TEXTS = Entry("texts"), Entry("texts", required=True)
FLAG, SHARE, NUMBER = Entry("flag"), Entry("share"), Entry("number")
LISTS = Entry("map", each="texts")

TERM: Shape = {"length": Entry("whole", required=True), "unit": TEXT}
DIMENSION: Shape = {"key": NEEDED, "title": NEEDED, "weight": Entry("number", required=True), "most": NUMBER}
SCHEME: Shape = {
    "dimensions": Entry("maps", required=True, shape=DIMENSION),
    "aggregate": TEXT,
    "passes_from": NUMBER,
}
BODY: Shape = {"by": NEEDED, "passed": NEEDED, "failed": NEEDED}
PANEL: Shape = {
    **BODY,
    "size": Entry("whole", required=True),
    "specialities": Entry("map", each="whole"),
    "per_employer": Entry("whole"),
    "blind": FLAG,
    "scheme": Entry("map", required=True, shape=SCHEME),
}
SIGNING: Shape = {
    **BODY,
    "roles": NEEDED_TEXTS,
    "mode": TEXT,
    "share": SHARE,
    "strict": FLAG,
    "weights": Entry("map", each="number"),
}
MEETING: Shape = {**BODY, "roles": NEEDED_TEXTS, "quorum": SHARE, "share": SHARE, "strict": FLAG, "minutes": TEXT}
BODIES: Mapping[str, Shape] = {"panel": PANEL, "sign": SIGNING, "meeting": MEETING}
NOTICE: Shape = {**TERM, "title": NEEDED, "body": TEXT, "closes": NEEDED, "objections": TEXT}
STATE: Shape = {
    "key": NEEDED,
    "title": NEEDED,
    "public_title": TEXT,
    "public_next": TEXT,
    "kind": NEEDED,
    "phase": TEXT,
    "sections": LISTS,
    "hidden": LISTS,
    "assign": TEXT,
    "decides": Entry("map", by="by", shapes=BODIES),
    "notice": Entry("map", shape=NOTICE),
    "retention": TEXT,
}
MESSAGE: Shape = {"to": NEEDED, "roles": TEXTS, "title": NEEDED, "body": TEXT, "channels": TEXTS}
TRANSITION: Shape = {
    "key": NEEDED,
    "title": NEEDED,
    "public_title": TEXT,
    "from": NEEDED_TEXTS,
    "to": Entry("text_or_texts", required=True),
    "style": TEXT,
    "confirm": TEXT,
    "actor": Entry("map", required=True, shape={"roles": TEXTS, "scope": NEEDED, "exclude": TEXTS}),
    "guards": Entry("maps", shape={"formula": NEEDED, "message": NEEDED}),
    "requires": Entry("calls"),
    "effects": Entry("calls"),
    "letter": TEXT,
    "recall": FLAG,
    "notify": Entry("maps", shape=MESSAGE),
}
DEADLINE: Shape = {
    **TERM,
    "key": NEEDED,
    "title": NEEDED,
    "runs_in": NEEDED_TEXTS,
    "pauses_in": TEXTS,
    "remind": Entry("wholes"),
    "escalate": Entry("maps", shape={"after": Entry("whole", required=True), "roles": NEEDED_TEXTS}),
    "on_expire": TEXT,
}
DOCUMENT: Shape = {"key": NEEDED, "title": NEEDED, "party": TEXT, "signers": TEXTS}
TOP: Shape = {
    "key": NEEDED,
    "title": NEEDED,
    "number_prefix": NEEDED,
    "form": TEXT,
    "confidentiality": TEXT,
    "retention": TEXT,
    "opening": Entry("map", shape={"first": NEEDED, "again": TEXT, "office": TEXT}),
    "phases": Entry("maps", shape={"key": NEEDED, "title": NEEDED, "public_title": TEXT}),
    "documents": Entry("maps", shape=DOCUMENT),
    "deadlines": Entry("maps", shape=DEADLINE),
    "states": Entry("maps", required=True, shape=STATE),
    "transitions": Entry("maps", required=True, shape=TRANSITION),
}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_call(value: Any) -> bool:
    return _is_text(value) or (
        isinstance(value, Mapping) and _is_text(value.get("name")) and isinstance(value.get("params", {}), Mapping)
    )


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: _is_whole(value) or (isinstance(value, str) and pattern.fullmatch(value) is not None)


def _is_list_of(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(kind(item) for item in value)


# A share is text such as "2/3", a weight a whole number or text: a binary fraction would not be exact.
KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "texts": _is_list_of(_is_text),
    "text_or_texts": lambda value: _is_text(value) or (value != [] and _is_list_of(_is_text)(value)),
    "whole": _is_whole,
    "wholes": _is_list_of(_is_whole),
    "number": _matches(_DECIMAL),
    "share": _matches(_SHARE),
    "flag": lambda value: isinstance(value, bool),
    "map": lambda value: isinstance(value, Mapping),
    "maps": _is_list_of(lambda item: isinstance(item, Mapping)),
    "calls": _is_list_of(_is_call),
}


def _map_faults(data: Mapping[str, Any], shape: Shape, path: Path) -> Iterator[Fault]:
    for key, entry in shape.items():
        if key not in data:
            if entry.required:
                yield Fault("missing_key", path, {"key": key})
        elif not KINDS[entry.kind](data[key]):
            yield Fault("wrong_kind", (*path, key), {"key": key})
        else:
            yield from _below(data[key], entry, (*path, key))
    for key in data:
        if key not in shape:
            yield Fault("unknown_key", (*path, key), {"key": key})


def _below(value: Any, entry: Entry, path: Path) -> Iterator[Fault]:
    """Yield what is wrong within a value of the right kind."""
    if entry.each:
        for name, one in value.items():
            if not KINDS[entry.each](one):
                yield Fault("wrong_kind", (*path, name), {"key": name})
    elif entry.by:
        named = value.get(entry.by)
        shape = entry.shapes.get(named) if isinstance(named, str) else None
        if shape is None:
            yield Fault("wrong_kind", (*path, entry.by), {"key": entry.by})
        else:
            yield from _map_faults(value, shape, path)
    elif entry.shape is not None:
        parts = enumerate(value) if isinstance(value, list) else [(None, value)]
        for number, part in parts:
            yield from _map_faults(part, entry.shape, path if number is None else (*path, number))


def shape_faults(document: Any) -> list[Fault]:
    """Return what keeps `document` from being read as a case type; empty when it can be."""
    if not isinstance(document, Mapping):
        return [Fault("wrong_kind", (), {"key": ""})]
    return list(_map_faults(document, TOP, ()))
