"""Two people in one place: what the other one saved beside what was typed, and the choice between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from forms_app.engine.answers import section_inputs
from forms_app.engine.display import display_parts
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.engine.threeway import belongs, field_inputs
from forms_app.errors import StaleDraft

CHOICE = "keep-"
THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Beside:
    """Both versions of a field in conflict as text, and who saved the other one when."""

    mine: str
    theirs: str
    author: str
    time: str


def stored_beside(section: SectionSpec, stale: StaleDraft, lookups: Lookups) -> dict[str, Beside]:
    """Return both versions of every field in conflict, by field id."""
    return {
        spec.id: Beside(
            mine=_text(spec, stale.typed.get(spec.id), lookups),
            theirs=_text(spec, stale.stored.get(spec.id), lookups),
            author=stale.params["author"],
            time=stale.params["time"],
        )
        for spec in section.fields
        if spec.id in stale.conflicts
    }


def _text(spec: FieldSpec, value: Any, lookups: Lookups) -> str:
    text, items = display_parts(spec, value, lookups)
    return text or "\n".join(str(item) for item in items)


def merged_inputs(section: SectionSpec, post: QueryDict, stale: StaleDraft) -> QueryDict:
    """Return what was typed, with the other person's part where only that person had changed something."""
    inputs = section_inputs(section, stale.typed)
    return _replaced(post, {field_id: field_inputs(inputs, field_id) for field_id in stale.taken})


def chosen_inputs(section: SectionSpec, post: QueryDict, stored: Mapping[str, Any], rejected: Mapping[str, Any]) -> Any:
    """Return what was typed, with the stored answers where the person chose them over the own ones."""
    chosen = [spec.id for spec in section.fields if post.get(f"{CHOICE}{spec.id}") == THEIRS]
    if not chosen:
        return post
    inputs = section_inputs(section, stored, rejected)
    return _replaced(post, {field_id: field_inputs(inputs, field_id) for field_id in chosen})


def _replaced(post: QueryDict, by_field: Mapping[str, Mapping[str, Any]]) -> QueryDict:
    merged = post.copy()
    for field_id, inputs in by_field.items():
        for name in [name for name in merged if belongs(name, field_id)]:
            del merged[name]
        for name, text in inputs.items():
            merged.setlist(name, text if isinstance(text, list) else [text])
    return merged
