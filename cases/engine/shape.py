"""Is the document a case type at all: required keys, kinds of values. Comes before the checks of meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a case type, and where: `path` walks the document, `params` fill the message of `code`."""

    code: str
    path: Path
    params: Mapping[str, Any] = field(default_factory=dict)


# key → (kind, required); the kind "call" is a registered name, bare or with parameters.
Shape = Mapping[str, tuple[str, bool]]

TOP: Shape = {
    "key": ("text", True),
    "title": ("text", True),
    "number_prefix": ("text", True),
    "opening": ("map", False),
    "states": ("maps", True),
    "transitions": ("maps", True),
}
OPENING: Shape = {"first": ("text", True), "again": ("text", False), "office": ("text", False)}
STATE: Shape = {
    "key": ("text", True),
    "title": ("text", True),
    "public_title": ("text", False),
    "kind": ("text", True),
    "public_next": ("text", False),
    "sections": ("map", False),
}
TRANSITION: Shape = {
    "key": ("text", True),
    "title": ("text", True),
    "public_title": ("text", False),
    "from": ("texts", True),
    "to": ("text", True),
    "actor": ("map", True),
    "requires": ("calls", False),
    "effects": ("calls", False),
    "notify": ("maps", False),
    "style": ("text", False),
    "confirm": ("text", False),
}
ACTOR: Shape = {"roles": ("texts", False), "scope": ("text", True)}
MESSAGE: Shape = {"to": ("text", True), "roles": ("texts", False), "title": ("text", True), "body": ("text", False)}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_call(value: Any) -> bool:
    return _is_text(value) or (
        isinstance(value, Mapping) and _is_text(value.get("name")) and isinstance(value.get("params", {}), Mapping)
    )


def _is_list_of(value: Any, kind: Any) -> bool:
    return isinstance(value, list) and all(kind(item) for item in value)


KINDS = {
    "text": _is_text,
    "texts": lambda value: _is_list_of(value, _is_text),
    "map": lambda value: isinstance(value, Mapping),
    "maps": lambda value: _is_list_of(value, lambda item: isinstance(item, Mapping)),
    "calls": lambda value: _is_list_of(value, _is_call),
}


def _part(data: Mapping[str, Any], shape: Shape, path: Path) -> Iterator[Fault]:
    for key, (kind, required) in shape.items():
        if key not in data:
            if required:
                yield Fault("missing_key", path, {"key": key})
        elif not KINDS[kind](data[key]):
            yield Fault("wrong_kind", (*path, key), {"key": key})
    for key in data:
        if key not in shape:
            yield Fault("unknown_key", (*path, key), {"key": key})


def _sections(state: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for party, keys in state.get("sections", {}).items():
        if not _is_list_of(keys, _is_text):
            yield Fault("wrong_kind", (*path, "sections", party), {"key": party})


def _nested(document: Mapping[str, Any]) -> Iterator[Fault]:
    if "opening" in document:
        yield from _part(document["opening"], OPENING, ("opening",))
    for index, state in enumerate(document["states"]):
        path: Path = ("states", index)
        faults = list(_part(state, STATE, path))
        yield from faults or _sections(state, path)
    for index, transition in enumerate(document["transitions"]):
        path = ("transitions", index)
        faults = list(_part(transition, TRANSITION, path))
        yield from faults
        if faults:
            continue
        yield from _part(transition["actor"], ACTOR, (*path, "actor"))
        for number, message in enumerate(transition.get("notify", ())):
            yield from _part(message, MESSAGE, (*path, "notify", number))


def shape_faults(document: Any) -> list[Fault]:
    """Return what keeps `document` from being read as a case type; empty when it can be."""
    if not isinstance(document, Mapping):
        return [Fault("wrong_kind", (), {"key": ""})]
    return list(_part(document, TOP, ())) or list(_nested(document))
