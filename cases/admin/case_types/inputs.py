"""Inputs that name something else: a role, a state of this very page, a section of the chosen form.

What there is to choose from stands in the browser (static_src/js/casetype/keys.js); the server takes any key, and the
checklist says which is not there.
"""

from typing import Any

from django import forms
from wagtail import blocks


class KeyWidget(forms.TextInput):
    """One key out of `source`."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source


class KeysWidget(forms.SelectMultiple):
    """Several keys out of `source`, in the order of the source."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source


class KeysField(forms.Field):
    """A list of keys."""

    def to_python(self, value: Any) -> list[str]:
        """Return the keys that say something."""
        return [str(one) for one in value or () if str(one).strip()]


class KeyBlock(blocks.FieldBlock):
    """One key out of `source`."""

    def __init__(self, source: str, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, max_length=60, widget=KeyWidget(source))
        super().__init__(**kwargs)

    def get_default(self) -> str:
        """Return nothing."""
        return ""


class KeysBlock(blocks.FieldBlock):
    """Several keys out of `source`."""

    def __init__(self, source: str, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.field = KeysField(required=required, help_text=help_text, widget=KeysWidget(source))
        super().__init__(**kwargs)

    def get_default(self) -> list[str]:
        """Return nothing."""
        return []


class PartsBlock(blocks.StreamBlock):
    """The cards of one part of a case type; the browser's half knows them all."""


class FirstPartsBlock(PartsBlock):
    """The first of the parts on the page: it brings what the script is told."""
