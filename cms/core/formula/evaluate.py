"""From a tree to a value. A tree is compiled once into closures; an evaluation calls them. Nothing is ever raised."""

from collections.abc import Callable
from typing import Any

from cms.core.formula.arithmetic import OPERATORS, PREFIX
from cms.core.formula.compare import compare
from cms.core.formula.errors import EXHAUSTED, Exhausted, Failure, _
from cms.core.formula.functions import dates, lists, logic, money, numbers, text
from cms.core.formula.functions.table import FUNCTIONS
from cms.core.formula.nodes import Binary, Call, Node, Number, Ref, Reference, Text, Truth, Unary
from cms.core.formula.parse import Formula
from cms.core.formula.values import Env, Run, Value, load, made_text, truth
from cms.core.formula.values import text as text_of

Compute = Callable[[Run], Any]

CODE: dict[str, Callable[..., Any]] = {
    **logic.FUNCTIONS,
    **lists.FUNCTIONS,
    **numbers.FUNCTIONS,
    **text.FUNCTIONS,
    **dates.FUNCTIONS,
    **money.FUNCTIONS,
}


def evaluate(formula: Formula, env: Env) -> Value:
    """Return what a formula comes to: a value, blank (None), a list, or an ErrorValue. Data never raise."""
    return outcome(computation(formula), env)


def outcome(compute: Compute, env: Env) -> Value:
    """Return the value of a computation; its failures are ErrorValues."""
    try:
        return compute(Run(env))  # type: ignore[no-any-return]
    except Failure as failure:
        return failure.error
    except Exhausted:
        return EXHAUSTED


def computation(formula: Formula) -> Compute:
    """Return the compiled formula; it is kept with the formula."""
    found = formula.__dict__.get("computation")
    if found is None:
        found = formula.__dict__["computation"] = compiled(formula.root)
    return found  # type: ignore[no-any-return]


def compiled(node: Node) -> Compute:
    """Return the closure that computes a node."""
    match node:
        case Number() | Text() | Truth():
            return _constant(node.value)
        case Reference():
            return _reference(node.ref)
        case Unary():
            return _unary(PREFIX[node.operator], compiled(node.operand))
        case Binary():
            return _binary(node.operator, compiled(node.left), compiled(node.right))
        case Call():
            return _call(node)
    raise TypeError(node)


def _constant(value: Any) -> Compute:
    return lambda run: value


def _reference(ref: Ref) -> Compute:
    name, column = ref.id, ref.column
    if ref.kind == "field":
        return lambda run: load(run, run.env.value(name))
    if ref.kind == "column":
        return lambda run: load(run, run.env.column(name, column))
    if ref.kind == "row":
        return lambda run: load(run, run.env.row(name))
    if ref.kind == "up":
        return lambda run: load(run, run.env.up(name))
    if ref.kind == "line":
        return lambda run: load(run, run.env.line(name))
    return lambda run: load(run, run.env.last(name))


def _unary(operate: Callable[[Any], Any], operand: Compute) -> Compute:
    return lambda run: operate(operand(run))


def _binary(operator: str, left: Compute, right: Compute) -> Compute:
    operate = OPERATORS.get(operator)
    if operate is not None:
        found = operate
        return lambda run: found(left(run), right(run))
    if operator == "&":
        return lambda run: _joined(left(run), right(run))
    return lambda run: compare(operator, left(run), right(run))


def _joined(left: Any, right: Any) -> str:
    return made_text(text_of(left) + text_of(right))


def _call(node: Call) -> Compute:
    function = FUNCTIONS[node.name]
    if not function.least <= len(node.arguments) <= function.most:
        return _wrong_count
    if node.name == "SCORE":
        return _score(node.arguments[0])
    arguments = tuple(compiled(argument) for argument in node.arguments)
    if node.name in LAZY:
        return LAZY[node.name](*arguments)
    code = CODE[node.name]
    if len(arguments) == 1:
        only = arguments[0]
        return lambda run: code(run, only(run))
    return lambda run: code(run, *[argument(run) for argument in arguments])


def _wrong_count(run: Run) -> Any:
    raise Failure("#VALUE!", _("The function has too few or too many values."))


def _score(argument: Node) -> Compute:
    if not isinstance(argument, Reference):
        return _needs_field
    ref, chosen = argument.ref, compiled(argument)
    return lambda run: money.score(run, ref, chosen(run))


def _needs_field(run: Run) -> Any:
    raise Failure("#VALUE!", _("SCORE needs a field in brackets."))


def _if(condition: Compute, then: Compute, otherwise: Compute = lambda run: None) -> Compute:
    return lambda run: then(run) if truth(condition(run)) else otherwise(run)


def _truths(value: Any) -> list[Any]:
    return value if value.__class__ is list else [value]


def _and(*conditions: Compute) -> Compute:
    return lambda run: all(truth(one) for condition in conditions for one in _truths(condition(run)))


def _or(*conditions: Compute) -> Compute:
    return lambda run: any(truth(one) for condition in conditions for one in _truths(condition(run)))


def _if_error(value: Compute, instead: Compute) -> Compute:
    def guarded(run: Run) -> Any:
        try:
            return value(run)
        except Failure:
            return instead(run)

    return guarded


LAZY: dict[str, Callable[..., Compute]] = {"IF": _if, "AND": _and, "OR": _or, "IFERROR": _if_error}
