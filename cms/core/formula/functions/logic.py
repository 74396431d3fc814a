"""IN, CONTAINS, ISBLANK, NOT. What decides which part is computed at all (IF, AND, OR, IFERROR) is in evaluate.py."""

from collections.abc import Callable
from typing import Any

from cms.core.formula.compare import equal
from cms.core.formula.values import Run, folded, is_blank, single, text, truth


def flat(values: tuple[Any, ...]) -> list[Any]:
    """Return the values of arguments and lists one after the other."""
    found: list[Any] = []
    for value in values:
        if value.__class__ is list:
            found.extend(value)
        else:
            found.append(value)
    return found


def negation(run: Run, value: Any) -> bool:
    """NOT."""
    return not truth(value)


def isblank(run: Run, value: Any) -> bool:
    """ISBLANK."""
    return is_blank(value)


def among(run: Run, value: Any, *options: Any) -> bool:
    """IN: blank is never among anything."""
    wanted = [option for option in flat(options) if not is_blank(option)]
    given = [one for one in flat((value,)) if not is_blank(one)]
    run.spend(len(given) * len(wanted))
    return any(equal(one, option) for one in given for option in wanted)


def contains(run: Run, haystack: Any, needle: Any) -> bool:
    """CONTAINS: an element of a list, or a part of a text."""
    needle = single(needle)
    if is_blank(needle):
        return False
    if haystack.__class__ is list:
        return any(equal(one, needle) for one in haystack if not is_blank(one))
    return folded(text(needle)) in folded(text(haystack))


FUNCTIONS: dict[str, Callable[..., Any]] = {"NOT": negation, "ISBLANK": isblank, "IN": among, "CONTAINS": contains}
