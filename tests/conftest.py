"""What every test may use."""

from collections.abc import Iterator
from time import monotonic

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations

pytest_plugins = ["tests.rows_plugin"]


@pytest.fixture(autouse=True, scope="session")
def sqlite_flush_passes_append_only_triggers() -> Iterator[None]:
    """Let the flush between transactional tests empty append-only tables on SQLite.

    PostgreSQL flushes with TRUNCATE, which row triggers do not see; SQLite flushes with DELETE, which they refuse.
    """
    original = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only table%'"
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            original(self, sql_list)
            for _, statement in triggers:
                cursor.execute(statement)

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = original


@pytest.fixture
def on_postgres() -> bool:
    """Say whether this run is on PostgreSQL."""
    return connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def nothing_kept_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the process knows of the content: a rolled-back change leaves no trace that would outdate it.

    Its clock stands still: the version is asked for once a second, and on a busy machine a test that counts queries
    would now and then find one more.
    """
    # Models can be imported only after the set-up.
    from cms.content.services import content_version  # noqa: PLC0415

    now = monotonic()
    monkeypatch.setattr(content_version, "monotonic", lambda: now)
    cache.clear()
    content_version.this_process.forget()
    content_version.ContentCache.clear_all()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask no database: what they prove on one they prove on both."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") is None and not {"db", "transactional_db"} & set(fixtures):
            item.add_marker("no_database")
