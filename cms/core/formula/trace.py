"""Why this number, why is this hidden: every part of a formula with what it came to."""

from collections.abc import Iterator
from dataclasses import dataclass

from cms.core.formula.errors import ErrorValue, Failure
from cms.core.formula.evaluate import compiled, outcome
from cms.core.formula.nodes import Call, Node, children
from cms.core.formula.parse import Formula
from cms.core.formula.values import Env, Value, truth


@dataclass(frozen=True, slots=True)
class Trace:
    """A part of a formula (text with ids: show it with to_labels) and its value.

    `used` is false for what was not computed because it did not matter, such as the other branch of IF.
    """

    text: str
    value: Value
    children: tuple["Trace", ...] = ()
    used: bool = True

    def walk(self) -> Iterator["Trace"]:
        """Yield this part and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def trace(formula: Formula, env: Env) -> Trace:
    """Return every part of the formula with its value."""
    return _traced(formula.text, formula.root, env)


def _traced(text: str, node: Node, env: Env) -> Trace:
    below: list[Trace] = []
    for index, child in enumerate(children(node)):
        if isinstance(node, Call) and not _matters(node.name, index, below):
            below.append(_unused(text, child))
        else:
            below.append(_traced(text, child, env))
    return Trace(text[node.start : node.end], outcome(compiled(node), env), tuple(below))


def _unused(text: str, node: Node) -> Trace:
    return Trace(text[node.start : node.end], None, used=False)


def _is_true(value: Value) -> bool | None:
    """Return whether a value is true; None when it is an error or neither."""
    if isinstance(value, ErrorValue):
        return None
    try:
        return truth(value)
    except Failure:
        return None


def _matters(name: str, index: int, before: list[Trace]) -> bool:
    """Say whether the argument at `index` is computed at all, given the arguments before it."""
    if not before:
        return True
    if name == "IF":
        return _is_true(before[0].value) is (index == 1)
    if name in ("AND", "OR"):
        stops = name == "OR"
        return all(_is_true(one.value) is (not stops) for one in before)
    return not (name == "IFERROR" and not isinstance(before[0].value, ErrorValue))
