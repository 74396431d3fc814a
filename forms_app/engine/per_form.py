"""What is made of a form once and kept: a compiled version is one object per sha256, and never changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from forms_app.engine.spec import FormSpec

Made = TypeVar("Made")
KEPT = 256


class PerForm(Generic[Made]):
    """Keeps what `make(spec, *keys)` returned for the forms that were asked for last; nobody may change it."""

    def __init__(self, make: Callable[..., Made]) -> None:
        self._make = make
        self._kept: OrderedDict[tuple[Hashable, ...], tuple[FormSpec, Made]] = OrderedDict()

    def __call__(self, spec: FormSpec, *keys: Hashable) -> Made:
        """Return what was made of this very object, and make it if need be."""
        name = (id(spec), *keys)
        kept = self._kept.get(name)
        # The spec is kept with it, so that its id is not given to another.
        if kept is not None and kept[0] is spec:
            return kept[1]
        made = self._make(spec, *keys)
        self._kept[name] = (spec, made)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made
