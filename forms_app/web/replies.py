"""The input for the reply to a remark."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from forms_app.models import Remark
from forms_app.services.remark_reply import reply_name, shown_name
from forms_app.services.remarks import LONGEST


class Shown(Protocol):
    """What the page of a section knows (forms_app.web.fill.Fill)."""

    inputs: Mapping[str, Any]
    open_fields: Collection[str]
    errors: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """Return what was typed."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is typed; `shown` is what the page takes for stored, so that no colleague's reply is lost."""

    name: str
    text: str
    shown_name: str
    shown: str
    errors: Sequence[str]
    longest: int = LONGEST


def reply_to(fill: Shown, remark: Remark) -> Reply | None:
    """Return the input for the reply, or None where this person may not write one."""
    if remark.field_id not in fill.open_fields:
        return None
    name, shown = reply_name(remark), shown_name(remark)
    errors = fill.errors.get(name, ())
    # After a message about a colleague's reply, saving again is a conscious choice.
    kept = shown in fill.inputs and not errors
    return Reply(
        name=name,
        text=fill.text(name) if name in fill.inputs else remark.reply,
        shown_name=shown,
        shown=fill.text(shown) if kept else remark.reply,
        errors=errors,
    )
