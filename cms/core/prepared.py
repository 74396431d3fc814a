"""Queries that every request asks. The ORM writes their SQL once; after that only the parameters change.

Building and compiling a queryset costs ten times what a small query costs to run, and a page of the portal asks four
such questions before it comes to its own.
"""

import datetime as dt
import threading
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

Parameter = int | str | dt.date | uuid.UUID
Row = TypeVar("Row")

# Two values of each kind: a parameter is where the compiled query differs when its value does.
_SAMPLES: dict[type, tuple[Any, Any]] = {
    int: (1_900_000_001, 1_900_000_002),
    str: ("sample-1", "sample-2"),
    dt.date: (dt.date(1999, 1, 1), dt.date(1999, 1, 2)),
    uuid.UUID: (uuid.UUID(int=1), uuid.UUID(int=2)),
}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The SQL, for every parameter its name ("" where the query fixes it) and fixed value, and how to read a row."""

    sql: str
    places: tuple[tuple[str, Any], ...]
    compiler: Any
    converters: Any


class _Prepared(ABC, Generic[Row]):
    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **kinds: type) -> None:
        self.build = build
        self.kinds = kinds
        self._compiled: dict[str, _Compiled] = {}
        self._lock = threading.Lock()

    def __call__(self, **values: Parameter) -> list[Row]:
        """Return the rows for these values; TypeError unless exactly the query's parameters are given."""
        if values.keys() != self.kinds.keys():
            raise TypeError(f"the parameters are {', '.join(self.kinds)}")
        query = self._for_this_database()
        given = {name: _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [given[name] if name else fixed for name, fixed in query.places])
            rows = cursor.fetchall()
        return list(self._read(query, rows))

    @abstractmethod
    def _read(self, query: _Compiled, rows: list[Any]) -> Iterator[Row]:
        """Return the rows as the kind of query promises them."""

    def _for_this_database(self) -> _Compiled:
        found = self._compiled.get(connection.vendor)
        if found is None:
            with self._lock:
                found = self._compiled[connection.vendor] = self._compile()
        return found

    def _compile(self) -> _Compiled:
        samples = {name: _SAMPLES[kind][0] for name, kind in self.kinds.items()}
        compiler, sql, fixed = self._as_sql(samples)
        names = [""] * len(fixed)
        for name, kind in self.kinds.items():
            _other, varied_sql, varied = self._as_sql({**samples, name: _SAMPLES[kind][1]})
            if varied_sql != sql:
                raise TypeError(f"the query itself depends on {name}, not only its parameters")
            names = [name if one != two else old for one, two, old in zip(fixed, varied, names, strict=True)]
        missing = self.kinds.keys() - set(names)
        if missing:
            raise TypeError(f"the query does not use {', '.join(sorted(missing))}")
        converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
        return _Compiled(sql, tuple(zip(names, fixed, strict=True)), compiler, converters)

    def _as_sql(self, values: dict[str, Any]) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self.build(**values).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return compiler, sql, tuple(parameters)


class PreparedRows(_Prepared[tuple[Any, ...]]):
    """A `values_list` query with named parameters; each row is a tuple."""

    def _read(self, query: _Compiled, rows: list[Any]) -> Iterator[tuple[Any, ...]]:
        return (tuple(row) for row in _converted(query, rows))


class PreparedObjects(_Prepared[Row]):
    """A query for objects, with the relations that `select_related` names; each row is an instance."""

    def _read(self, query: _Compiled, rows: list[Any]) -> Iterator[Row]:
        select, known = query.compiler.select, query.compiler.klass_info
        first, last = known["select_fields"][0], known["select_fields"][-1] + 1
        names = [expression.target.attname for expression, *_rest in select[first:last]]
        relations = get_related_populators(known, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs: Django 6
        for row in _converted(query, rows):
            made = known["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for relation in relations:
                relation.populate(row, made)
            yield made


def _converted(query: _Compiled, rows: list[Any]) -> Iterator[Any]:
    return query.compiler.apply_converters(rows, query.converters) if query.converters else iter(rows)


def _adapted(value: Parameter) -> Any:
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return value
