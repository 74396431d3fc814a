"""Append-only tables: a trigger refuses UPDATE and DELETE in the database itself, on PostgreSQL and on SQLite."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "append-only table"


def _statements(table: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}: {table}'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _drop_statements(table: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]


def protect(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Create the refusing triggers on `table`."""
    for statement in _statements(table, schema_editor.connection.vendor):
        schema_editor.execute(statement)


def release(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Drop the refusing triggers from `table` (migrations backwards, test flushes)."""
    for statement in _drop_statements(table, schema_editor.connection.vendor):
        schema_editor.execute(statement)


def append_only(table: str) -> migrations.RunPython:
    """Return the migration operation that makes `table` append-only."""
    return migrations.RunPython(
        lambda apps, schema_editor: protect(schema_editor, table),
        lambda apps, schema_editor: release(schema_editor, table),
        elidable=False,
    )


def append_only_again(table: str) -> migrations.RunPython:
    """Return the operation that makes `table` append-only again after a change of its columns.

    SQLite makes the table anew for that, and the triggers of the old one go with it.
    """

    def renew(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        release(schema_editor, table)
        protect(schema_editor, table)

    return migrations.RunPython(renew, renew, elidable=False)
