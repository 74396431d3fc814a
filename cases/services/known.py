"""What exists in this site that a case type may name."""

from collections.abc import Callable, Collection
from typing import Any

from cases.engine.checks import Known
from cases.models import CaseType
from cases.selectors.guards import guard_problems
from cases.services.effects import effect_checks, effect_names
from cases.services.requirements import requirement_names
from cms.accounts import facade as people
from forms_app import facade as forms


def known_for(document: Any, roles: Collection[str] | None = None) -> Known:
    """Return what the checks of this document may ask; `roles` are the role keys that exist, None when not yet known.

    A form that has not been published yet is loaded with the same programme: what it asks is not checked then.
    """
    code = document.get("form", "") if isinstance(document, dict) else ""
    outline = forms.form_outline(code) if isinstance(code, str) and code else None
    own = {str(document["key"])} if isinstance(document, dict) and "key" in document else set()
    return Known(
        requirements=requirement_names(),
        effects=effect_names(),
        roles=roles,
        checks=effect_checks(),
        sections={key for key, _title in outline.sections} if outline else None,
        case_types={*CaseType.objects.values_list("key", flat=True), *own},
        formula=guard_problems(code) if outline or not code else None,
        unstaffed=_unstaffed() if roles is not None else None,
    )


def _unstaffed() -> Callable[[Collection[str]], Collection[str]]:
    """Return a question for the counties in which nobody holds any of some roles."""
    return lambda roles: people.counties_without(frozenset(roles))
