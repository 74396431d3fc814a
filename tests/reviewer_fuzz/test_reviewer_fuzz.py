"""A reviewer cannot change an answer by any path: ten thousand requests made at random out of what is real."""

import pytest

from cms.settings.env import env
from tests.reviewer_fuzz.run import Outcome, Shooting
from tests.reviewer_fuzz.world import make_fuzz_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet", "private_files", "private_downloads")]

SEED = env.int("FUZZ_SEED", default=20261121)
# Ten thousand requests together.
REQUESTS = {
    "county reviewer": 2800,
    "reviewer of the other county": 2500,
    "city reviewer": 1400,
    "platform administrator": 1300,
    "form administrator": 1200,
    "publisher": 800,
}
# Whose office remarks on sheets and adds its own section, so that some of the requests must have come through.
AT_WORK = ("county reviewer", "reviewer of the other county")
WRITES_ANSWERS = {
    "forms_app:step",
    "forms_app:upload",
    "forms_app:file_remove",
    "forms_app:explain",
    "forms_app:submit",
    "forms_app:rebase",
    "forms_app:workbook_upload",
}


def told(outcome: Outcome) -> str:
    """Return what is needed to shoot the same again, and the first of what went wrong."""
    return f"FUZZ_SEED={SEED}\n" + "\n".join(outcome.forbidden[:5])


def test_there_are_ten_thousand_of_them() -> None:
    assert sum(REQUESTS.values()) == 10_000


@pytest.mark.parametrize("who", REQUESTS)
def test_requests_of_a_reviewer_change_no_answer(who: str) -> None:
    world = make_fuzz_world()
    outcome = Shooting(world, world.reviewers[who], SEED).shoot(REQUESTS[who])

    assert outcome.sent == REQUESTS[who]
    assert outcome.reached, outcome
    assert not outcome.forbidden, told(outcome)
    assert outcome.untouched, told(outcome)
    if who in AT_WORK:
        # They did arrive where a reviewer may write.
        assert outcome.remarks >= 3, outcome
        assert outcome.own_rounds >= 3, outcome


def test_the_same_requests_of_the_applicant_do_change_answers() -> None:
    world = make_fuzz_world()
    outcome = Shooting(world, world.filler, SEED).shoot(1500)

    assert set(outcome.changed_by) >= WRITES_ANSWERS, (SEED, outcome.changed_by)
