"""What the inputs of the editor are called, and what their values say to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from cases.admin.case_types.choices import titles
from cases.admin.case_types.inputs import KeyBlock, KeysBlock
from cases.models import CaseTypeDefinition
from cms.accounts.models import Role

PART_TITLES: Mapping[str, Any] = {
    "phases": gettext_lazy("Phase"),
    "documents": gettext_lazy("Document of a case"),
    "deadlines": gettext_lazy("Time limit"),
    "states": gettext_lazy("State of a case"),
    "transitions": gettext_lazy("Action on a case"),
}


def card_block(part: str) -> blocks.StructBlock:
    """Return the card of a part."""
    field: Any = CaseTypeDefinition._meta.get_field(part)
    (block,) = field.stream_block.child_blocks.values()
    return block


def input_label(part: str | None, name: str) -> str:
    """Return what an input is called; its name where it has no label."""
    if part is None:
        known = {field.name: field.verbose_name for field in CaseTypeDefinition._meta.concrete_fields}
        return str(known.get(name, name))
    child = card_block(part).child_blocks.get(name)
    return str(child.label) if child is not None else name


class Names:
    """The titles of the keys that a case type uses, of its own parts and of what stands outside."""

    def __init__(self, *documents: Mapping[str, Any]) -> None:
        self.closed = titles()
        self.known = dict(Role.objects.values_list("key", "name"))
        for document in documents:
            for part in ("phases", "documents", "states", "transitions"):
                for one in document.get(part, ()):
                    self.known[one.get("key", "")] = one.get("title", "")
        self.known["$origin"] = _("back to where the case came from")

    def of(self, key: Any) -> str:
        """Return the title of a key, or the key."""
        return str(self.known.get(str(key)) or key)

    def said(self, block: blocks.Block, value: Any) -> str:
        """Return what an input's stored value says."""
        if isinstance(block, blocks.StreamBlock):
            return "\n".join(self._card(block.child_blocks[one["type"]], one["value"], named=True) for one in value)
        if isinstance(block, blocks.ListBlock):
            return "\n".join(self._card(block.child_block, one["value"]) for one in value)
        if isinstance(block, blocks.BooleanBlock):
            return _("yes") if value else ""
        if isinstance(block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock):
            return "、".join(self.closed.get(one, one) for one in _listed(value))
        if isinstance(block, KeyBlock | KeysBlock):
            return "、".join(self.of(one) for one in _listed(value))
        return str(value or "")

    def _card(self, block: Any, value: Mapping[str, Any], *, named: bool = False) -> str:
        said = ((child.label, self.said(child, value.get(name))) for name, child in block.child_blocks.items())
        inner = "；".join(f"{label}：{text}" for label, text in said if text)
        return f"{block.label} {inner}".strip() if named else inner


def _listed(value: Any) -> list[str]:
    return [one for one in ([value] if isinstance(value, str) else value or ()) if one]
