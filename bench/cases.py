"""Lists of 200,000 cases for readers who see all, some, few or none; a step; the check of the trail."""

from typing import Any

from django.db import connection, transaction
from guardian.shortcuts import get_objects_for_user

from bench.cases_data import CASES, CHAINED, COUNTIES, EVENTS_PER_CASE, OF_EXPERT, OF_REVIEWER, dataset
from bench.measure import Result, compare, elapsed
from cases.models import Case, CaseEvent
from cases.selectors.audit import findings_by_case
from cases.selectors.desk import COUNT_CAP, with_rows
from cases.services.perform import perform
from cms.accounts.models import User
from cms.core.models import OutboxMessage

PAGE = 50
# On SQLite the reader of few cases pays more beside a superuser, who pays almost nothing.
LIST_GOAL = {"postgresql": 3.0, "sqlite": 5.0}
GUARDIAN_GOAL = 0.2
STEP_GOAL = 4.0
EVENTS_PER_SECOND = 50_000


def _page(user: User) -> list[Case]:
    # Who a person is is read anew by each request.
    reader = User.objects.get(pk=user.pk)
    return list(with_rows(Case.objects.visible_to(reader)).order_by("-updated_at", "-pk")[:PAGE])


def _list(reader: str, rows: int) -> Result:
    readers = dataset()
    assert len(_page(readers[reader])) == rows
    return compare(
        f"page 1 of {CASES} cases, {reader} / superuser",
        ours=elapsed(lambda: _page(readers[reader]), 10),
        reference=elapsed(lambda: _page(readers["all"]), 10),
        goal=LIST_GOAL[connection.vendor],
    )


def case_page_reviewer() -> Result:
    """Somebody who reads two of twenty counties."""
    return _list("reviewer", PAGE)


def case_page_expert() -> Result:
    """Somebody who was let in to sixty old cases."""
    return _list("expert", min(PAGE, OF_EXPERT))


def case_page_nobody() -> Result:
    """Somebody who sees no case at all."""
    return _list("nobody", 0)


def case_page_guardian() -> Result:
    """The expert's page against guardian's own way to the same rows."""
    expert = dataset()["expert"]

    def peer() -> list[Any]:
        allowed = get_objects_for_user(User.objects.get(pk=expert.pk), "cases.view_case", Case)
        return list(with_rows(allowed).order_by("-updated_at", "-pk")[:PAGE])

    assert [case.pk for case in peer()] == [case.pk for case in _page(expert)]
    return compare(
        f"page 1 of {CASES} cases, expert / guardian's default",
        ours=elapsed(lambda: _page(expert), 10),
        reference=elapsed(peer, 3),
        goal=GUARDIAN_GOAL,
    )


def case_count() -> Result:
    """A count for the reviewer, which ends at the cap, against the superuser's page."""
    reviewer, seen = dataset()["reviewer"], CASES * OF_REVIEWER // COUNTIES

    def counted() -> None:
        reader = User.objects.get(pk=reviewer.pk)
        assert Case.objects.visible_to(reader).order_by()[:COUNT_CAP].count() == min(COUNT_CAP, seen)

    def superuser() -> None:
        assert Case.objects.visible_to(dataset()["all"]).order_by()[:COUNT_CAP].count() == min(COUNT_CAP, CASES)

    return compare(
        "capped count, reviewer / superuser",
        ours=elapsed(counted, 10),
        reference=elapsed(superuser, 10),
        goal=LIST_GOAL[connection.vendor],
    )


def case_step() -> Result:
    """One transition against the row lock and the two inserts that it cannot do without."""
    reviewer = dataset()["reviewer"]
    case = Case.objects.visible_to(reviewer).filter(revision=0, state="review").order_by("pk").first()
    assert case is not None
    bare_case = Case.objects.visible_to(reviewer).filter(revision=0).exclude(pk=case.pk).order_by("pk").first()
    assert bare_case is not None
    steps = {"review": "pass", "again": "back"}
    standing = {"state": "review", "revision": 0}

    def ours() -> None:
        done = perform(
            case_id=case.pk,
            transition=steps[str(standing["state"])],
            expected_revision=int(standing["revision"]),
            idempotency_key=f"bench-step-{standing['revision']}",
            actor=reviewer,
        )
        standing.update(state=done.state, revision=done.revision)

    taken = {"seq": 1000}

    def bare() -> None:
        taken["seq"] += 1
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=bare_case.pk)
            CaseEvent.objects.create(
                case=row,
                case_number=row.number,
                version_id=row.version_id,
                seq=taken["seq"],
                key=f"bare-{taken['seq']}",
                transition="pass",
                to_state="again",
                actor=reviewer,
                occurred_at=row.updated_at,
                prev_hash=f"{taken['seq']:064}",
                hash="0" * 64,
            )
            OutboxMessage.objects.create(topic="bench", key=f"bare-{taken['seq']}", payload={})

    return compare(
        "a transition / row lock and two inserts", ours=elapsed(ours, 30), reference=elapsed(bare, 30), goal=STEP_GOAL
    )


def case_verify() -> Result:
    """The check of all chains against the time that 50,000 events a second would take."""
    dataset()
    events = CHAINED * EVENTS_PER_CASE

    def ours() -> None:
        for _findings in findings_by_case():
            pass

    return compare(
        f"verify_audit of {events} events / {EVENTS_PER_SECOND} a second",
        ours=elapsed(ours, 1),
        reference=lambda: events * 1000 / EVENTS_PER_SECOND,
        goal=1.0,
    )


SCENARIOS = (
    case_page_reviewer,
    case_page_expert,
    case_page_nobody,
    case_page_guardian,
    case_count,
    case_verify,
    case_step,
)
