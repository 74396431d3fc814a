"""What the editor's cards are made of: inputs by kind, cards, rows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

Children = list[tuple[str, blocks.Block]]
NUMBER = r"^\d{1,9}(\.\d{1,4})?$"
SHARE = r"^\d{1,3}(/\d{1,3}|\.\d{1,4})?$"
CODE = r"^[a-z][a-z0-9_-]*$"


def text(label: Any, *, required: bool = False, help_text: Any = None) -> blocks.CharBlock:
    """Return a line of text."""
    return blocks.CharBlock(label=label, required=required, max_length=200, help_text=help_text)


def long_text(label: Any, *, required: bool = False, help_text: Any = None) -> blocks.TextBlock:
    """Return several lines of text."""
    return blocks.TextBlock(label=label, required=required, rows=2, help_text=help_text)


def number(label: Any, *, required: bool = False, help_text: Any = None) -> blocks.RegexBlock:
    """Return a number that is not negative."""
    wrong = _("Enter a number, such as 10.")
    return blocks.RegexBlock(
        regex=NUMBER, label=label, required=required, help_text=help_text, error_messages={"invalid": wrong}
    )


def share(label: Any) -> blocks.RegexBlock:
    """Return a share, such as two thirds."""
    wrong = _("Enter a share, such as 2/3 or 0.5.")
    return blocks.RegexBlock(
        regex=SHARE, label=label, required=False, help_text=_("Such as 2/3"), error_messages={"invalid": wrong}
    )


def code() -> blocks.RegexBlock:
    """Return the key of a card: suggested from its title."""
    wrong = _("Use lower-case letters, digits, _ and -, beginning with a letter.")
    return blocks.RegexBlock(
        regex=CODE,
        label=_("Code of the card"),
        max_length=60,
        help_text=_("Suggested from the title. Leave it as it is once cases are running."),
        error_messages={"invalid": wrong},
    )


def choice(label: Any, among: Sequence[tuple[str, Any]], *, required: bool = False, **more: Any) -> blocks.ChoiceBlock:
    """Return a choice of one."""
    return blocks.ChoiceBlock(label=label, choices=list(among), required=required, **more)


def ticks(label: Any, among: Sequence[tuple[str, Any]], **more: Any) -> blocks.MultipleChoiceBlock:
    """Return a choice of any number."""
    return blocks.MultipleChoiceBlock(
        label=label, choices=list(among), required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def flag(label: Any, **more: Any) -> blocks.BooleanBlock:
    """Return a box to tick."""
    return blocks.BooleanBlock(label=label, required=False, **more)


def card(children: Children, *, folded: Sequence[str] = (), label_format: str = "{title}", **more: Any) -> Any:
    """Return a card; what is `folded` waits behind one heading."""
    names = [name for name, _block in children if name not in folded]
    group = [BlockGroup(list(folded), heading=_("Further settings"), classname="collapsed", label_format="")]
    return blocks.StructBlock(
        children,
        label_format=label_format,
        form_layout=BlockGroup([*names, *(group if folded else [])]),
        form_classname="struct-block pilotdesk-card",
        **more,
    )


def items(children: Children, label: Any, *, label_format: str, **more: Any) -> blocks.ListBlock:
    """Return a list of short rows."""
    row = blocks.StructBlock(children, label_format=label_format, form_classname="struct-block pilotdesk-row")
    return blocks.ListBlock(row, label=label, default=[], form_classname="pilotdesk-rows", **more)
