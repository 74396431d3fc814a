"""The cards of registered requirements and effects: one per name that has inputs of its own, and one for the others."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cases.admin.case_types.cards import choice, number, text, ticks
from cases.admin.case_types.choices import CALL_TITLES, ORGANISATIONS, STAGES
from cases.admin.case_types.inputs import KeyBlock, KeysBlock
from cases.engine.editor import EFFECTS, REQUIREMENTS
from cases.engine.inputs import OTHER, card_of


class ParamsBlock(blocks.TextBlock):
    """Parameters as a JSON object, for what has no inputs of its own."""

    def clean(self, value: str) -> str:
        """Refuse what is no JSON object."""
        text = super().clean(value)
        if text.strip():
            try:
                read = json.loads(text)
            except ValueError as error:
                raise ValidationError(_("These parameters are not valid JSON.")) from error
            if not isinstance(read, dict):
                raise ValidationError(_("Parameters are a JSON object in braces."))
        return text


# The input of each parameter of a card.
PARAMS: Mapping[str, Callable[[], blocks.Block]] = {
    "stages": lambda: ticks(_("Content to open"), STAGES),
    "sections": lambda: KeysBlock("sections", required=True, label=_("Sections to be filled in")),
    "documents": lambda: KeysBlock("documents", required=True, label=_("Documents to be there")),
    "kind": lambda: text(_("Kind of fact"), required=True, help_text=_("A code of your own, such as admitted.")),
    "kinds": lambda: text(_("Kinds of link"), help_text=_("Such as objection; blank: of every kind.")),
    "at_least": lambda: number(_("How many facts at least"), required=True),
    "months": lambda: number(_("Months"), help_text=_("For how many months; blank for a fact that stays.")),
    "of": lambda: choice(_("About whom"), ORGANISATIONS),
    "case_type": lambda: KeyBlock("case_types", required=True, label=_("Case type to open")),
    "link": lambda: text(_("Kind of link"), required=True, help_text=_("A code of your own, such as appeal.")),
}


def _call(name: str, params: tuple[str, ...]) -> Any:
    children = [(one, PARAMS[one]()) for one in params]
    shown = " ".join(f"{{{one}}}" for one in params)
    return blocks.StructBlock(
        children,
        label=CALL_TITLES[name],
        label_format=shown,
        icon="tick" if name in REQUIREMENTS else "cogs",
        form_classname="struct-block pilotdesk-row",
    )


def _other(source: str) -> Any:
    children = [
        ("name", KeyBlock(source, required=True, label=_("Registered name"))),
        ("params", ParamsBlock(label=_("Parameters (JSON)"), required=False, rows=2)),
    ]
    return blocks.StructBlock(
        children,
        label=_("Another one"),
        label_format="{name}",
        icon="code",
        form_classname="struct-block pilotdesk-row",
    )


def requirements_block() -> blocks.StreamBlock:
    """Return what an action may ask for."""
    kinds = [(card_of(name), _call(name, tuple(one.name for one in params))) for name, params in REQUIREMENTS.items()]
    return blocks.StreamBlock(
        [*kinds, (OTHER, _other("requirements"))], label=_("What must be there first"), required=False
    )


def effects_block() -> blocks.StreamBlock:
    """Return what an action may set going."""
    kinds = [(card_of(name), _call(name, tuple(one.name for one in params))) for name, params in EFFECTS.items()]
    return blocks.StreamBlock([*kinds, (OTHER, _other("effects"))], label=_("What it sets going"), required=False)
