"""Reading a field of which only parts are open: what is closed is read as it is stored, whatever was sent."""

from typing import Any

from forms_app.engine.fields import Inputs, Post, field_type
from forms_app.engine.openings import Opening, opening_at
from forms_app.engine.spec import FieldSpec


class Guard:
    """Knows which inputs of one field are closed."""

    def __init__(self, spec: FieldSpec, opening: Opening, value: Any) -> None:
        self.spec, self.opening, self.value = spec, opening, value
        self.stored: Inputs = {} if value is None else field_type(spec.type).to_inputs(spec, value)

    def input(self, post: Post) -> "GuardedInput":
        """Return the input with what is stored in every closed place."""
        return GuardedInput(self, post)

    def closes(self, name: str) -> bool:
        """Say whether an input, or the place of a fault, is closed."""
        inside = name.removeprefix(f"{self.spec.id}-")
        return inside != name and not opening_at(self.spec, self.opening, self.value, inside)


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
