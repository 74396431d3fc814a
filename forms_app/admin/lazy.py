"""A field of the form in the builder: its inputs are made when it is opened, so that a long form opens at once.

A closed field posts one hidden value, its state as JSON; an opened one posts its inputs as Wagtail does. The server
takes either. The browser's half is static_src/js/builder/lazy.js.
"""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter

from forms_app.admin.texts import builder_config

STATE = "state"


class FieldStructBlock(blocks.StructBlock):
    """One field; see the module."""

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Read the inputs, or the state that a closed field posts instead."""
        text = data.get(f"{prefix}-{STATE}")
        if not text:
            return super().value_from_datadict(data, files, prefix)
        inputs: MultiValueDict[str, Any] = MultiValueDict()
        state = json.loads(text)
        _inputs_of(self, state if isinstance(state, Mapping) else {}, prefix, inputs)
        return super().value_from_datadict(inputs, files, prefix)


class SectionsBlock(blocks.StreamBlock):
    """The sections of a form. The browser's half knows them all: the outline and moving from one to another need it."""


class SectionStructBlock(blocks.StructBlock):
    """One section of a form."""


def _inputs_of(block: blocks.Block, state: Any, prefix: str, inputs: "MultiValueDict[str, Any]") -> None:
    """Add to `inputs` what the browser would post for a block in this state."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if isinstance(state, Mapping) and name in state:
                _inputs_of(child, state[name], f"{prefix}-{name}", inputs)
            else:
                _inputs_of(child, child.get_form_state(child.get_default()), f"{prefix}-{name}", inputs)
    elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        _sequence_inputs(block, state if isinstance(state, list) else [], prefix, inputs)
    elif isinstance(state, Mapping):
        for name, part in state.items():
            inputs[f"{prefix}-{name}" if name else prefix] = part
    elif isinstance(state, bool):
        inputs.update({prefix: "on"} if state else {})
    elif state is not None:
        inputs.setlist(prefix, state if isinstance(state, list) else [str(state)])


def _sequence_inputs(
    block: blocks.StreamBlock | blocks.ListBlock, state: list[Any], prefix: str, inputs: "MultiValueDict[str, Any]"
) -> None:
    inputs[f"{prefix}-count"] = str(len(state))
    for index, one in enumerate(state):
        name = f"{prefix}-{index}"
        inputs[f"{name}-deleted"] = ""
        inputs[f"{name}-order"] = str(index)
        inputs[f"{name}-id"] = one.get("id") or ""
        if isinstance(block, blocks.ListBlock):
            child = block.child_block
        else:
            inputs[f"{name}-type"] = one["type"]
            child = block.child_blocks.get(one["type"])
        if child is not None:
            _inputs_of(child, one["value"], f"{name}-value", inputs)


def builder_script() -> Any:
    """Return the builder's module; it registers its classes before Wagtail makes the first block."""
    return Script(static("js/builder.js"), type="module")


class _BuilderMedia:
    """Add the builder's script to what Wagtail's own adapter asks for."""

    @cached_property
    def media(self) -> forms.Media:
        """Return the scripts."""
        return super().media + forms.Media(js=[builder_script()])  # type: ignore[misc]


class FieldAdapter(_BuilderMedia, StructBlockAdapter):
    """A field in the browser."""

    js_constructor = "pilotdesk.Field"


class SectionAdapter(_BuilderMedia, StructBlockAdapter):
    """A section in the browser."""

    js_constructor = "pilotdesk.Section"


class SectionsAdapter(_BuilderMedia, StreamBlockAdapter):
    """The form in the browser."""

    js_constructor = "pilotdesk.Sections"

    def js_args(self, block: SectionsBlock) -> list[Any]:
        """Add what the builder says and where it asks."""
        *rest, meta = super().js_args(block)
        return [*rest, {**meta, "pilotdesk": builder_config()}]


class OptionsBlock(blocks.ListBlock):
    """The options of a choice: many short rows; pasting several lines makes as many options."""


class OptionsAdapter(_BuilderMedia, ListBlockAdapter):
    """The options in the browser."""

    js_constructor = "pilotdesk.Options"


register(FieldAdapter(), FieldStructBlock)
register(SectionAdapter(), SectionStructBlock)
register(SectionsAdapter(), SectionsBlock)
register(OptionsAdapter(), OptionsBlock)
