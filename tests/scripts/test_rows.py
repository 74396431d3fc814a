"""Which requirement rows count as proved."""

from scripts.rows import row_states
from tests.rows_plugin import merge


def outcome(result: str, *rows: str) -> dict[str, object]:
    return {"rows": list(rows), "outcome": result}


def test_a_row_counts_when_all_its_tests_pass_on_every_database() -> None:
    runs = {"sqlite": {"a": outcome("passed", "JS-01", "JS-02")}, "postgres": {"a": outcome("passed", "JS-01")}}
    assert row_states(runs, ["JS-01", "JS-02", "JS-03"]) == {"JS-01": "passed", "JS-02": "passed", "JS-03": "none"}


def test_one_failing_test_on_one_database_takes_the_row_back() -> None:
    runs = {"sqlite": {"a": outcome("passed", "JS-01")}, "postgres": {"b": outcome("failed", "JS-01")}}
    assert row_states(runs, ["JS-01"]) == {"JS-01": "failing"}


def test_a_skipped_test_proves_nothing() -> None:
    assert row_states({"sqlite": {"a": outcome("skipped", "JS-01")}}, ["JS-01"]) == {"JS-01": "failing"}


def test_a_whole_run_replaces_its_record_and_a_partial_one_adds_to_it() -> None:
    first = merge({}, label="sqlite", tests={"a": outcome("failed", "JS-01")}, whole=True, source="s")
    added = merge(first, label="sqlite", tests={"b": outcome("passed", "JS-02")}, whole=False, source="s")
    assert sorted(added["runs"]["sqlite"]) == ["a", "b"]
    replaced = merge(added, label="sqlite", tests={"b": outcome("passed", "JS-02")}, whole=True, source="s")
    assert sorted(replaced["runs"]["sqlite"]) == ["b"]


def test_outcomes_of_other_sources_are_forgotten() -> None:
    old = merge({}, label="postgres", tests={"a": outcome("passed", "JS-01")}, whole=True, source="before")
    new = merge(old, label="sqlite", tests={"b": outcome("passed", "JS-02")}, whole=False, source="after")
    assert sorted(new["runs"]) == ["sqlite"]
