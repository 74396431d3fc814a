"""Load a rule table from a programme file."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from cms.core.audit import sha256_of
from cms.core.reference.engine.problems import Problem, _
from cms.core.reference.engine.rule_table import Column, Row, RuleTable, never_used, rule_problems
from cms.core.reference.models import RuleTableDefinition
from cms.core.reference.selectors.rules import references_of
from cms.core.reference.services.loaded import ReferenceLoad
from cms.core.reference.services.rule_tables import rule_table_publish, rule_table_save

_HEAD = {"code": str, "name": str, "source": str, "description": str}
_KNOWN = {*_HEAD, "conditions", "results", "rows", "valid_from", "valid_until"}


def rule_table_document_problems(document: Any) -> list[Problem]:
    """Return what keeps a document from being loaded: its shape first, then its cells, then rows out of reach."""
    found = list(_shape(document))
    if found:
        return found
    table = rule_table_of_document(document)
    return rule_problems(table) or never_used(table)


def _shape(document: Any) -> Iterator[Problem]:
    if not isinstance(document, Mapping):
        yield Problem(_("This must be a mapping of attributes."))
        return
    for name in ("code", "name", "conditions", "results", "rows", "valid_from"):
        if document.get(name) in (None, "", []):
            yield Problem(_("The attribute “%(name)s” is missing."), {"name": name})
    for name, value in document.items():
        if name not in _KNOWN:
            yield Problem(_("There is no attribute “%(name)s” here."), {"name": name}, (str(name),))
        elif not _suits(name, value):
            yield Problem(_("The attribute “%(name)s” has the wrong kind of value."), {"name": name}, (str(name),))
    if all(isinstance(document.get(name), list) for name in ("conditions", "results", "rows")):
        yield from _row_shapes(document)


def _suits(name: str, value: Any) -> bool:
    if name in _HEAD:
        return isinstance(value, str)
    if name in ("valid_from", "valid_until"):
        return value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime))
    if name == "rows":
        return isinstance(value, list)
    return isinstance(value, list) and all(_column_suits(one) for one in value)


def _column_suits(column: Any) -> bool:
    if isinstance(column, str):
        return True
    return (
        isinstance(column, Mapping) and set(column) <= {"name", "kind", "match"} and isinstance(column.get("name"), str)
    )


def _row_shapes(document: Mapping[str, Any]) -> Iterator[Problem]:
    width = len(document["conditions"]) + len(document["results"])
    for index, row in enumerate(document["rows"]):
        if not isinstance(row, list) or len(row) not in (width, width + 1):
            params = {"row": index + 1, "count": width}
            yield Problem(
                _("Row %(row)s must be a list of %(count)s cells, and a note if you like."), params, ("rows", index)
            )


def rule_table_of_document(document: Mapping[str, Any]) -> RuleTable:
    """Return the table of a document of the right shape; a bare word is a text column."""
    conditions = tuple(_column(one) for one in document["conditions"])
    results = tuple(_column(one) for one in document["results"])
    cut, width = len(conditions), len(conditions) + len(results)
    rows = tuple(
        Row(
            tuple(map(_text, row[:cut])),
            tuple(map(_text, row[cut:width])),
            _text(row[width]) if len(row) > width else "",
        )
        for row in document["rows"]
    )
    return RuleTable(conditions, results, rows)


def _column(document: Any) -> Column:
    return Column(document) if isinstance(document, str) else Column(**document)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def references_of_document(document: Mapping[str, Any]) -> frozenset[str]:
    """Return what a LOOKUP may name once a checked document has been loaded."""
    return references_of(document["name"], rule_table_of_document(document))


@transaction.atomic
def rule_table_load(document: Mapping[str, Any], *, publish: bool, actor: Any = None) -> ReferenceLoad:
    """Bring a checked document into the site. What a file said last is known by its hash: staff's changes stay."""
    table = rule_table_of_document(document)
    digest = sha256_of(_plain(document))
    definition = RuleTableDefinition.objects.select_for_update().filter(code=document["code"]).first()
    published = definition is not None and definition.versions.exists()
    if definition is not None and definition.source_sha256 == digest and (published or not publish):
        return ReferenceLoad(definition.code, "unchanged", _newest(definition))
    definition = definition or RuleTableDefinition(code=document["code"])
    if not published:
        definition.name = document["name"]
    definition.source, definition.description = document.get("source", ""), document.get("description", "")
    definition.source_sha256 = digest
    rule_table_save(definition=definition, table=table, expected_revision=definition.revision, actor=actor)
    if not publish:
        return ReferenceLoad(definition.code, "draft", _newest(definition))
    version = rule_table_publish(
        definition=definition,
        valid_from=document["valid_from"],
        valid_until=document.get("valid_until"),
        actor=actor,
    )
    return ReferenceLoad(definition.code, "published", version.number)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | str) or value is None else str(value)


def _newest(definition: RuleTableDefinition) -> int | None:
    return definition.versions.order_by("-number").values_list("number", flat=True).first()
