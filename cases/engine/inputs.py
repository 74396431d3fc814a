"""How one entry of a case type's document is shown as an input of the editor and read back. Pure Python.

A codec has a `blank`, which stands for an entry that is not there; `show` and `read` are each other's inverse on
everything else. Streams and lists are in the form in which Wagtail stores them.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NAMESPACE = uuid.UUID("0b6f4a51-6f0c-4c93-8a53-5a7a3c1f9d27")
_SEPARATORS = re.compile(r"[、,，;；\s]+")

Show = Callable[[Any, str], Any]
Read = Callable[[Any], Any]
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Codec:
    """`show(value, path)` makes the input's value, `read` the entry; `path` gives list items lasting ids.

    What is `always` spelled out has no blank: its `blank` is what a document means that does not say it.
    """

    show: Show
    read: Read
    blank: Any = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """An input called `name` for the entry at `place`."""

    name: str
    codec: Codec
    place: tuple[str, ...]


def entry(name: str, codec: Codec, *place: str) -> Input:
    """Return the input of an entry; its place is its name unless said otherwise."""
    return Input(name, codec, place or (name,))


def _same(value: Any, path: str = "") -> Any:
    return value


def _number(text: Any) -> Any:
    """Return the whole number that a text spells; another stays text, as a binary fraction would not be exact."""
    written = str(text).strip()
    return int(written) if re.fullmatch(r"\d{1,15}", written) else written


def _numbers(text: str) -> list[Any]:
    return [_number(part) for part in _words(text)]


def _words(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text.strip()) if part]


def _one_or_list(keys: Sequence[str]) -> Any:
    return keys[0] if len(keys) == 1 else list(keys)


TEXT = Codec(_same, _same)
SHARE = Codec(lambda value, path: str(value), _same)
FLAG = Codec(_same, bool, blank=False)
FLAG_SET = Codec(_same, bool, blank=True, always=True)
KEYS = Codec(lambda value, path: list(value), list, blank=[])
NUMBER = Codec(lambda value, path: str(value), _number)
NUMBERS = Codec(lambda value, path: "、".join(map(str, value)), _numbers)
WORDS = Codec(lambda value, path: "、".join(value), _words)
TARGETS = Codec(lambda value, path: [value] if isinstance(value, str) else list(value), _one_or_list, blank=[])


def _id(path: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, path))


def _child(kind: str, value: Any, path: str) -> Raw:
    return {"type": kind, "value": value, "id": _id(path)}


def show_struct(inputs: Iterable[Input], document: Mapping[str, Any], path: str) -> Raw:
    """Return the inputs of one part of a document."""
    shown = {}
    for one in inputs:
        found: Any = document
        for key in one.place:
            found = found.get(key) if isinstance(found, Mapping) else None
        shown[one.name] = one.codec.blank if found is None else one.codec.show(found, f"{path}/{one.name}")
    return shown


def read_struct(inputs: Iterable[Input], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the document that the inputs say; blank ones leave no trace."""
    document: dict[str, Any] = {}
    for one in inputs:
        value = raw.get(one.name)
        read = one.codec.blank if value is None or value == one.codec.blank else one.codec.read(value)
        if not one.codec.always and read == one.codec.blank and type(read) is type(one.codec.blank):
            continue
        place = document
        for key in one.place[:-1]:
            place = place.setdefault(key, {})
        place[one.place[-1]] = read
    return document


def rows(*inputs: Input) -> Codec:
    """Return the codec of a list of parts."""
    return Codec(
        lambda value, path: [
            _child("item", show_struct(inputs, part, f"{path}/{index}"), f"{path}/{index}")
            for index, part in enumerate(value)
        ],
        lambda raw: [read_struct(inputs, item["value"]) for item in raw],
        blank=[],
    )


def pairs(key: str, value: Input) -> Codec:
    """Return the codec of a mapping from names to values, shown as a list of both."""

    def show(mapping: Mapping[str, Any], path: str) -> list[Raw]:
        return [
            _child("item", {key: name, **show_struct((value,), {value.place[0]: part}, path)}, f"{path}/{name}")
            for name, part in mapping.items()
        ]

    def read(raw: Sequence[Raw]) -> dict[str, Any]:
        found = ((one["value"].get(key) or "", read_struct((value,), one["value"])) for one in raw)
        return {name: part.get(value.place[0], value.codec.blank) for name, part in found}

    return Codec(show, read, blank=[])


