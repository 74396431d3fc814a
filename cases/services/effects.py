"""What a transition may set going, by registered name. Effects run inside the transaction of the event.

Whatever leaves the database goes through the outbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.engine.definition import Definition, Transition
from cases.models import Case, CaseEvent
from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """What has just happened: the case is in its new state and the event is written."""

    case: Case
    event: CaseEvent
    definition: Definition
    transition: Transition
    actor: User | None


Effect = Callable[[Step, Mapping[str, Any]], None]

_effects: dict[str, Effect] = {}


def register_effect(name: str, effect: Effect) -> None:
    """Let case types use the effect `name`; `effect(step, params)` runs in the transaction of the event."""
    _effects[name] = effect


def effect_names() -> frozenset[str]:
    """Return the names that a case type may use."""
    return frozenset(_effects)


def run_effects(step: Step) -> None:
    """Run the effects of the transition in their order."""
    for call in step.transition.effects:
        _effects[call.name](step, call.params)
