"""What follows a transition, in this order and in its transaction."""

from collections.abc import Callable

from cases.services.bodies import follow_bodies
from cases.services.deadlines import follow_deadlines
from cases.services.effects import Step, run_effects
from cases.services.notices import follow_objections, open_notice
from cases.services.notify import tell
from cases.services.post_events import post_events
from cases.services.tasks import follow_tasks

Follower = Callable[[Step], None]

FOLLOWERS: tuple[Follower, ...] = (
    run_effects,
    follow_tasks,
    follow_deadlines,
    open_notice,
    follow_bodies,
    follow_objections,
    tell,
    post_events,
)


def follow(step: Step) -> None:
    """Let everything that depends on a transition happen."""
    for follower in FOLLOWERS:
        follower(step)
