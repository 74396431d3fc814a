"""Conditions of a step: formulas over the form of a case and over the case itself."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.engine.case_names import DAYS, NO, ROUND, TOTAL, YES, CaseEnv, with_case_names
from cases.engine.definition import Guard
from cases.models import Case, CaseEvent
from cms.core.formula import Env, FormulaError, Names, evaluate, parse, problems, to_ids
from forms_app import facade as forms


def guard_problems(form: str) -> Callable[[str], list[str]]:
    """Return a check that says in words what is wrong with the formula of a guard over the form with this code."""
    outline = forms.form_outline(form) if form else None
    names = with_case_names(outline.names if outline else None)

    def check(text: str) -> list[str]:
        try:
            found = problems(parse(to_ids(text, names)), names, want="boolean")
        except FormulaError as error:
            found = [error]
        return [_place(error) for error in found]

    return check


def _place(error: FormulaError) -> str:
    said = _(error.message) % error.params
    return _("Condition, character %(position)s: %(reason)s") % {"position": error.column, "reason": said}


def refused_guards(guards: Sequence[Guard], case: Case) -> Iterator[str]:
    """Yield what to say about each condition that does not hold for the case, in order."""
    if not guards:
        return
    names, env = _world(guards, case)
    for guard in guards:
        try:
            result = evaluate(parse(to_ids(guard.formula, names)), env)
        except FormulaError as error:
            # A form that was changed since may have lost the name: the step must not pass unseen.
            yield f"{guard.message}{_place(error)}"
            continue
        if result is not True:
            yield guard.message


def _world(guards: Sequence[Guard], case: Case) -> tuple[Names, Env]:
    # Which rule tables a formula looks up is known once it is parsed, and names are needed for that.
    names, env = forms.submission_env(case.submission_id)
    known = with_case_names(names)
    tables = {table for guard in guards for table in _tables(guard.formula, known)}
    if tables:
        _names, env = forms.submission_env(case.submission_id, tables)
    return known, cast(Env, CaseEnv(env, _facts(case)))


def _tables(text: str, names: Names) -> Sequence[str]:
    try:
        return tuple(parse(to_ids(text, names)).tables)
    except FormulaError:
        return ()


def _facts(case: Case) -> dict[str, Callable[[], Any]]:
    def outcome(key: str) -> Callable[[], Decimal | None]:
        return lambda: _number(_last_outcome(case).get(key))

    return {
        TOTAL: outcome("total"),
        YES: outcome("yes"),
        NO: outcome("no"),
        ROUND: lambda: Decimal(case.submission.round) if case.submission else None,
        DAYS: lambda: Decimal((timezone.localdate() - timezone.localdate(case.state_entered_at)).days),
    }


def _last_outcome(case: Case) -> dict[str, Any]:
    """Return what the last body that decided on the case came to."""
    decided = CaseEvent.objects.filter(case=case, payload__facts__outcome__isnull=False)
    payload = decided.order_by("-seq").values_list("payload", flat=True).first()
    return dict(payload["facts"]["outcome"]) if payload else {}


def _number(value: Any) -> Decimal | None:
    return Decimal(str(value)) if re.fullmatch(r"-?\d+(\.\d+)?", str(value)) else None
