"""The cards within a state: the bodies that may decide there, and the public notice."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.admin.case_types import choices
from cases.admin.case_types.cards import Children, card, choice, code, flag, items, long_text, number, share, text
from cases.admin.case_types.inputs import KeyBlock, KeysBlock


def panel() -> Any:
    """Return the card of a panel of experts."""
    special: Children = [
        ("speciality", text(_("Speciality"), required=True)),
        ("count", number(_("Experts at least"), required=True)),
    ]
    dimension: Children = [
        ("title", text(_("What is scored"), required=True)),
        ("weight", number(_("Weight of the score"), required=True)),
        ("most", number(_("Most points"), help_text=_("Blank: 100."))),
        ("key", code()),
    ]
    children: Children = [
        ("size", number(_("How many experts"), required=True, help_text=_("At least 5 and odd."))),
        ("specialities", items(special, _("Mix of specialities"), label_format="{speciality} {count}")),
        ("per_employer", number(_("Most from one employer"))),
        ("blind", flag(_("Nobody sees another sheet before sealing their own"), default=True)),
        (
            "dimensions",
            items(
                dimension, _("Score sheet"), label_format="{title} {weight}", help_text=_("Weights are 100 together.")
            ),
        ),
        ("aggregate", choice(_("How scores are put together"), choices.AGGREGATES, default="mean")),
        ("passes_from", number(_("Passes from"))),
        *_outcomes(),
    ]
    return card(children, label=_("Panel of experts drawn by lot"), icon="group", label_format="{size}")


def signing() -> Any:
    """Return the card of signing together."""
    weight: Children = [
        ("role", KeyBlock("roles", required=True, label=_("Role that signs"))),
        ("weight", number(_("Weight of the vote"), required=True)),
    ]
    children: Children = [
        ("roles", KeysBlock("roles", required=True, label=_("Roles that sign"))),
        ("mode", choice(_("Agreed when"), choices.MODES, required=True, default="all")),
        ("share", share(_("Share that must agree"))),
        ("strict", flag(_("More than this share"))),
        ("weights", items(weight, _("Weights of roles"), label_format="{role} {weight}")),
        *_outcomes(),
    ]
    return card(children, label=_("Signing together"), icon="edit", label_format="{mode}")


def meeting() -> Any:
    """Return the card of a meeting."""
    children: Children = [
        ("roles", KeysBlock("roles", required=True, label=_("Recorded by these roles"))),
        ("quorum", share(_("Quorum: share of those invited"))),
        ("share", share(_("Share of those present who must say yes"))),
        ("strict", flag(_("More than this share"))),
        ("minutes", KeyBlock("documents", label=_("Document with the minutes"))),
        *_outcomes(),
    ]
    return card(children, label=_("Meeting"), icon="calendar", label_format="{minutes}")


def _outcomes() -> Children:
    return [
        ("passed", KeyBlock("transitions", required=True, label=_("Action when it is passed"))),
        ("failed", KeyBlock("transitions", required=True, label=_("Action when it fails"))),
    ]


def notice() -> Any:
    """Return the card of a public notice."""
    fills = _("{title} and {applicant} are filled in.")
    children: Children = [
        ("title", text(_("Title of the notice"), required=True, help_text=fills)),
        ("body", long_text(_("Text of the notice"), required=True, help_text=fills)),
        ("length", number(_("Length"), required=True)),
        ("unit", choice(_("Counted in"), choices.UNITS, required=True, default="working_day")),
        (
            "objections",
            KeyBlock("case_types", label=_("Objections open this case type"), help_text=_("Blank: none are taken.")),
        ),
        ("closes", KeyBlock("transitions", required=True, label=_("Action of the system when it ends"))),
    ]
    return card(children, label=_("Public notice"), icon="globe")
