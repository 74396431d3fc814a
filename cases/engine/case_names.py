"""The names that a guard has beside those of the form: what the case itself says."""

from collections.abc import Callable, Mapping
from typing import Any

from cms.core.formula import Env, Name, Names

TOTAL, YES, NO, ROUND, DAYS = "case-total", "case-yes", "case-no", "case-round", "case-days"

CASE_NAMES = (
    Name(TOTAL, "事项得分", "number", key="case_total"),
    Name(YES, "事项赞成票", "number", key="case_yes"),
    Name(NO, "事项反对票", "number", key="case_no"),
    Name(ROUND, "事项轮次", "number", key="case_round"),
    Name(DAYS, "事项停留天数", "number", key="case_days"),
)


def with_case_names(form: Names | None) -> Names:
    """Return the names of a form and of the case; of the case alone where there is no form."""
    return Names((*(form.fields if form else ()), *CASE_NAMES), form.last if form else ())


class CaseEnv:
    """The values of a form with those of the case before them, each asked for only when a guard names it.

    It stands in for the Env of the form in everything else.
    """

    def __init__(self, form: Env, facts: Mapping[str, Callable[[], Any]]) -> None:
        self._form = form
        self._facts = facts

    def value(self, field_id: str, /) -> Any:
        """Return what the case says under this name, else the answer of the field."""
        fact = self._facts.get(field_id)
        return fact() if fact is not None else self._form.value(field_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._form, name)
