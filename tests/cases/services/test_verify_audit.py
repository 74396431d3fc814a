"""Every attack on the trail is named, although the attacker has switched the triggers off."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection, transaction

from cases.facade import log_read
from cases.models import Case, CaseEvent
from cases.selectors.chain import record_of
from cms.core.append_only import release
from cms.core.audit import chain_hash
from tests.cases.audit import history, verify
from tests.cases.world import World

TABLE = "cases_caseevent"


def _open_table() -> None:
    # Checks that wait for the commit would keep PostgreSQL from touching the table.
    connection.check_constraints()
    release(connection.schema_editor(), TABLE)


def _events(case: Case) -> Any:
    return CaseEvent.objects.filter(case=case)


def _forge(case: Case, seq: int, previous: str) -> None:
    """Write an event with a right hash of its own at `seq`, chained to `previous`."""
    template = _events(case).order_by("seq").first()
    template.pk = None
    template._state.adding = True
    template.seq, template.key, template.prev_hash = seq, f"forged-{seq}", previous
    template.hash = chain_hash(previous, record_of(template, template.version.sha256))
    template.save()


def _edit_comment(case: Case) -> None:
    _events(case).filter(seq=2).update(payload={"comment": "另一种说法"})


def _edit_by_raw_sql(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_caseevent SET actor_name = '别人' WHERE case_id = %s AND seq = 3", [case.pk])


def _edit_by_a_microsecond(case: Case) -> None:
    event = _events(case).get(seq=2)
    _events(case).filter(seq=2).update(occurred_at=event.occurred_at + datetime.timedelta(microseconds=1))


def _delete_in_the_middle(case: Case) -> None:
    _events(case).filter(seq=2)._raw_delete("default")


def _cut_the_tail(case: Case) -> None:
    _events(case).filter(seq__gte=3)._raw_delete("default")


def _insert_at_the_end(case: Case) -> None:
    _forge(case, 5, case.head_hash)


def _replace_in_the_middle(case: Case) -> None:
    first, second = _events(case).order_by("seq")[:2]
    _events(case).filter(pk=second.pk)._raw_delete("default")
    _forge(case, 2, first.hash)


def _replace_the_last(case: Case) -> None:
    last = _events(case).get(seq=4)
    _events(case).filter(pk=last.pk)._raw_delete("default")
    _forge(case, 4, last.prev_hash)


def _reorder(case: Case) -> None:
    _events(case).filter(seq=2).update(seq=99)
    _events(case).filter(seq=3).update(seq=2)
    _events(case).filter(seq=99).update(seq=3)


def _change_the_state(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state="accepted")


def _restore_an_old_case_row(case: Case) -> None:
    third = _events(case).get(seq=3)
    Case.objects.filter(pk=case.pk).update(revision=3, head_hash=third.hash, state=third.to_state)


def _wipe_everything(case: Case) -> None:
    _events(case)._raw_delete("default")
    Case.objects.filter(pk=case.pk).update(revision=0, head_hash="")


ATTACKS: list[tuple[Callable[[Case], None], list[str]]] = [
    (_edit_comment, ["#2: 该记录被篡改"]),
    (_edit_by_raw_sql, ["#3: 该记录被篡改"]),
    (_edit_by_a_microsecond, ["#2: 该记录被篡改"]),
    (_delete_in_the_middle, ["#2: 该记录被删除"]),
    (_cut_the_tail, ["#3: 该记录被删除", "#4: 该记录被删除"]),
    (_insert_at_the_end, ["#5: 该记录系插入"]),
    (_replace_in_the_middle, ["#2: 该记录被替换"]),
    (_replace_the_last, ["#4: 末条记录与事项登记的不一致"]),
    (_reorder, ["#2: 该记录被篡改", "#3: 该记录被篡改"]),
    (_change_the_state, ["#4: 事项状态被改动而无办理记录"]),
    (_restore_an_old_case_row, ["#4: 该记录系插入"]),
    (_wipe_everything, ["没有任何办理记录"]),
]


@pytest.mark.parametrize(("attack", "named"), ATTACKS, ids=[attack.__name__.strip("_") for attack, _ in ATTACKS])
def test_the_attack_is_named_with_case_and_event(
    world: World, attack: Callable[[Case], None], named: list[str]
) -> None:
    untouched, case = history(world), history(world)
    _open_table()
    attack(case)
    code, words = verify()
    assert code == 1
    for finding in named:
        assert finding in words
    assert case.number in words
    assert untouched.number not in words


def test_an_event_moved_to_another_case_is_named(world: World) -> None:
    case, other = history(world), history(world)
    _open_table()
    _events(case).filter(seq=4).update(case=other, seq=5)
    code, words = verify()
    assert code == 1
    assert f"{case.number} #4: 该记录被删除" in words
    assert f"{other.number} #5: 该记录系插入" in words


def test_an_event_put_in_the_place_of_another_case_s_event_is_named(world: World) -> None:
    case, other = history(world), history(world)
    _open_table()
    _events(other).filter(seq=4)._raw_delete("default")
    _events(case).filter(seq=4).update(case=other)
    words = verify()[1]
    assert f"{case.number} #4: 该记录被删除" in words
    assert f"{other.number} #4: 该记录属于另一事项" in words


def test_whole_chains_pass(world: World) -> None:
    history(world)
    history(world)
    code, words = verify()
    assert (code, "2 件事项" in words) == (0, True)


def test_one_case_can_be_checked_alone(world: World) -> None:
    good, bad = history(world), history(world)
    _open_table()
    _edit_comment(bad)
    assert verify(case=good.number)[0] == 0
    assert verify(case=bad.number)[0] == 1
    with pytest.raises(CommandError):
        verify(case="LB-0000-000000")


def test_a_missing_event_is_not_taken_for_a_fault_of_the_next_one(world: World) -> None:
    case = history(world)
    _open_table()
    _delete_in_the_middle(case)
    assert verify()[1].count(case.number) == 1


@pytest.mark.parametrize("table", ["cases_caseevent", "cases_casetypeversion", "cases_casereadlog"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id + 1000", "DELETE FROM {table}"])
def test_the_database_itself_refuses_to_change_the_trail(world: World, table: str, statement: str) -> None:
    log_read(history(world), world.reviewer, "detail")
    with (
        pytest.raises(DatabaseError, match="append-only table"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))


def test_the_orm_is_refused_too(world: World) -> None:
    case = history(world)
    event = _events(case).first()
    for change in (
        event.save,
        lambda: _events(case).update(actor_name=""),
        lambda: _events(case)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only table"), transaction.atomic():
            change()


def test_checking_costs_the_same_queries_for_one_case_and_for_many(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        history(world)
    with django_assert_max_num_queries(10):
        assert verify()[0] == 0
