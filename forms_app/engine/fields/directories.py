"""An entry of a directory, such as a service provider; or, where the form allows it, a name that nobody listed."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import INDEX_LENGTH, FieldType, Indexed, Inputs, Post, fault, typed_text
from forms_app.engine.lookups import Directory, Entry, Lookups
from forms_app.engine.spec import FieldSpec

LONGEST_NAME = 200


class DirectoryEntry(FieldType):
    """The name is typed; with scripts it comes with the id of the entry, without them the server finds it."""

    name = "directory"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the id that the script set and the name that is seen."""
        return {"id": typed_text(post, f"{spec.id}-id").strip(), "text": typed_text(post, spec.id)}

    def input_names(self, spec: FieldSpec, post: Post) -> list[str]:
        """Return the inputs of the name and of the id."""
        return [spec.id, f"{spec.id}-id"]

    def prepare(self, spec: FieldSpec, raws: Sequence[Any], lookups: Lookups) -> None:
        """Read all entries that are named, at once."""
        directory = lookups.directories.get(spec.directory)
        if directory:
            directory.prepare([raw["id"] for raw in raws], [_one_line(raw["text"]) for raw in raws])

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[dict[str, str] | None, list[Fault]]:
        """Return the entry that is meant, whatever it belongs to."""
        return self.clean_among(spec, raw, lookups, {})

    def clean_among(
        self, spec: FieldSpec, raw: Any, lookups: Lookups, answers: Mapping[str, Any]
    ) -> tuple[dict[str, str] | None, list[Fault]]:
        """Return the entry that is meant: the id counts only while the name beside it is that of the entry.

        Below another entry (the product of a provider) only those that belong to it count. What was chosen elsewhere
        is refused and both are named; a name without an id may be typed all the same where the form allows it.
        """
        text = _one_line(raw["text"])
        if not text:
            return None, []
        if len(text) > LONGEST_NAME:
            message = _("“%(label)s” may have at most %(limit)s characters; it has %(count)s. Shorten it.")
            return None, [fault(spec, "too_long", message, limit=LONGEST_NAME, count=len(text))]
        self.prepare(spec, [raw], lookups)
        above = answers.get(spec.cascade) if spec.cascade else None
        directory = lookups.directories.get(spec.directory)
        chosen, elsewhere = _meant(directory, raw["id"], text, above) if directory else (None, None)
        if elsewhere and above and (elsewhere.id == raw["id"] or not spec.allow_typed):
            message = _("“%(label)s”: “%(entry)s” belongs to “%(owner)s”, not to “%(above)s”. Choose again.")
            names = {"entry": text, "owner": elsewhere.detail, "above": above["text"]}
            return None, [fault(spec, "cascade", message, **names)]
        if chosen or spec.allow_typed:
            return {"id": chosen.id if chosen else "", "text": text}, []
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


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _meant(
    directory: Directory, entry_id: str, text: str, above: Mapping[str, str] | None
) -> tuple[Entry | None, Entry | None]:
    """Return the entry that is meant, or else the one of this name that belongs to something other than `above`."""
    known = directory.entry(entry_id) if entry_id else None
    if known and known.text != text:
        known = None
    if above is None:
        return known or directory.named(text), None
    if known and known.above in ("", above["id"]):
        return known, None
    inside = directory.named(text, above["id"]) if above["id"] else None
    return inside, None if inside else known or directory.named(text)
