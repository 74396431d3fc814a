"""Rule tables are drafted, published as immutable versions, and read by the day."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cms.core.reference import facade
from cms.core.reference.engine.rule_table import Column, Row, RuleTable
from cms.core.reference.errors import (
    NameFixed,
    NothingNew,
    ReferenceDataInvalid,
    StaleReferenceData,
    ValidityBackwards,
)
from cms.core.reference.models import RuleTableDefinition, RuleTableVersion
from cms.core.reference.services.rule_tables import rule_table_publish, rule_table_save

D = dt.date
pytestmark = pytest.mark.django_db


def table(cap: str, *more: Row) -> RuleTable:
    rows = (Row(("二级",), (cap,)), *more)
    return RuleTable((Column("等级"),), (Column("上限", "number"),), rows)


def drafted(cap: str = "30", name: str = "补贴上限") -> RuleTableDefinition:
    definition = RuleTableDefinition(code="caps", name=name, source="实施细则 第五条")
    return rule_table_save(definition=definition, table=table(cap), expected_revision=0, actor=None)


def published(cap: str, since: D, until: D | None = None) -> RuleTableVersion:
    definition = RuleTableDefinition.objects.get(code="caps")
    rule_table_save(definition=definition, table=table(cap), expected_revision=definition.revision, actor=None)
    return rule_table_publish(definition=definition, valid_from=since, valid_until=until, actor=None)


def test_the_day_decides_which_version_a_formula_reads() -> None:
    drafted()
    published("30", D(2025, 1, 1))
    published("40", D(2026, 1, 1))
    found = [facade.rule_lookup("补贴上限", ["二级"], on=day) for day in (D(2025, 12, 31), D(2026, 1, 1))]
    assert found == [Decimal(30), Decimal(40)]


def test_a_draft_is_read_by_nobody_and_not_named() -> None:
    drafted()
    assert facade.rule_table_names() == []
    assert facade.rule_lookup("补贴上限", ["二级"], on=D(2026, 1, 1)).code == "#NAME?"
    published("30", D(2025, 1, 1), D(2025, 6, 30))
    assert facade.rule_table_names() == ["补贴上限"]
    missed = facade.rule_lookup("补贴上限", ["二级"], on=D(2026, 1, 1))
    assert missed.code == "#N/A"
    assert "no version" in missed.message


def test_the_database_refuses_to_change_a_published_version() -> None:
    drafted()
    version = published("30", D(2025, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleTableVersion.objects.filter(pk=version.pk).update(note="nachher")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reference_ruletableversion")


def test_a_faulty_draft_can_be_saved_but_not_published() -> None:
    definition = drafted(cap="三十")
    with pytest.raises(ReferenceDataInvalid) as caught:
        rule_table_publish(definition=definition, valid_from=D(2025, 1, 1), actor=None)
    assert [problem.row for problem in caught.value.problems] == [1]
    assert not RuleTableVersion.objects.exists()


def test_two_people_do_not_overwrite_each_other() -> None:
    definition = drafted()
    rule_table_save(definition=definition, table=table("31"), expected_revision=1, actor=None)
    with pytest.raises(StaleReferenceData):
        rule_table_save(definition=definition, table=table("32"), expected_revision=1, actor=None)


def test_a_published_name_is_fixed_and_the_same_is_not_published_twice() -> None:
    drafted()
    published("30", D(2025, 1, 1))
    definition = RuleTableDefinition.objects.get(code="caps")
    with pytest.raises(NothingNew):
        rule_table_publish(definition=definition, valid_from=D(2025, 1, 1), actor=None)
    with pytest.raises(ValidityBackwards):
        rule_table_publish(definition=definition, valid_from=D(2026, 1, 1), valid_until=D(2025, 1, 1), actor=None)
    definition.name = "别的名字"
    with pytest.raises(NameFixed):
        rule_table_save(definition=definition, table=table("30"), expected_revision=definition.revision, actor=None)


def test_the_browser_gets_the_named_tables_only_and_in_one_query(django_assert_num_queries: object) -> None:
    drafted()
    published("30", D(2025, 1, 1))
    with django_assert_num_queries(1):
        found = facade.tables_for(["补贴上限.上限", "没有"], on=D(2026, 1, 1))
    assert found == {
        "补贴上限": {
            "keys": ["text"],
            "results": [{"name": "上限", "kind": "number"}],
            "rows": [{"when": [{"in": ["二级"]}], "then": ["30"]}],
        }
    }
    assert facade.tables_for([], on=D(2026, 1, 1)) == {}


DOCUMENT = {
    "code": "caps",
    "name": "补贴上限",
    "valid_from": D(2025, 1, 1),
    "conditions": [{"name": "等级"}],
    "results": [{"name": "上限", "kind": "number"}],
    "rows": [["二级", 30], ["三级", 50, "原则上"]],
}


def test_a_file_is_loaded_once_and_staff_changes_stay() -> None:
    assert facade.rule_table_document_problems(DOCUMENT) == []
    assert facade.rule_table_load(DOCUMENT, publish=False).outcome == "draft"
    assert facade.rule_table_load(DOCUMENT, publish=True).number == 1
    assert facade.rule_table_load(DOCUMENT, publish=True).outcome == "unchanged"
    published("99", D(2026, 1, 1))
    assert facade.rule_table_load(DOCUMENT, publish=True).outcome == "unchanged"
    assert facade.rule_lookup("补贴上限", ["二级"], on=D(2026, 1, 1)) == 99


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"rows": [["二级"]]}, ("rows", 0)),
        ({"rows": [["二级", "三十"]]}, ("rows", 0, "then", 0)),
        ({"rows": [["二级", 1], ["二级", 2]]}, ("rows", 1)),
        ({"conditions": [{"nam": "x"}]}, ("conditions",)),
        ({"colour": "red"}, ("colour",)),
        ({"valid_from": "2025-01-01"}, ("valid_from",)),
        ({"valid_from": None}, ()),
    ],
)
def test_a_faulty_file_is_refused_at_its_place(change: dict, place: tuple) -> None:
    assert [problem.place for problem in facade.rule_table_document_problems({**DOCUMENT, **change})] == [place]