def one_of(chosen_by: str, kinds: Mapping[str, tuple[Input, ...]]) -> Codec:
    """Return the codec of a part of several kinds, shown as a stream of at most one card."""

    def show(part: Mapping[str, Any], path: str) -> list[Raw]:
        kind = part[chosen_by]
        return [_child(kind, show_struct(kinds[kind], part, path), path)]

    def read(raw: Sequence[Raw]) -> dict[str, Any]:
        return {chosen_by: raw[0]["type"], **read_struct(kinds[raw[0]["type"]], raw[0]["value"])}

    return Codec(show, read, blank=[])


def at_most_one(kind: str, *inputs: Input) -> Codec:
    """Return the codec of a part that is there or not, shown as a stream of at most one card."""
    return Codec(
        lambda part, path: [_child(kind, show_struct(inputs, part, path), path)],
        lambda raw: read_struct(inputs, raw[0]["value"]),
        blank=[],
    )


def stream(kind: str, *inputs: Input) -> Codec:
    """Return the codec of a list of parts, shown as a stream of cards of one kind."""

    def show(parts: Sequence[Mapping[str, Any]], path: str) -> list[Raw]:
        return [
            _child(kind, show_struct(inputs, part, f"{path}/{index}"), f"{path}/{index}")
            for index, part in enumerate(parts)
        ]

    return Codec(show, lambda raw: [read_struct(inputs, one["value"]) for one in raw], blank=[])


OTHER = "other"


def card_of(name: str) -> str:
    """Return the kind of card of a registered name: kinds hold no dots."""
    return name.replace(".", "__")


def calls(known: Mapping[str, tuple[Input, ...]]) -> Codec:
    """Return the codec of registered names with their parameters.

    Those with inputs of their own have a card of that kind; a name or a parameter that no card has goes to the card
    `other`, with the parameters as JSON.
    """

    def show(parts: Sequence[Any], path: str) -> list[Raw]:
        return [_shown_call(known, one, f"{path}/{index}") for index, one in enumerate(parts)]

    return Codec(show, lambda raw: [_read_call(known, one["type"], one["value"]) for one in raw], blank=[])


def plain_call(part: Any) -> Any:
    """Return a call in its shortest spelling: a bare name, or the name and its parameters beside each other."""
    if isinstance(part, str):
        return part
    params = {**{key: value for key, value in part.items() if key not in ("name", "params")}, **part.get("params", {})}
    return {"name": part["name"], **params} if params else part["name"]


def _shown_call(known: Mapping[str, tuple[Input, ...]], part: Any, path: str) -> Raw:
    plain = plain_call(part)
    name, params = (plain, {}) if isinstance(plain, str) else (plain["name"], {**plain})
    params.pop("name", None)
    if name in known:
        shown = show_struct(known[name], params, path) if _fits(known[name], params) else None
        if shown is not None and read_struct(known[name], shown) == params:
            return _child(card_of(name), shown, path)
    said = json.dumps(params, ensure_ascii=False, sort_keys=True) if params else ""
    return _child(OTHER, {"name": name, "params": said}, path)


def _kind_of(codec: Codec) -> type:
    return list if codec in (KEYS, WORDS) else int if codec is NUMBER else str


def _fits(inputs: tuple[Input, ...], params: Mapping[str, Any]) -> bool:
    kinds = {one.name: _kind_of(one.codec) for one in inputs}
    return all(name in kinds and isinstance(value, kinds[name]) for name, value in params.items())


def _read_call(known: Mapping[str, tuple[Input, ...]], kind: str, value: Mapping[str, Any]) -> Any:
    if kind != OTHER:
        name = next(name for name in known if card_of(name) == kind)
        return plain_call({"name": name, "params": read_struct(known[name], value)})
    try:
        params = json.loads(value.get("params") or "{}")
    except ValueError:
        params = {}
    return plain_call({"name": value.get("name") or "", "params": params if isinstance(params, dict) else {}})
