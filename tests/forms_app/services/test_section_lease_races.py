"""Two people at the same moment: one of them takes a section over, and handing in ends all of it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from forms_app.engine.lease import Lease
from forms_app.errors import DraftNotEditable
from forms_app.models import Draft, SectionAnswer
from forms_app.services.draft_submit import draft_submit
from forms_app.services.section_lease import section_lease_renew, section_lease_take
from forms_app.services.section_save import section_save
from tests.cms.accounts.conftest import make_member, make_user
from tests.forms_app.services.test_draft_submit_races import _plant_root
from tests.forms_app.world import BASICS, World, make_world, typed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SECTION = BASICS.id


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; return what each came to, an exception included."""
    barrier = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            barrier.wait()
            found[number] = acts[number]()
        except DraftNotEditable as refusal:
            found[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def lively(on_postgres: bool) -> World:
    assert on_postgres
    _plant_root()
    return make_world()


def test_of_six_who_take_a_section_over_at_once_one_does_and_the_others_are_told_who(lively: World) -> None:
    draft = lively.complete()
    section_lease_renew(draft_id=draft.pk, section_id=SECTION, actor=lively.filler, page="p0")
    people = [make_user(f"taker{number}@example.com", full_name=f"接手人{number}") for number in range(6)]
    for one in people:
        make_member(one, lively.firm, "org_member")

    def take(number: int) -> Callable[[], Lease | None]:
        return lambda: section_lease_take(
            draft_id=draft.pk,
            section_id=SECTION,
            actor=people[number],
            page=f"p{number + 1}",
            shown=lively.filler.pk,
        )

    held = at_once(*(take(number) for number in range(6)))
    winners = {one.holder for one in held}
    assert len(winners) == 1
    draft.refresh_from_db()
    assert draft.leases[SECTION]["holder"] in winners
    assert draft.leases[SECTION]["taken_from"] == lively.filler.pk


def test_taking_over_while_the_holder_saves_loses_nothing_that_was_typed(lively: World) -> None:
    draft = lively.complete()
    revision = SectionAnswer.objects.get(draft=draft, section_id=SECTION).revision
    section_lease_renew(draft_id=draft.pk, section_id=SECTION, actor=lively.filler, page="p0")
    answer = {"f-name": lively.firm.name, "f-profile": "接手时正在输入的情况", "f-kind": "民营", "f-money": "6500.5"}

    def save() -> Any:
        return section_save(
            draft_id=draft.pk,
            section_id=SECTION,
            post=typed({**answer, "f-region": "999921", "f-staff": "120", "f-phone": "13800000000"}),
            expected_revision=revision,
            actor=lively.filler,
            presence="stays",
        )

    def take() -> Any:
        return section_lease_take(
            draft_id=draft.pk, section_id=SECTION, actor=lively.colleague, page="p1", shown=lively.filler.pk
        )

    _saved, held = at_once(save, take)
    assert held.holder == lively.colleague.pk
    draft.refresh_from_db()
    assert draft.leases[SECTION]["holder"] == lively.colleague.pk
    assert SectionAnswer.objects.get(draft=draft, section_id=SECTION).data["f-profile"] == "接手时正在输入的情况"


def test_handing_in_while_somebody_takes_over_leaves_nobody_in_any_section(lively: World) -> None:
    for number in range(4):
        draft = lively.complete()
        section_lease_renew(draft_id=draft.pk, section_id=SECTION, actor=lively.filler, page="p0")

        def hand_in(draft: Draft = draft, number: int = number) -> Any:
            return draft_submit(draft_id=draft.pk, key=f"key-{number}", actor=lively.filler)

        def take(draft: Draft = draft) -> Any:
            return section_lease_take(
                draft_id=draft.pk, section_id=SECTION, actor=lively.colleague, page="p1", shown=lively.filler.pk
            )

        handed_in, held = at_once(hand_in, take)
        assert handed_in.status == "submitted"
        assert isinstance(held, DraftNotEditable) or held.holder == lively.colleague.pk
        draft.refresh_from_db()
        assert (draft.status, draft.leases) == (Draft.Status.SUBMITTED, {})
