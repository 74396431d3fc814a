"""Reads of code lists, ours and those that rooms lend (regions)."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from cms.core.reference.engine.code_list import CodeItem, items_on
from cms.core.reference.models import CodeList, CodeListItem

ListItems = list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class LentList:
    """A code list that a room keeps itself."""

    code: str
    name: str | Promise
    read: Callable[[], Iterable[tuple[str, str, str]]]


_lent: dict[str, LentList] = {}


def lend_code_list(code: str, name: str | Promise, read: Callable[[], Iterable[tuple[str, str, str]]]) -> None:
    """Let forms use a list that a room keeps itself; `read` returns (value, label, parent value)."""
    _lent[code] = LentList(code, name, read)


def code_lists() -> list[tuple[str, str]]:
    """Return (code, name) of every list, as choices."""
    lent = [(one.code, str(one.name)) for one in _lent.values()]
    return [*lent, *CodeList.objects.exclude(code__in=_lent).values_list("code", "name")]


def stored_items(code_list: CodeList) -> list[CodeItem]:
    """Return all items of a list, also those that cannot be chosen today."""
    return [_item(row) for row in code_list.items.order_by("position")]


def code_list_items(code: str, *, on: dt.date | None = None) -> ListItems | None:
    """Return (value, label, parent) of what can be chosen on a day, by default today; None if there is no such list."""
    if code in _lent:
        return list(_lent[code].read())
    rows = CodeListItem.objects.filter(code_list__code=code).order_by("position")
    items = items_on([_item(row) for row in rows], on or timezone.localdate())
    if not items and not CodeList.objects.filter(code=code).exists():
        return None
    return [(item.value, item.label, item.parent) for item in items]


def _item(row: CodeListItem) -> CodeItem:
    return CodeItem(row.value, row.label, row.parent, row.active_from, row.active_until)
