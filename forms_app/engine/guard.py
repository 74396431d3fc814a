"""Reading a field of which only parts are open: what is closed is read as it is stored, whatever was sent."""

from collections.abc import Mapping
from typing import Any

from forms_app.engine.fields import Inputs, Post, field_type
from forms_app.engine.places import Opening
from forms_app.engine.spec import FieldSpec


class Guard:
    """Knows which inputs of one field are closed."""

    def __init__(self, spec: FieldSpec, opening: Opening, stored: Any) -> None:
        self.spec, self.opening = spec, opening
        self.kind = field_type(spec.type)
        self.stored: Inputs = {} if stored is None else self.kind.to_inputs(spec, stored)
        rows = stored if self.kind.has_rows and isinstance(stored, list) else ()
        self.rows: Mapping[str, Mapping[str, Any]] = {row["id"]: row for row in rows}

    def input(self, post: Post) -> "GuardedInput":
        """Return the input with what is stored in every closed place."""
        return GuardedInput(self, post)

    def closes(self, name: str) -> bool:
        """Say whether an input, or the place of a fault, is closed."""
        row, part = self._cell(name)
        if not part:
            return False
        opened = self.opening.of_row(row, self.rows.get(row))
        return opened is not None and not any(part == one or part.startswith(f"{one}-") for one in opened)

    def _cell(self, name: str) -> tuple[str, str]:
        """Return the row and the part to which an input belongs; no part if it is about the field as a whole."""
        rest = name.removeprefix(f"{self.spec.id}-")
        if rest in (name, "rows"):
            return "", ""
        if not self.kind.has_rows:
            return "", rest
        for one in self.spec.rows:
            if rest.startswith(f"{one.id}-"):
                return one.id, rest.removeprefix(f"{one.id}-")
        row, _dash, part = rest.partition("-")
        return row, part


class GuardedInput:
    """Typed input, readable like a request's POST."""

    def __init__(self, guard: Guard, post: Post) -> None:
        self.guard, self.post = guard, post

    def get(self, name: str, default: str = "", /) -> Any:
        """Return the last value under this name."""
        values = self.getlist(name)
        return values[-1] if values else default

    def getlist(self, name: str, /) -> list[Any]:
        """Return all values under this name."""
        if not self.guard.closes(name):
            return self.post.getlist(name)
        stored = self.guard.stored.get(name, [])
        return list(stored) if isinstance(stored, list) else [stored]
