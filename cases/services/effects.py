"""What a transition may set going, by registered name. Effects run inside the transaction of the event.

Whatever leaves the database goes through the outbox.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.engine.checks import ParamsCheck
from cases.engine.definition import Definition, Transition
from cases.errors import EffectRefused
from cases.models import Case, CaseEvent
from cms.accounts.models import User
from forms_app import facade as forms


@dataclass(frozen=True, slots=True)
class Step:
    """What has just happened: the case is in its new state and the event is written."""

    case: Case
    event: CaseEvent
    definition: Definition
    transition: Transition
    actor: User | None

    @property
    def entered(self) -> bool:
        """Say whether the case came into another state."""
        return self.event.from_state != self.event.to_state


OPEN_STAGES = "submission.open_stages"

Effect = Callable[[Step, Mapping[str, Any]], None]

_effects: dict[str, Effect] = {}
_checks: dict[str, ParamsCheck] = {}


def register_effect(name: str, effect: Effect, *, check: ParamsCheck | None = None) -> None:
    """Let case types use the effect `name`; `effect(step, params)` runs in the transaction of the event.

    `check(params)` yields what is wrong with the parameters before a case type that uses it is published.
    """
    _effects[name] = effect
    if check is not None:
        _checks[name] = check


def effect_checks() -> Mapping[str, ParamsCheck]:
    """Return the checks of parameters, by effect."""
    return _checks


def effect_names() -> frozenset[str]:
    """Return the names that a case type may use."""
    return frozenset(_effects)


def run_effects(step: Step) -> None:
    """Run the effects of the transition in their order."""
    for call in step.transition.effects:
        _effects[call.name](step, call.params)


def _returned(step: Step, params: Mapping[str, Any]) -> None:
    """Send the open remarks to the applicant and unlock what they name."""
    _on_submission(step, forms.submission_return)


def _accepted(step: Step, params: Mapping[str, Any]) -> None:
    """Close the form: nothing in it can be changed by the applicant any more."""
    _on_submission(step, forms.submission_accept)


def _stages_opened(step: Step, params: Mapping[str, Any]) -> None:
    """Give the form back to the applicant with further stages open, and nothing else."""
    _on_submission(step, forms.stages_open, stages=tuple(params["stages"]))


def _stage_faults(params: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    named = params.get("stages")
    if not isinstance(named, list | tuple) or not named:
        yield "no_stage", {"name": OPEN_STAGES}
        return
    yield from (("unknown_stage", {"stage": stage}) for stage in named if stage not in forms.STAGES)


def _on_submission(step: Step, act: Callable[..., object], **more: Any) -> None:
    if step.case.submission_id is None:
        raise EffectRefused(_("This case has no form, so this action is not possible."))
    try:
        act(submission_id=step.case.submission_id, actor=step.actor, **more)
    except forms.FormsError as error:
        raise EffectRefused(error.message) from error


register_effect("submission.return", _returned)
register_effect("submission.accept", _accepted)
register_effect(OPEN_STAGES, _stages_opened, check=_stage_faults)
