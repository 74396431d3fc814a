"""Who is in a section: a lease is renewed by typing, lapses by itself, and never belongs to two people."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.lease import LEASE_SECONDS, Holder, Leases, lease_of, left, renewed, taken

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LIN, ZHAO, WU = Holder(1, "林工", "p1"), Holder(2, "赵工", "p2"), Holder(3, "吴工", "p3")


def after(seconds: int) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def test_a_lease_lapses_when_nobody_renews_it_and_keeps_its_beginning_when_somebody_does() -> None:
    leases = renewed({}, "s1", LIN, NOON)
    assert lease_of(leases, "s1", after(LEASE_SECONDS - 1)) is not None
    assert lease_of(leases, "s1", after(LEASE_SECONDS)) is None
    again = lease_of(renewed(leases, "s1", LIN, after(100)), "s1", after(200))
    assert again is not None
    assert (again.since, again.quiet_seconds(after(200))) == (NOON.isoformat(), 100)


def test_typing_in_a_section_of_somebody_else_takes_nothing_from_them() -> None:
    leases = renewed(renewed({}, "s1", LIN, NOON), "s1", ZHAO, after(5))
    held = lease_of(leases, "s1", after(5))
    assert held is not None
    assert (held.holder, held.typed) == (LIN.id, NOON.isoformat())


def test_whoever_takes_over_holds_it_and_the_former_holder_is_known() -> None:
    leases = taken(renewed({}, "s1", LIN, NOON), "s1", ZHAO, LIN.id, after(5))
    held = lease_of(leases, "s1", after(5))
    assert held is not None
    assert (held.holder, held.taken_from) == (ZHAO.id, LIN.id)


def test_of_two_who_take_over_from_the_same_person_the_first_one_does() -> None:
    leases = taken(renewed({}, "s1", LIN, NOON), "s1", ZHAO, LIN.id, after(5))
    held = lease_of(taken(leases, "s1", WU, LIN.id, after(6)), "s1", after(6))
    assert held is not None
    assert held.holder == ZHAO.id


def test_leaving_ends_the_lease_of_this_page_only() -> None:
    leases = renewed({}, "s1", Holder(1, "林工", "second tab"), NOON)
    assert lease_of(left(leases, "s1", LIN, NOON), "s1", NOON) is not None
    assert lease_of(left(leases, "s1", ZHAO, NOON), "s1", NOON) is not None
    assert left(leases, "s1", Holder(1, "林工", "second tab"), NOON) == {}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["renew", "take", "leave"]),
        st.sampled_from([LIN, ZHAO, WU]),
        st.sampled_from([LIN, ZHAO, WU]),
        st.integers(0, 2 * LEASE_SECONDS),
    ),
    max_size=20,
)


@given(STEPS)
def test_whatever_happens_nobody_waits_longer_than_the_lease_and_nobody_is_named_who_was_not_there(
    steps: list[tuple[str, Holder, Holder, int]],
) -> None:
    leases: Leases = {}
    now = NOON
    there: set[int] = set()
    for action, who, shown, wait in steps:
        now += dt.timedelta(seconds=wait)
        before = lease_of(leases, "s1", now)
        if action == "renew":
            leases = renewed(leases, "s1", who, now)
        elif action == "take":
            leases = taken(leases, "s1", who, shown.id, now)
        else:
            leases = left(leases, "s1", who, now)
        there.add(who.id)
        held = lease_of(leases, "s1", now)
        if held is not None:
            assert held.holder in there
            lost = before is not None and before.holder not in (held.holder, shown.id)
            assert not (lost and action == "take")
        assert lease_of(renewed(leases, "s1", WU, now + dt.timedelta(seconds=LEASE_SECONDS)), "s1", now) is not None
