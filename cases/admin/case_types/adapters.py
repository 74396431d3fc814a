"""The browser's half of the editor's inputs and cards: which script makes them, and what it is told."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter

from cases.admin.case_types.inputs import FirstPartsBlock, KeysWidget, KeyWidget, PartsBlock
from cases.admin.case_types.texts import editor_config


def _script() -> Any:
    """Return the editor's module; it registers its classes before Wagtail makes the first block."""
    return Script(static("js/casetype.js"), type="module")


class _EditorMedia:
    """Add the editor's script to what Wagtail's own adapter asks for."""

    @cached_property
    def media(self) -> forms.Media:
        """Return the scripts."""
        return super().media + forms.Media(js=[_script()])  # type: ignore[misc]


class KeyAdapter(_EditorMedia, WidgetAdapter):
    """A list to choose one from, in the browser."""

    js_constructor = "pilotdesk.Key"

    def js_args(self, widget: KeyWidget) -> list[Any]:
        """Say where the choices come from."""
        return [widget.source]


class KeysAdapter(_EditorMedia, WidgetAdapter):
    """Boxes to tick, in the browser."""

    js_constructor = "pilotdesk.Keys"

    def js_args(self, widget: KeysWidget) -> list[Any]:
        """Say where the choices come from."""
        return [widget.source]


class PartsAdapter(_EditorMedia, StreamBlockAdapter):
    """The cards of a part in the browser."""

    js_constructor = "pilotdesk.Parts"


class FirstPartsAdapter(PartsAdapter):
    """The first part: it brings what the editor says, where it asks and what there is to choose from."""

    def js_args(self, block: FirstPartsBlock) -> list[Any]:
        """Add it."""
        *rest, meta = super().js_args(block)
        return [*rest, {**meta, "pilotdesk": editor_config()}]


register(KeyAdapter(), KeyWidget)
register(KeysAdapter(), KeysWidget)
register(PartsAdapter(), PartsBlock)
register(FirstPartsAdapter(), FirstPartsBlock)
