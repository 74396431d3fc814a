"""Change the level of confidentiality of a case."""

from django.utils.translation import gettext as _

from cases.errors import LevelRefused, NotPermitted, RequirementMissing
from cases.models.case import Confidentiality
from cases.policies import grants_as
from cases.services.act import act
from cases.services.step import PerformResult, Turn
from cms.accounts.models import User


def classify(
    *, case_id: int, level: str, reason: str, actor: User, idempotency_key: str, expected_revision: int | None = None
) -> PerformResult:
    """Give the case another level, with the reason on record.

    Raises CaseNotFound, NotPermitted, RequirementMissing without a reason, LevelRefused for a level that there is not,
    that the case has already, or beyond what the actor's own role may read.
    """

    def change(turn: Turn) -> tuple[int | None, dict[str, object]]:
        role = grants_as(turn.case, turn.actor, "cases.classify_case")
        if role is None:
            raise NotPermitted
        levels = list(Confidentiality.values)
        before = turn.case.confidentiality
        if level not in levels or level == before or levels.index(level) > levels.index(role.cleared_for):
            raise LevelRefused
        turn.case.confidentiality = level
        turn.case.save(update_fields=["confidentiality"])
        return role.organisation_id, {"from": before, "to": level}

    if not reason.strip():
        raise RequirementMissing("reason", _("Say why the level is changed."))
    return act(
        case_id=case_id,
        name="$classify",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        comment=reason,
        internal=True,
        change=change,
    )
