"""An entry of a directory, such as a service provider; or, where the form allows it, a name that nobody listed."""

from collections.abc import Sequence
from typing import Any

from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import INDEX_LENGTH, FieldType, Indexed, Inputs, Post, fault, typed_text
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

LONGEST_NAME = 200


class DirectoryEntry(FieldType):
    """The name is typed; with scripts it comes with the id of the entry, without them the server finds it."""

    name = "directory"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the id that the script set and the name that is seen."""
        return {"id": typed_text(post, f"{spec.id}-id").strip(), "text": typed_text(post, spec.id)}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[dict[str, str] | None, list[Fault]]:
        """Return the entry that is meant: the id counts only while the name beside it is that of the entry."""
        text = " ".join(raw["text"].split())
        if not text:
            return None, []
        if len(text) > LONGEST_NAME:
            message = _("“%(label)s” may have at most %(limit)s characters; it has %(count)s. Shorten it.")
            return None, [fault(spec, "too_long", message, limit=LONGEST_NAME, count=len(text))]
        directory = lookups.directories.get(spec.directory)
        known = directory.entry(raw["id"]) if directory and raw["id"] else None
        entry_id = raw["id"] if known == text else directory.named(text) if directory else ""
        if entry_id or spec.allow_typed:
            return {"id": entry_id, "text": text}, []
        return None, [fault(spec, "directory", _("“%(label)s”: choose a name from the list."))]

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the name as it was when it was chosen."""
        return str(value["text"])

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the name."""
        return str(value["text"])[:INDEX_LENGTH], None

    def to_formula(self, spec: FieldSpec, value: Any) -> str:
        """Return the name."""
        return str(value["text"])

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the name and the id."""
        inputs: Inputs = {spec.id: value["text"]}
        if value["id"]:
            inputs[f"{spec.id}-id"] = value["id"]
        return inputs
