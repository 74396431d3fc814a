"""A meeting decides by its votes and its rule, and a record that breaks the rule says which part."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.errors import BodyRefused, NotPermitted, StaleRevision, TransitionNotAllowed
from cases.models import Case, CaseEvent, Meeting
from cases.services.meeting_record import Attendee, meeting_record
from tests.cases import bodies_world as bodies
from tests.cases.world import World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Any, settings: Any) -> None:
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


@pytest.fixture
def case(world: World) -> Case:
    bodies.publish()
    return bodies.sent_to(world, "meeting")


def _roll(yes: int = 0, no: int = 0, abstain: int = 0, absent: int = 0) -> list[Attendee]:
    votes = ["yes"] * yes + ["no"] * no + ["abstain"] * abstain + ["absent"] * absent
    return [Attendee(f"委员{number}", "工信局", vote) for number, vote in enumerate(votes)]


def _record(case: Case, world: World, roll: list[Attendee], **changes: Any) -> None:
    arguments: dict[str, Any] = {
        "actor": world.reviewer,
        "held_on": timezone.localdate(),
        "place": "三楼会议室",
        "upload": SimpleUploadedFile("纪要.pdf", PDF),
        "idempotency_key": "meeting",
        "expected_revision": case.revision,
    }
    meeting_record(case_id=case.pk, roll=roll, **{**arguments, **changes})
    case.refresh_from_db()


@pytest.mark.parametrize(
    ("roll", "state"),
    [
        (_roll(yes=2, no=1), "passed"),
        # Half of those present is not more than half.
        (_roll(yes=2, no=2), "failed"),
        (_roll(yes=2, abstain=2), "failed"),
        (_roll(yes=3, no=1, absent=2), "passed"),
        (_roll(no=3), "failed"),
    ],
)
def test_the_outcome_follows_from_the_votes(world: World, case: Case, roll: list[Attendee], state: str) -> None:
    _record(case, world, roll)
    assert case.state == state


def test_the_record_keeps_the_roll_and_the_check_value_of_the_minutes(world: World, case: Case) -> None:
    _record(case, world, _roll(yes=3, no=1, absent=1))
    event = CaseEvent.objects.get(case=case, transition="$meeting")
    facts = event.payload["facts"]["meeting"]
    assert (facts["invited"], facts["present"], facts["yes"], facts["no"], facts["abstain"]) == (5, 4, 3, 1, 0)
    assert facts["roll"][4] == {"name": "委员4", "unit": "工信局", "vote": "absent"}
    meeting = Meeting.objects.get(case=case)
    assert facts["minutes"] == {"name": "纪要.pdf", "sha256": meeting.sha256}
    assert meeting.file.read() == PDF
    decided = CaseEvent.objects.get(case=case, seq=case.revision)
    assert (decided.transition, decided.actor) == ("adopted", None)
    assert decided.payload["facts"]["outcome"]["yes"] == 3


@pytest.mark.parametrize(
    ("roll", "changes", "words"),
    [
        ([], {}, "应到"),
        # Two thirds of five are four.
        (_roll(yes=3, absent=2), {}, "4人"),
        (_roll(absent=3), {}, "法定到会人数"),
        (_roll(yes=3), {"upload": None}, "会议纪要"),
        (_roll(yes=3), {"upload": SimpleUploadedFile("纪要.pdf", b"not a pdf")}, "纪要.pdf"),
        (_roll(yes=3), {"held_on": timezone.localdate() + datetime.timedelta(days=1)}, "晚于今天"),
        ([*_roll(yes=3), Attendee("委员0", "工信局", "no")], {}, "重复"),
        ([*_roll(yes=3), Attendee("委员9", "工信局", "")], {}, "委员9"),
    ],
)
def test_a_record_that_breaks_the_rule_says_which_part_and_leaves_no_trace(
    world: World, case: Case, roll: list[Attendee], changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(BodyRefused) as refused:
        _record(case, world, roll, **changes)
    assert words in str(refused.value)
    case.refresh_from_db()
    assert (case.state, Meeting.objects.count()) == ("meeting", 0)


def test_exactly_the_quorum_is_enough(world: World, case: Case) -> None:
    _record(case, world, _roll(yes=4, absent=2))
    assert case.state == "passed"


def test_only_the_roles_of_the_meeting_record_it_and_only_from_the_present_page(world: World, case: Case) -> None:
    for actor in (world.applicant, world.city_reviewer):
        with pytest.raises(NotPermitted):
            _record(case, world, _roll(yes=3), actor=actor)
    with pytest.raises(StaleRevision):
        _record(case, world, _roll(yes=3), expected_revision=case.revision - 1)
    elsewhere = bodies.case_in(world)
    with pytest.raises(TransitionNotAllowed):
        _record(elsewhere, world, _roll(yes=3))
