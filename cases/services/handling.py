"""Whose work a case is: 领取, 释放, 转办, 抄送."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.errors import NotPermitted, PersonUnfit, RequirementMissing, TaskTaken
from cases.models import Case, CaseAccess, CaseEvent, CaseTask
from cases.policies import handles_as, stands_for
from cases.selectors.handlers import handlers_of, staff
from cases.services.act import act
from cases.services.notify import case_path, write_to
from cases.services.step import PerformResult, Turn
from cases.services.tasks import give
from cms.accounts.models import User

Decision = tuple[int | None, Mapping[str, Any]]


def claim(*, case_id: int, actor: User, idempotency_key: str, expected_revision: int) -> PerformResult:
    """Take the work on a case, which anybody of the role may do, for oneself.

    Raises NotPermitted for who may not handle the case, TaskTaken where somebody else does already.
    """

    def change(turn: Turn) -> Decision:
        acting_for = _handler(turn)
        _refuse_if_taken(turn)
        give(turn.case, actor)
        return acting_for, {}

    return act(
        case_id=case_id,
        name="$claim",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        change=change,
    )


def release(*, case_id: int, actor: User, idempotency_key: str, expected_revision: int) -> PerformResult:
    """Give work that one has taken back to everybody of the role. Raises NotPermitted for work of somebody else."""

    def change(turn: Turn) -> Decision:
        acting_for = _handler(turn)
        if not _held(turn.case).filter(assignee=actor).update(status=CaseTask.Status.DROPPED):
            raise NotPermitted
        return acting_for, {}

    return act(
        case_id=case_id,
        name="$release",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        change=change,
    )


def transfer(
    *, case_id: int, actor: User, to: User, reason: str, idempotency_key: str, expected_revision: int
) -> PerformResult:
    """转办: hand the work over to a colleague, with the reason on record; the colleague is told.

    Raises NotPermitted, TaskTaken where the work is somebody else's, PersonUnfit for a colleague who may not do it.
    """

    def change(turn: Turn) -> Decision:
        acting_for = _handler(turn)
        _refuse_if_taken(turn)
        if to.pk == actor.pk or not handlers_of(turn.case).filter(pk=to.pk).exists():
            raise PersonUnfit
        _held(turn.case).update(status=CaseTask.Status.DROPPED)
        give(turn.case, to, note=reason)
        return acting_for, {"to": to.pk, "to_name": to.get_full_name()}

    def tell(case: Case, event: CaseEvent) -> None:
        title = _("Handed over to you: %(title)s") % {"title": case.title}
        _write(case, event, [to], title, reason)

    if not reason.strip():
        raise RequirementMissing("reason", _("Say why you hand this case over."))
    return act(
        case_id=case_id,
        name="$transfer",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        comment=reason,
        internal=True,
        change=change,
        then=tell,
    )


def send_copy(
    *, case_id: int, actor: User, to: Sequence[User], note: str, idempotency_key: str, expected_revision: int
) -> PerformResult:
    """抄送: let colleagues of any office read the case, and tell them. Whoever has a copy to read has it once.

    Raises NotPermitted for who does not handle the case, PersonUnfit for people who work in no office.
    """

    def change(turn: Turn) -> Decision:
        acting_for = _handler(turn)
        if not to or staff().filter(pk__in=[one.pk for one in to]).count() != len({one.pk for one in to}):
            raise PersonUnfit(_("Choose at least one person who works in an office."))
        for person in to:
            _copy(turn.case, person, note)
        return acting_for, {"to": [one.pk for one in to], "to_name": "、".join(one.get_full_name() for one in to)}

    def tell(case: Case, event: CaseEvent) -> None:
        _write(case, event, to, _("For your information: %(title)s") % {"title": case.title}, note)

    return act(
        case_id=case_id,
        name="$copy",
        actor=actor,
        idempotency_key=idempotency_key,
        expected_revision=expected_revision,
        comment=note,
        internal=True,
        change=change,
        then=tell,
    )


def mark_read(*, case: Case, user: User) -> None:
    """Put the copies of a case that a person has read among those that are done."""
    copies = case.tasks.filter(assignee=user, kind=CaseTask.Kind.COPY, status=CaseTask.Status.OPEN)
    copies.update(status=CaseTask.Status.DONE)


def _handler(turn: Turn) -> int:
    """Return the organisation for which the actor handles the case."""
    role = handles_as(turn.definition, turn.case, turn.actor) if turn.actor else None
    if role is None:
        raise NotPermitted
    return role.organisation_id


def _held(case: Case) -> Any:
    return case.tasks.filter(kind=CaseTask.Kind.HANDLE, status=CaseTask.Status.OPEN)


def _refuse_if_taken(turn: Turn) -> None:
    own = stands_for(turn.actor) if turn.actor else ()
    other = _held(turn.case).exclude(assignee__in=own).select_related("assignee").first()
    if other is not None:
        raise TaskTaken(other.assignee.get_full_name())


def _copy(case: Case, person: User, note: str) -> None:
    task, _made = CaseTask.objects.get_or_create(
        case=case,
        kind=CaseTask.Kind.COPY,
        entered_seq=case.entered_seq,
        assignee=person,
        status=CaseTask.Status.OPEN,
        defaults={"state": case.state, "note": note[:500]},
    )
    CaseAccess.objects.get_or_create(case=case, user=person, capability="view", source=f"copy:{task.pk}")


def _write(case: Case, event: CaseEvent, to: Sequence[User], title: str, note: str) -> None:
    body = _("Case %(number)s. %(note)s") % {"number": case.number, "note": note}
    write_to(to, key=f"case:{case.number}:{event.seq}", title=title, body=body, path=case_path(case, "reviewers"))
