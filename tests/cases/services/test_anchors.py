"""Anchors: what nobody can see in the chains alone is seen from what they were on an earlier day."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.engine.anchors import AnchoredHeadRecord, anchor_findings, anchor_record
from cases.models import AnchoredHead, AuditAnchor, Case, CaseEvent
from cases.selectors.chain import record_of
from cases.services import anchor_heads as service
from cases.services.anchor_heads import anchor_heads
from cms.core.append_only import release
from cms.core.audit import GENESIS, chain_hash
from tests.cases.audit import history, verify
from tests.cases.world import World

TABLES = ("cases_caseevent", "cases_auditanchor", "cases_anchoredhead")


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a test say which day it is."""
    real = timezone.now()

    def go(to: int) -> None:
        monkeypatch.setattr(service.timezone, "now", lambda: real + datetime.timedelta(days=to))

    return go


def open_tables() -> None:
    connection.check_constraints()
    for table in TABLES:
        release(connection.schema_editor(), table)


def copied(tmp_path: Path) -> Path:
    copy = tmp_path / "anchors.jsonl"
    call_command("export_anchors", out=copy, stdout=io.StringIO(), stderr=io.StringIO())
    return copy


def delete_anchor(number: int) -> None:
    AnchoredHead.objects.filter(anchor__number=number)._raw_delete("default")
    AuditAnchor.objects.filter(number=number)._raw_delete("default")


def go_back(case: Case, seq: int) -> None:
    """Put the case into the state that a backup of that moment holds: events and row agree."""
    last = CaseEvent.objects.get(case=case, seq=seq)
    CaseEvent.objects.filter(case=case, seq__gt=seq)._raw_delete("default")
    Case.objects.filter(pk=case.pk).update(revision=seq, head_hash=last.hash, state=last.to_state)


def rewrite(case: Case) -> None:
    """Change the first comment and make every hash right again, the row included."""
    previous = GENESIS
    for event in CaseEvent.objects.filter(case=case).select_related("version").order_by("seq"):
        event.prev_hash, event.actor_name = previous, "别人"
        event.hash = previous = chain_hash(previous, record_of(event, event.version.sha256))
        event.save()
    Case.objects.filter(pk=case.pk).update(head_hash=previous)


def test_a_day_has_one_anchor_and_it_holds_only_what_has_grown(world: World, days: Any) -> None:
    first, second = history(world), history(world)
    made = anchor_heads()
    assert made is not None and made.heads.count() == 2
    assert anchor_heads() is None
    world.walk(second, "return")
    days(1)
    assert [head.case_number for head in anchor_heads().heads.all()] == [second.number]
    days(2)
    assert anchor_heads().heads.count() == 0
    assert list(AuditAnchor.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert first.number not in verify()[1]
    assert verify()[0] == 0


def test_a_restored_backup_is_named_although_row_and_events_agree(world: World) -> None:
    untouched, case = history(world), history(world)
    anchor_heads()
    open_tables()
    go_back(case, 2)
    code, words = verify()
    assert code == 1
    assert f"{case.number} #5" not in words and f"{case.number} #4: " in words and "恢复到旧状态" in words
    assert untouched.number not in words


def test_a_chain_that_was_rewritten_whole_is_named(world: World) -> None:
    untouched, case = history(world), history(world)
    anchor_heads()
    open_tables()
    rewrite(case)
    code, words = verify()
    assert (code, f"{case.number} #4: 该记录与" in words, untouched.number in words) == (1, True, False)


def test_a_backup_that_takes_the_anchors_along_is_named_by_the_copy(world: World, days: Any, tmp_path: Path) -> None:
    case = history(world)
    anchor_heads()
    world.walk(case, "accept")
    days(1)
    anchor_heads()
    copy = copied(tmp_path)
    open_tables()
    go_back(case, 4)
    delete_anchor(2)
    assert verify()[0] == 0
    code, words = verify(anchors=copy)
    assert code == 1
    assert "第 2 号存证只在副本中" in words
    assert f"{case.number} #5" in words


def test_a_copy_agrees_with_the_trail_it_was_made_of(world: World, tmp_path: Path) -> None:
    history(world)
    anchor_heads()
    assert verify(anchors=copied(tmp_path))[0] == 0


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        (lambda: AnchoredHead.objects.filter(anchor__number=2).update(hash="f" * 64), "第 2 号存证被篡改"),
        (lambda: AnchoredHead.objects.filter(anchor__number=2)._raw_delete("default"), "第 2 号存证被篡改"),
        (lambda: AuditAnchor.objects.filter(number=3).update(made_at=timezone.now()), "第 3 号存证被篡改"),
        (lambda: delete_anchor(3), "第 3 号存证缺失"),
    ],
    ids=["head edited", "head deleted", "moment edited", "anchor deleted"],
)
def test_an_attack_on_the_anchors_is_named(world: World, days: Any, attack: Any, named: str) -> None:
    case = history(world)
    for day, step in enumerate(("return", "resubmit", None, None)):
        days(day)
        anchor_heads()
        if step:
            world.walk(case, step)
    open_tables()
    attack()
    code, words = verify()
    assert (code, named in words) == (1, True), words


def test_an_anchor_that_was_made_anew_does_not_carry_the_next_one() -> None:
    def made(number: int, prev: str, head: str) -> Any:
        heads = [AnchoredHeadRecord("LB-1", number, head)]
        return anchor_record(number=number, made_at=timezone.now(), day=timezone.localdate(), prev=prev, heads=heads)

    first = made(1, GENESIS, "a" * 64)
    second = made(2, first.hash, "b" * 64)
    assert [one.kind for one in anchor_findings([first, second])] == []
    forged = made(1, GENESIS, "c" * 64)
    assert [(one.kind, one.seq) for one in anchor_findings([forged, second])] == [("anchor_replaced", 1)]


@pytest.mark.parametrize("table", TABLES[1:])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_anchors(world: World, table: str, statement: str) -> None:
    history(world)
    anchor_heads()
    with (
        pytest.raises(DatabaseError, match="append-only table"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))


@pytest.mark.parametrize("line", ["{", "[]", '{"anchor": 1}', '{"anchor": 1, "heads": [["a"]]}', "null"])
def test_a_file_that_is_no_copy_is_refused_with_its_line(db: None, tmp_path: Path, line: str) -> None:
    path = tmp_path / "copy.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第 2 行"):
        call_command("verify_audit", anchors=path, stdout=io.StringIO(), stderr=io.StringIO())
    with pytest.raises(CommandError, match="无法读取"):
        call_command("verify_audit", anchors=tmp_path / "none", stdout=io.StringIO(), stderr=io.StringIO())


def test_anchors_are_read_with_the_same_queries_for_one_and_for_many(
    world: World, days: Any, django_assert_max_num_queries: Any
) -> None:
    for day in range(5):
        history(world)
        days(day)
        anchor_heads()
    with django_assert_max_num_queries(11):
        assert verify()[0] == 0
