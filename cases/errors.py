"""What can go wrong with a case, each with a code and a message for the screen."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class CaseError(Exception):
    """The base: `code` for programs, `message` for people, `status` for HTTP."""

    code: ClassVar[str] = "case_error"
    status: ClassVar[int] = 400
    default = _("The case could not be processed.")

    def __init__(self, message: object = None) -> None:
        self._message = message or self.default
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """Return the message in the language of the request."""
        return str(self._message)

    def __str__(self) -> str:
        return self.message


class CaseNotFound(CaseError):
    """The case does not exist, or not for this person."""

    code = "case_not_found"
    status = 404
    default = _("The case does not exist or is not open to you.")


class StaleRevision(CaseError):
    """Somebody else has acted since the page was opened; carries where the case stands now."""

    code = "stale_revision"
    status = 409
    default = _("Someone else has handled this case in the meantime. Check its current state before you act again.")

    def __init__(self, *, state: str, revision: int) -> None:
        super().__init__()
        self.state = state
        self.revision = revision


class KeyReused(CaseError):
    """The idempotency key belongs to another action."""

    code = "key_reused"
    status = 409
    default = _("This request was already used for another action. Open the page again.")


class MoveNotReady(CaseError):
    """The move has been started or taken back already."""

    code = "move_not_ready"
    status = 409
    default = _("This move has been started already. Look at the page again.")


class MapUnfit(CaseError):
    """Cases cannot be moved between these versions in this way."""

    code = "map_unfit"
    status = 422
    default = _("Give each state one of the other version; cases that have ended stay ended.")


class TaskTaken(CaseError):
    """The work is somebody else's."""

    code = "task_taken"
    status = 409

    def __init__(self, name: str) -> None:
        super().__init__(gettext("%(name)s is already handling this case.") % {"name": name})


class PersonUnfit(CaseError):
    """The person who was chosen cannot be given this."""

    code = "person_unfit"
    status = 422
    default = _("Choose somebody who holds a role for this step where the case is.")


class AccessRefused(CaseError):
    """Somebody cannot be let in to the case, or no longer is; carries the reason."""

    code = "access_refused"
    status = 422
    default = _("This person cannot be let in to the case.")


class LevelRefused(CaseError):
    """The level of confidentiality does not exist, is the present one, or is beyond the actor's own clearance."""

    code = "level_refused"
    status = 422
    default = _("Choose another level than the present one, up to the one that you may read yourself.")


class RecallTooLate(CaseError):
    """The step can no longer be taken back."""

    code = "recall_too_late"
    status = 409
    default = _("This step can no longer be taken back: someone has acted since, or it is not one that can be.")


class UrgedAlready(CaseError):
    """The same person urged within a day."""

    code = "urged_already"
    status = 429
    default = _("You have sent a reminder for this case within the last 24 hours. Please wait.")


class TargetUnknown(CaseError):
    """The step leads to several states and none of them was chosen."""

    code = "target_unknown"
    status = 422
    default = _("Choose where the case goes: this action leads to several states.")


class TransitionNotAllowed(CaseError):
    """The state of the case has no such transition."""

    code = "transition_not_allowed"
    status = 409
    default = _("This action is not possible in the current state of the case.")


class NotPermitted(CaseError):
    """The actor holds no role that may take the transition on this case."""

    code = "not_permitted"
    status = 403
    default = _("You hold no role that may take this action on this case.")


class GuardRefused(CaseError):
    """A condition of the step does not hold; carries what the case type says about it."""

    code = "guard_refused"
    status = 422


BARS = {
    "initiator": _("You opened or handed in this case, or stand in for who did. Somebody else must take this step."),
    "previous_actor": _("You took the step before, or stand in for who did. Somebody else must take this one."),
    "same_org": _("You belong to the applicant or the service provider of this case and must not decide on it."),
}


class FourEyes(NotPermitted):
    """The role would allow the step; the person is excluded from it. `bar` is the exclusion of the case type."""

    code = "four_eyes"

    def __init__(self, bar: str) -> None:
        super().__init__(BARS[bar])
        self.bar = bar


class RequirementMissing(CaseError):
    """Something that the transition needs is not there; `requirement` names it."""

    code = "requirement_missing"
    status = 422
    default = _("Something that this action needs is missing.")

    def __init__(self, requirement: str, message: object = None) -> None:
        super().__init__(message)
        self.requirement = requirement


class CaseTypeInvalid(CaseError):
    """The case type has faults and was not published; carries them."""

    code = "case_type_invalid"
    default = _("The case type has faults and was not published.")

    def __init__(self, faults: Sequence[object], message: object = None) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class ValidityRefused(CaseError):
    """The days for which a version was to hold do not suit those of the versions before."""

    code = "validity_refused"
    default = _("The version cannot hold for these days.")


class CaseTypeUnknown(CaseError):
    """No case type with this key has a published version."""

    code = "case_type_unknown"
    status = 404
    default = _("No case type with this key has been published.")


class EffectRefused(CaseError):
    """Something that the transition sets going in another room was refused there; carries that room's words."""

    code = "effect_refused"
    status = 409


class ExportTooLong(CaseError):
    """The list has more cases than a spreadsheet is made of."""

    code = "export_too_long"
    status = 422

    def __init__(self, limit: int) -> None:
        super().__init__(
            gettext("At most %(limit)d cases can be exported at once. Narrow the list first.") % {"limit": limit}
        )


class PoolTooSmall(CaseError):
    """The pool cannot fill the panel; the message says of what there are too few."""

    code = "pool_too_small"
    status = 409


class SeatClosed(CaseError):
    """The seat is not the actor's, or nothing can be done on it any more."""

    code = "seat_closed"
    status = 409
    default = _("Your seat in this body has ended, or you have decided already. Open the page again.")


class NotDeclared(CaseError):
    """The expert has not said whether there is a conflict of interest."""

    code = "not_declared"
    status = 403
    default = _("Declare first whether you have a conflict of interest. The file opens after that.")


class SheetInvalid(CaseError):
    """A score sheet lacks something; `faults` name the dimension, "comment" or "vote" with what is wrong."""

    code = "sheet_invalid"
    status = 422
    default = _("The sheet is not complete. See what is marked.")

    def __init__(self, faults: Mapping[str, object]) -> None:
        super().__init__()
        self.faults = dict(faults)


class BodyRefused(CaseError):
    """A change of a body or the record of its meeting breaks its rule; the message says which part."""

    code = "body_refused"
    status = 422


class DeadlineRefused(CaseError):
    """A deadline cannot be paused, resumed or extended as asked."""

    code = "deadline_refused"
    status = 409
    default = _("This term has ended.")


class CalendarMissing(CaseError):
    """The day lies in a year whose working days nobody has entered; it is not guessed."""

    code = "calendar_missing"
    status = 409

    def __init__(self, year: int) -> None:
        super().__init__(
            gettext(
                "The working days of %(year)s have not been entered, so the new last day is not known. "
                "The calendar's owners have been told; try again once the year is there."
            )
            % {"year": year}
        )
        self.year = year
