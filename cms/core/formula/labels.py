"""Between what people see, [标签], and what is stored, [#id]. Only the names change; all other characters stay."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cms.core.formula.names import Names
from cms.core.formula.nodes import Ref
from cms.core.formula.normalise import half_width
from cms.core.formula.parse import build, inner_of, stored_form, stored_ref

_PIECES = re.compile(
    r'"(?:[^"]|"")*"|[“”](?:[^“”]|““|””)*[“”]|(?P<name>\[(?:[^\]]|\]\])*\]|【[^】]*】)',
)


def to_ids(text: str, names: Names, row_of: str | None = None) -> str:
    """Return a formula with ids in place of labels; FormulaError says what is wrong with it, and where.

    `row_of` is the id of the table in whose rows the formula is computed. A leading = and outer spaces are left out.
    """
    found: list[tuple[int, int, Ref]] = []

    def resolve(inner: str, start: int, end: int) -> Ref:
        ref = names.resolve(inner, row_of)
        found.append((start, end, ref))
        return ref

    build(text, resolve)
    parts, done = [], len(text) - len(_without_equals(text))
    for start, end, ref in sorted(found):
        parts += [text[done:start], stored_form(ref)]
        done = end
    return ("".join(parts) + text[done:]).strip()


def _without_equals(text: str) -> str:
    bare = text.lstrip()
    return bare[1:] if bare[:1] in ("=", "＝") else bare


@dataclass(frozen=True, slots=True)
class Shown:
    """A formula as people see it, and where each of its places came from."""

    text: str
    # (place in the stored text, place in the shown text) at the beginning and end of every name.
    anchors: tuple[tuple[int, int], ...]

    def offset(self, stored: int) -> int:
        """Return where a place of the stored text stands in the shown one."""
        before = max((anchor for anchor in self.anchors if anchor[0] <= stored), default=(0, 0))
        return before[1] + stored - before[0]


def shown(text_with_ids: str, names: Names, row_of: str | None = None) -> Shown:
    """Return a stored formula with labels, and the places of its names."""
    normal = half_width(text_with_ids)
    parts: list[str] = []
    anchors: list[tuple[int, int]] = []
    done = length = 0
    for match in _PIECES.finditer(normal):
        ref = stored_ref(inner_of(match["name"]).strip()) if match["name"] else None
        if ref is None:
            continue
        label = "[" + names.spelling(ref, row_of).replace("]", "]]").replace("］", "］］") + "]"
        parts += [text_with_ids[done : match.start()], label]
        length += match.start() - done
        anchors.append((match.start(), length))
        length += len(label)
        anchors.append((match.end(), length))
        done = match.end()
    parts.append(text_with_ids[done:])
    return Shown("".join(parts), tuple(anchors))


def to_labels(text_with_ids: str, names: Names, row_of: str | None = None) -> str:
    """Return a stored formula as people see it; an unknown id stays visible as [?id], so that nothing is lost."""
    return shown(text_with_ids, names, row_of).text


def remap(text_with_ids: str, ids: Mapping[str, str]) -> str:
    """Return a stored formula that reads other ids: for copies of fields, tables and sections. Others stay.

    A part <id>:<part> of a field or table moves with all that it names.
    """

    def moved(one: str) -> str:
        return ids.get(one) or ":".join(ids.get(part, part) for part in one.split(":"))

    normal = half_width(text_with_ids)
    parts: list[str] = []
    done = 0
    for match in _PIECES.finditer(normal):
        ref = stored_ref(inner_of(match["name"]).strip()) if match["name"] else None
        if ref is None or ref.kind == "last":
            continue
        copied = Ref(ref.kind, moved(ref.id), moved(ref.column))
        parts += [text_with_ids[done : match.start()], stored_form(copied)]
        done = match.end()
    return "".join(parts) + text_with_ids[done:]
