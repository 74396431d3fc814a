"""What the builder's script says and asks: texts in the language of the reader, addresses, names of types."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.formula import FUNCTIONS, GROUPS
from forms_app.admin.palette import PALETTE

QUESTIONS = ("check", "suggest", "library", "library_save", "library_copy")
VIEWSET = "wagtailsnippets_forms_app_formdefinition"


def builder_config() -> dict[str, Any]:
    """Return it all, for one page."""
    return {
        "texts": _texts(),
        "urls": {name: reverse(f"{VIEWSET}:builder_{name}") for name in QUESTIONS},
        "types": {kind.name: str(kind.label) for kind in PALETTE},
        "functions": [
            {"name": one.name, "group": _(GROUPS[one.group]), "signature": _(one.signature), "help": _(one.description)}
            for one in FUNCTIONS.values()
        ],
    }


def _texts() -> dict[str, str]:
    return {
        "unnamed": _("(no label)"),
        "required": _("required"),
        "to_confirm": _("to be confirmed"),
        "computed": _("Computed"),
        "conditional": _("conditional"),
        "conditional_title": _("Asked only under a condition"),
        "move_to": _("Move to another section"),
        "field_count": _("%(count)s fields"),
        "section_menu": _("What to do with this section"),
        "expand_section": _("Open the fields of this section"),
        "collapse_section": _("Close the fields of this section"),
        "save_section": _("Save to the section library"),
        "save_section_note": _("to insert it into any form"),
        "section_name": _("Name in the library"),
        "insert": _("Insert a field or a function"),
        "search": _("Search"),
        "nothing_found": _("Nothing found"),
        "no_sections": _("No section yet: add the first one with “＋”."),
        "column": _("column"),
        "same_row": _("same row"),
        "inner_column": _("column of a table within"),
        "cell": _("cell"),
        "row_around": _("row around"),
        "same_column": _("same column"),
        "all_rows": _("all rows that are filled in"),
        "row_prefix": "本行",
        "up_prefix": "上级",
        "line_prefix": "本列",
        "functions": _("Functions"),
        "outline": _("Outline"),
        "find_field": _("Find a field"),
        "expand_all": _("Open all"),
        "collapse_all": _("Close all"),
        "library": _("Section library"),
        "checklist": _("Before publishing"),
        "check_failed": _("The check could not be made. It is tried again after the next change."),
        "faults": _("%(count)s to be corrected before publishing"),
        "no_faults": _("Nothing keeps this form from being published."),
        "position": _("Line %(line)s, character %(column)s:"),
        "close": _("Close"),
        "save": _("Save"),
        "not_saved": _("This could not be saved. Correct the faults first."),
        "loading": _("Loading…"),
        "insert_copy": _("Insert a copy"),
    }
