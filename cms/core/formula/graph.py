"""Which formula must be computed before which, and where they run in circles. Pure; ids are those of fields."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from cms.core.formula.parse import Formula


def dependencies(formulas: Mapping[str, Formula]) -> dict[str, set[str]]:
    """Return, for each id that has a formula, the other ids with a formula that it reads.

    A reference to a column or a row depends on the column; one to a column also on its table. Last year never does.
    """
    found: dict[str, set[str]] = {}
    for name, formula in formulas.items():
        reads = {part for ref in formula.refs if ref.kind != "last" for part in (ref.id, ref.column) if part}
        found[name] = reads & formulas.keys()
    return found


def cycles(formulas: Mapping[str, Formula]) -> list[list[str]]:
    """Return the circles, each once and in the order of reading: ["a", "b"] when a reads b and b reads a."""
    graph = dependencies(formulas)
    found: list[list[str]] = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # graphlib gives [x, …, x], each the predecessor (what is read) of the next one.
            circle = list(reversed(error.args[1]))[:-1]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            found.append(circle)
            graph[circle[-1]] = graph[circle[-1]] - {circle[0]}
        else:
            return found


def order(formulas: Mapping[str, Formula]) -> list[str]:
    """Return the ids so that each comes after those that it reads; what stands in a circle is left out."""
    graph = dependencies(formulas)
    stuck = {name for circle in cycles(formulas) for name in circle}
    sorter = TopologicalSorter({name: reads - stuck for name, reads in graph.items() if name not in stuck})
    return list(sorter.static_order())
