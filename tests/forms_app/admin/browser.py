"""What the builder's page posts, for tests without a browser."""

from typing import Any

from django.urls import reverse
from wagtail.blocks import Block, BooleanBlock, ListBlock, StreamBlock, StructBlock

from forms_app.models import FormDefinition


def url(name: str, *args: Any) -> str:
    """Return an address of the forms in the admin."""
    return reverse(FormDefinition.snippet_viewset.get_url_name(name), args=args)


def posted(block: Block, value: Any, prefix: str) -> dict[str, Any]:
    """Return what the browser posts for a block."""
    if isinstance(block, StreamBlock):
        data = {f"{prefix}-count": len(value)}
        for index, child in enumerate(value):
            name = f"{prefix}-{index}"
            data |= {f"{name}-deleted": "", f"{name}-order": index, f"{name}-type": child.block_type}
            data |= {f"{name}-id": child.id} | posted(child.block, child.value, f"{name}-value")
        return data
    if isinstance(block, ListBlock):
        data = {f"{prefix}-count": len(value)}
        for index, child in enumerate(value.bound_blocks):
            name = f"{prefix}-{index}"
            data |= {f"{name}-deleted": "", f"{name}-order": index, f"{name}-id": child.id}
            data |= posted(block.child_block, child.value, f"{name}-value")
        return data
    if isinstance(block, StructBlock):
        return {
            key: part
            for name, child in block.child_blocks.items()
            for key, part in posted(child, value[name], f"{prefix}-{name}").items()
        }
    if isinstance(block, BooleanBlock):
        return {prefix: "on"} if value else {}
    return {prefix: "" if value is None else value}


def post_of(definition: FormDefinition) -> dict[str, Any]:
    """Return what the builder posts for a form as it stands."""
    plain = ("title", "code", "title_en", "paper_title", "reference_prefix", "later_note")
    data = {name: getattr(definition, name) for name in (*plain, "audience", "stages_at_start")}
    data |= {"opens_at": "", "closes_at": "", "go_live_at": "", "expire_at": ""}
    for name in ("sections", "checks", "notes", "sinks"):
        value = getattr(definition, name)
        data |= posted(value.stream_block, value, name)
    return data
