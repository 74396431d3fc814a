"""What the checks are told of the world: names that a case type may use, and questions that only a database answers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.engine.shape import Fault, Path

ParamsCheck = Callable[[Mapping[str, Any]], Iterable[tuple[str, Mapping[str, Any]]]]
# What is wrong with a guard's formula, in words, given its text.
FormulaCheck = Callable[[str], Iterable[str]]
# The counties in which nobody holds any of these roles.
Staffing = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a case type may use: what the code has registered and the data that exists.

    None stands for what nobody can say yet (a programme's roles and forms are loaded with it) and is not checked.
    `checks` look at the parameters of effects, by name: each yields what is wrong as a fault's code with its params.
    """

    requirements: Collection[str]
    effects: Collection[str]
    roles: Collection[str] | None = None
    checks: Mapping[str, ParamsCheck] = field(default_factory=dict)
    sections: Collection[str] | None = None
    case_types: Collection[str] | None = None
    letters: Collection[str] | None = None
    specialities: Collection[str] | None = None
    formula: FormulaCheck | None = None
    unstaffed: Staffing | None = None


def unknown(code: str, names: Iterable[str], known: Collection[str] | None, path: Path, param: str) -> Iterator[Fault]:
    """Yield a fault for each of `names` that is not known; nothing where nobody can say."""
    if known is not None:
        yield from (Fault(code, path, {param: name}) for name in names if name not in known)


def unknown_roles(roles: Iterable[str], known: Known, path: Path) -> Iterator[Fault]:
    """Yield a fault for each role that does not exist."""
    return unknown("unknown_role", roles, known.roles, path, "role")
