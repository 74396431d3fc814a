"""What the editor's script says, where it asks, and what there is to choose from that is not on the page itself."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.admin.case_types.choices import call_title
from cases.models import CaseType
from cases.services.effects import effect_names
from cases.services.requirements import requirement_names
from cms.accounts.models import Role
from forms_app import facade as forms

VIEWSET = "wagtailsnippets_cases_casetypedefinition"


def editor_config() -> dict[str, Any]:
    """Return it all, for one page."""
    return {
        "texts": _texts(),
        "urls": {name: reverse(f"{VIEWSET}:{name}") for name in ("check", "suggest")},
        "choices": {
            "roles": [[role.key, role.name] for role in Role.objects.order_by("pk")],
            "case_types": [[one.key, one.title] for one in CaseType.objects.all()],
            "requirements": [[name, call_title(name)] for name in sorted(requirement_names())],
            "effects": [[name, call_title(name)] for name in sorted(effect_names())],
        },
        "sections": {form: sections for form, _title, sections in form_choices()},
    }


def form_choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the published forms: code, title, and the sections by key and title."""
    return [
        (
            version.definition.code,
            version.definition.title,
            [(one["key"], one.get("title") or one["key"]) for one in version.content.get("sections", ())],
        )
        for version in forms.published_versions()
    ]


def _texts() -> dict[str, str]:
    return {
        "none": _("— none —"),
        "missing": _("(is not there: %(key)s)"),
        "origin": _("back to where the case came from"),
        "nothing_to_choose": _("There is nothing to choose yet."),
        "choose_form": _("Choose the form above; its sections are listed here."),
        "untitled": _("(no title)"),
        "checklist": _("Before the case type is published"),
        "check_failed": _("The case type could not be checked. It is tried again after the next change."),
        "faults": _("%(count)s faults keep it from being published"),
        "no_faults": _("Nothing keeps this case type from being published."),
        "diagram_hint": _("The diagram is in the preview at the top right; it follows what you change."),
    }
