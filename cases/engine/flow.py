"""The cheapest flow through a small network with whole capacities: seats people in places by several rules at once.

Successive shortest paths. Costs may be negative and as large as one likes; the network has no cycle of its own.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

# A kind of place, and which of that kind.
Node = tuple[str, Any]


class Flow:
    """Edges are added in pairs: the way there, and the way back by which an earlier choice is taken back."""

    def __init__(self) -> None:
        self._ends: list[Node] = []
        self._free: list[int] = []
        self._cost: list[int] = []
        self._out: dict[Node, list[int]] = {}

    def edge(self, start: Node, end: Node, capacity: int, cost: int = 0) -> None:
        """Let up to `capacity` units go from `start` to `end`, each at `cost`."""
        for one, other, room, price in ((start, end, capacity, cost), (end, start, 0, -cost)):
            self._out.setdefault(one, []).append(len(self._ends))
            self._ends.append(other)
            self._free.append(room)
            self._cost.append(price)

    def fill(self, source: Node, sink: Node) -> int:
        """Send as much as fits, as cheaply as that much can be sent; return how much."""
        sent = 0
        while path := self._cheapest_path(source, sink):
            for edge in path:
                self._free[edge] -= 1
                self._free[edge ^ 1] += 1
            sent += 1
        return sent

    def used(self, start: Node) -> Iterator[Node]:
        """Yield where units go from `start`."""
        for edge in self._out.get(start, ()):
            if edge % 2 == 0 and self._free[edge ^ 1]:
                yield self._ends[edge]

    def _cheapest_path(self, source: Node, sink: Node) -> list[int]:
        costs: dict[Node, int] = {source: 0}
        came_by: dict[Node, int] = {}
        waiting: deque[Node] = deque([source])
        while waiting:
            node = waiting.popleft()
            for edge in self._out.get(node, ()):
                end, cost = self._ends[edge], costs[node] + self._cost[edge]
                if self._free[edge] and (end not in costs or cost < costs[end]):
                    costs[end], came_by[end] = cost, edge
                    if end not in waiting:
                        waiting.append(end)
        path: list[int] = []
        node = sink
        while node in came_by and node != source:
            path.append(came_by[node])
            node = self._ends[came_by[node] ^ 1]
        return path
