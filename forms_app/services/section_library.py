"""The library of sections: save one, make a copy of one, see which forms have copies."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from django.db import transaction
from wagtail.blocks import StreamValue

from cms.accounts.models import User
from cms.core.formula import remap
from forms_app.engine.compile import spec_to_json
from forms_app.engine.ids import new_id
from forms_app.models import FormDefinition, LibrarySection
from forms_app.services.builder_formulas import FORMULAS, formulas_shown
from forms_app.services.stream_of_form import raw_section, spec_of_definition

log = structlog.get_logger(__name__)
# Under which a copy remembers in the builder where it came from; a published version knows nothing of it.
ORIGIN = "library"


@transaction.atomic
def library_section_save(*, definition: FormDefinition, index: int, name: str, actor: User) -> LibrarySection:
    """Keep the section at `index` of a form as it stands in the builder; one of the same name is replaced."""
    content = spec_to_json(spec_of_definition(definition))["sections"][index]
    saved, created = LibrarySection.objects.update_or_create(
        name=name.strip(), defaults={"content": content, "saved_by": actor}
    )
    log.info("library_section_saved", section=saved.pk, created=created, actor=actor.pk)
    return saved


def section_copy_state(section: LibrarySection) -> dict[str, Any]:
    """Return a copy as the builder's page shows a section: new ids, and formulas that read the copy's own fields."""
    raw = raw_section(copy_of(section.content))
    raw["value"]["rest"] = json.dumps({ORIGIN: section.pk})
    form = FormDefinition(code="copy", title=section.name)
    block = form.sections.stream_block
    form.sections = StreamValue(block, [raw], is_lazy=True)
    shown = formulas_shown(form)["sections"]
    state: dict[str, Any] = block.get_form_state(shown)[0]["value"]
    return state


def copy_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section's document with new ids for it, its fields, columns and rows, and its formulas remapped."""
    renamed = {one: new_id() for one in _ids(content)}
    copied: dict[str, Any] = _renamed(content, renamed)
    return copied


def _ids(document: Mapping[str, Any]) -> Iterator[str]:
    yield document["id"]
    for name in ("fields", "columns", "rows"):
        for one in document.get(name, ()):
            yield from _ids(one)


def _renamed(document: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(document, list):
        return [_renamed(one, renamed) for one in document]
    if not isinstance(document, Mapping):
        return document
    made = {name: _renamed(part, renamed) for name, part in document.items()}
    for name in ("id", "cascade"):
        if name in made:
            made[name] = renamed.get(made[name], made[name])
    for name in FORMULAS:
        if name in made:
            made[name] = remap(made[name], renamed)
    return made


def library_uses() -> dict[int, list[str]]:
    """Return the titles of the forms that have a copy, by the library's section."""
    found: dict[int, list[str]] = {}
    for form in FormDefinition.objects.select_related("latest_revision").order_by("title"):
        revision = form.latest_revision
        sections = json.loads(revision.content["sections"]) if revision else form.sections.get_prep_value()
        origins = {json.loads(one["value"].get("rest") or "{}").get(ORIGIN) for one in sections}
        for origin in origins - {None}:
            found.setdefault(origin, []).append(form.title)
    return found
