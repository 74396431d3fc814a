"""Ids in the builder: given where missing, new for a copy, kept for what was there before."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from cms.core.formula import remap
from forms_app.engine.ids import derived_id, new_id
from forms_app.services.builder_formulas import formulas_changed


def ids_complete(sections: StreamValue, stored: StreamValue | None) -> None:
    """Give every section, field and column of `sections` an id of its own.

    A copied block carries the id of its original; the original is the one that the browser knew by the same
    block id when the form was saved before (`stored`), else the first one.
    """
    originals = {child.value["id"]: child.id for child in _blocks(stored)} if stored else {}
    _resolve(list(sections), originals)
    fields = [one for section in sections for one in section.value["fields"]]
    before = {id(field): field.value["id"] for field in fields}
    _resolve(fields, originals)
    for section in sections:
        _follow(section, before)
    for field in fields:
        _resolve_columns(field, originals)
        if "choices" in field.value:
            _values(field.value["choices"])


def _blocks(sections: StreamValue) -> Iterator[Any]:
    for section in sections:
        yield section
        for field in section.value["fields"]:
            yield field
            yield from _columns(field)


def _columns(field: Any) -> Iterator[Any]:
    """Yield the columns of a table, and those of the tables among them."""
    for column in field.value.get("columns", ()):
        yield column
        yield from _columns(column)


def _resolve_columns(field: Any, originals: dict[str, str]) -> None:
    columns = list(field.value.get("columns", ()))
    _resolve(columns, originals)
    for column in columns:
        _resolve_columns(column, originals)


def _resolve(children: list[Any], originals: dict[str, str]) -> None:
    taken = {child.value["id"]: child for child in reversed(children) if child.value["id"]}
    for child in children:
        if child.value["id"] and originals.get(child.value["id"]) == child.id:
            taken[child.value["id"]] = child
    for child in children:
        if not child.value["id"] or taken[child.value["id"]] is not child:
            child.value["id"] = derived_id(child.id) if child.id else new_id()


def _follow(section: Any, before: dict[int, str]) -> None:
    """Let the formulas of a copied section read the copies, not the originals beside which they were made."""
    fields = list(section.value["fields"])
    renamed = {before[id(one)]: one.value["id"] for one in fields if before[id(one)] not in ("", one.value["id"])}
    if renamed:
        for one in fields:
            _change(one.value, renamed)


def _change(value: Any, renamed: Mapping[str, str]) -> None:
    formulas_changed(value, lambda text: remap(text, renamed))
    for column in value.get("columns", ()):
        _change(column.value, renamed)
    for row in value.get("rows", ()):
        formulas_changed(row, lambda text: remap(text, renamed))


def _values(choices: Any) -> None:
    """Keep the stored value of an option when its label is corrected; a new or copied option takes its label."""
    taken: set[str] = set()
    for choice in choices:
        if not choice["value"] or choice["value"] in taken:
            choice["value"] = choice["label"]
        taken.add(choice["value"])
