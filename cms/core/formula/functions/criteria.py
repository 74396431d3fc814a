"""The criteria of COUNTIF and SUMIF: a value, or a text such as >=5, <>是, 精密* or ?号."""

import re
from collections.abc import Callable
from typing import Any

from cms.core.formula.compare import order
from cms.core.formula.limits import WILDCARD_STEPS
from cms.core.formula.values import Run, dated, folded, is_blank, numeric, single

_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)\Z", re.DOTALL)
_WILD = re.compile(r"[*?~]")


def criterion(run: Run, condition: Any) -> Callable[[Any], bool]:
    """Return the test that a criterion describes."""
    wanted = single(condition)
    if not isinstance(wanted, str):
        return _same_as(run, wanted)
    match = _CRITERION.match(wanted)
    operator, operand = (match[1] or "=", match[2]) if match else ("=", wanted)
    if operator == "=":
        return _same_as(run, operand)
    if operator == "<>":
        same = _same_as(run, operand)
        return lambda value: not same(value)
    limit = _kind(operand)
    return lambda value: _ordered(operator, value, limit)


def _same_as(run: Run, operand: Any) -> Callable[[Any], bool]:
    if is_blank(operand):
        return is_blank
    if isinstance(operand, str) and _WILD.search(operand):
        pattern = _pattern(folded(operand))
        return lambda value: isinstance(value, str) and _fits(run, folded(value), pattern)
    wanted = _kind(operand)
    return lambda value: not is_blank(value) and order(value, wanted) == 0


def _kind(operand: Any) -> Any:
    """Return a text that is a number or a date as that, so that other texts have no order beside it."""
    if not isinstance(operand, str):
        return operand
    found = numeric(operand)
    if found is not None:
        return found
    moment = dated(operand)
    return operand if moment is None else moment


def _ordered(operator: str, value: Any, operand: Any) -> bool:
    found = None if is_blank(value) or operand == "" else order(value, operand)
    if found is None:
        return False
    if operator == "<":
        return found < 0
    if operator == "<=":
        return found <= 0
    return found > 0 if operator == ">" else found >= 0


def _pattern(operand: str) -> list[str]:
    """Return the characters of a pattern; "**" and "??" stand for the wildcards, so that ~* can be a plain star."""
    found: list[str] = []
    characters = iter(operand)
    for character in characters:
        if character == "~":
            found.append(next(characters, "~"))
        else:
            found.append(character * 2 if character in "*?" else character)
    return found


def _fits(run: Run, words: str, pattern: list[str]) -> bool:
    """Match with at most len(words) × len(pattern) steps: on a mismatch the last star takes one character more."""
    run.spend(len(words) * len(pattern) // WILDCARD_STEPS)
    place = step = 0
    star = kept = -1
    while place < len(words):
        if step < len(pattern) and pattern[step] == "**":
            star, kept = step, place
            step += 1
        elif step < len(pattern) and pattern[step] in ("??", words[place]):
            place += 1
            step += 1
        elif star >= 0:
            kept += 1
            place, step = kept, star + 1
        else:
            return False
    return all(rest == "**" for rest in pattern[step:])
