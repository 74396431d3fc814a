"""Reads of rule tables."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from cms.core.reference.engine.rule_book import RuleBook
from cms.core.reference.engine.rule_table import RuleTable, table_from_json
from cms.core.reference.engine.validity import Span, number_on
from cms.core.reference.models import RuleTableDefinition, RuleTableVersion

_KEPT = 256
_compiled: OrderedDict[str, RuleTable] = OrderedDict()


def compiled(content: dict[str, Any], sha256: str) -> RuleTable:
    """Return the table of a published version; it never changes, so it is built once per sha256."""
    table = _compiled.get(sha256)
    if table is None:
        table = _compiled[sha256] = table_from_json(content)
        if len(_compiled) > _KEPT:
            _compiled.popitem(last=False)
    return table


def spans_of(versions: Iterable[RuleTableVersion]) -> list[Span]:
    """Return the validity of versions."""
    return [Span(one.number, one.valid_from, one.valid_until) for one in versions]


def rule_table_names() -> list[str]:
    """Return the names of the tables that have been published at least once."""
    return list(RuleTableDefinition.objects.filter(versions__isnull=False).distinct().values_list("name", flat=True))


def references_of(name: str, table: RuleTable) -> frozenset[str]:
    """Return what a LOOKUP may name: the table (its first result), and each of its result columns."""
    return frozenset({name, *(f"{name}.{column.name}" for column in table.results)})


def rule_table_references() -> frozenset[str]:
    """Return everything that a LOOKUP may name on this site: one query."""
    versions = RuleTableVersion.objects.values_list("table__name", "content", "sha256").order_by("table_id", "number")
    newest = {name: (content, sha256) for name, content, sha256 in versions}
    return frozenset().union(*(references_of(name, compiled(*held)) for name, held in newest.items()))


def rule_book(*, on: dt.date, names: Iterable[str] | None = None) -> RuleBook:
    """Return the tables that count on a day, all or those named (表名 or 表名.结果列): one query."""
    versions = RuleTableVersion.objects.select_related("table").order_by("table_id", "number")
    if names is not None:
        asked = {name for one in names for name in (one, one.rpartition(".")[0]) if name}
        versions = versions.filter(table__name__in=asked)
    by_table: dict[str, list[RuleTableVersion]] = {}
    for version in versions:
        by_table.setdefault(version.table.name, []).append(version)
    tables, without = {}, set()
    for name, rows in by_table.items():
        number = number_on(spans_of(rows), on)
        if number is None:
            without.add(name)
            continue
        chosen = next(row for row in rows if row.number == number)
        tables[name] = compiled(chosen.content, chosen.sha256)
    return RuleBook(tables, frozenset(without))
