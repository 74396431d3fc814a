"""A code list: values with labels, in a tree if items name a parent."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cms.core.reference.engine.problems import Problem, _

MAX_ITEMS = 5000


@dataclass(frozen=True, slots=True)
class CodeItem:
    """An item. It can be chosen from `since` to `until`, both included; None is no bound."""

    value: str
    label: str
    parent: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def active(self, day: dt.date) -> bool:
        """Say whether the item can be chosen on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def code_list_problems(items: Sequence[CodeItem]) -> list[Problem]:
    """Return what is wrong with the items of a list."""
    if len(items) > MAX_ITEMS:
        return [Problem(_("A code list has at most %(most)s items."), {"most": MAX_ITEMS})]
    return list(_problems(items))


def _problems(items: Sequence[CodeItem]) -> Iterator[Problem]:
    parents = {item.value: item.parent for item in items}
    seen: set[str] = set()
    for index, item in enumerate(items):
        row, place = index + 1, ("items", index)
        if not item.value or not item.label:
            yield Problem(_("Row %(row)s needs a value and a label."), {"row": row}, place)
        elif item.value in seen:
            yield Problem(
                _("Row %(row)s: the value “%(value)s” is there twice."), {"row": row, "value": item.value}, place
            )
        seen.add(item.value)
        if item.parent and item.parent not in parents:
            params = {"row": row, "value": item.parent}
            yield Problem(_("Row %(row)s: no item has the value “%(value)s”, which is named as parent."), params, place)
        elif _in_circle(item.value, parents):
            yield Problem(_("Row %(row)s: the item lies below itself."), {"row": row}, place)
        if item.since and item.until and item.until < item.since:
            yield Problem(_("Row %(row)s: the last day lies before the first one."), {"row": row}, place)


def _in_circle(value: str, parents: dict[str, str]) -> bool:
    above, steps = parents.get(value, ""), 0
    while above and steps <= len(parents):
        if above == value:
            return True
        above, steps = parents.get(above, ""), steps + 1
    return False


def items_on(items: Sequence[CodeItem], day: dt.date) -> list[CodeItem]:
    """Return the items that can be chosen on a day; one whose parent cannot be chosen cannot either."""
    parents = {item.value: item for item in items}

    def open_up(item: CodeItem, left: int) -> bool:
        above = parents.get(item.parent)
        return item.active(day) and (above is None or left == 0 or open_up(above, left - 1))

    return [item for item in items if open_up(item, 12)]
