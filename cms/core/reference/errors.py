"""What may go wrong with reference data; each error has a code and says in words what to do."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core.reference.engine.problems import Problem


class ReferenceDataError(Exception):
    """What was asked is not possible. `code` is for machines, `message` for people."""

    code: ClassVar[str] = "reference_error"
    message: ClassVar[str | Promise] = _("This is not possible.")

    def __init__(self, **params: Any) -> None:
        super().__init__(params)
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params


class ReferenceDataInvalid(ReferenceDataError):
    """The data has faults; `problems` names every one of them."""

    code = "reference_invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    @property
    def messages(self) -> list[str]:
        """Return the faults in the language of the reader."""
        return [problem_text(problem) for problem in self.problems]

    def __str__(self) -> str:
        return "\n".join(self.messages)


class StaleReferenceData(ReferenceDataError):
    code = "reference_stale"
    message = _("Somebody else has saved this in the meantime. Reload the page, then make your changes again.")


class NameFixed(ReferenceDataError):
    code = "rule_table_name_fixed"
    message = _("Published formulas name this table “%(name)s”; its name and code no longer change.")


class NothingNew(ReferenceDataError):
    code = "rule_table_nothing_new"
    message = _("Version %(number)s says the same for the same days; there is nothing to publish.")


class ValidityBackwards(ReferenceDataError):
    code = "rule_table_validity"
    message = _("The last day lies before the first one. Choose a later day.")


class YearExists(ReferenceDataError):
    code = "calendar_year_exists"
    message = _("The year %(year)s is in the calendar already.")


class YearMissing(ReferenceDataError):
    code = "calendar_year_missing"
    message = _("The year %(year)s is not in the calendar yet. Add it first.")


class ReasonNeeded(ReferenceDataError):
    code = "calendar_reason_needed"
    message = _("Give the reason: the holiday's name, or the notice that moved the day.")


class NoHolidaysYet(ReferenceDataError):
    code = "calendar_no_holidays"
    message = _("No day of %(year)s has been entered. Enter its public holidays before you confirm the year.")


class FileUnreadable(ReferenceDataError):
    code = "reference_file_unreadable"
    message = _("This file cannot be read as an Excel workbook (.xlsx).")


def problem_text(problem: Problem) -> str:
    """Return a problem in the language of the reader."""
    return gettext(problem.message) % problem.params
