"""What formulas outside of a form may read of it: its names, and the answers of a submission."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from cms.core.formula import Env, Names
from forms_app.engine.form_env import FormEnv
from forms_app.engine.form_names import names_for
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.models import FormVersion, Submission
from forms_app.selectors.formula_world import formula_world
from forms_app.selectors.rebase import version_of_round
from forms_app.selectors.versions import spec_of


@dataclass(frozen=True)
class FormOutline:
    """The newest published version of a form: its sections as (key, title), and the names of its fields."""

    title: str
    sections: tuple[tuple[str, str], ...]
    names: Names


def form_outline(code: str) -> FormOutline | None:
    """Return what the form with this code asks; None if it has not been published."""
    version = FormVersion.objects.filter(definition__code=code).order_by("-number").first()
    if version is None:
        return None
    spec = spec_of(version)
    sections = tuple((one.key, one.title) for one in spec.sections)
    return FormOutline(spec.title, sections, names_for(formulas_of(spec)))


def submission_env(submission_id: uuid.UUID | None, tables: Collection[str] = ()) -> tuple[Names, Env]:
    """Return the names and the answers of the last round for formulas that look up these rule tables as well.

    Without a submission there are no names and no answers, but a calendar and the tables.
    """
    if submission_id is None:
        return Names(()), FormEnv({}, {}, formula_world(tables), {})
    submission = Submission.objects.select_related("version").get(pk=submission_id)
    last = submission.rounds.order_by("-number").first()
    spec = spec_of(version_of_round(submission, last.number) if last else submission.version)
    formulas = formulas_of(spec)
    world = formula_world({*formulas.tables, *tables}, on=timezone.localdate())
    state = evaluate_form(spec, last.answers if last else {}, world)
    return names_for(formulas), state.env
