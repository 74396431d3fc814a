"""How the arrows of a diagram run: ports on boxes, tracks in the gaps between layers, lanes beside all boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.engine.diagram_graph import Graph, Link, Node
from cases.engine.diagram_texts import ems

BOX_WIDTH, BOX_GAP, LANE = 168, 36, 16
TRACK, BARE_TRACK, GAP_PADDING = 26, 12, 16
LABEL_EM, LABEL_PADDING = 13, 8
PORT_APART = 9


@dataclass(slots=True)
class Route:
    """An arrow on its way to being drawn: where it leaves and arrives, on which tracks, beside which lane."""

    link: Link
    label: str
    out_x: float = 0
    in_x: float = 0
    lane: float | None = None
    out_track: float = 0
    in_track: float = 0

    @property
    def label_width(self) -> float:
        return ems(self.label) * LABEL_EM + 2 * LABEL_PADDING

    @property
    def side(self) -> int:
        """Return -1 for a lane on the left, 1 for one on the right, 0 for none."""
        return 0 if self.link.span == 1 else -1 if self.link.span > 1 else 1

    @property
    def label_x(self) -> float:
        half = self.label_width / 2
        return (self.out_x + self.in_x) / 2 if self.side == 0 else self.out_x + self.side * half

    @property
    def gap_above_target(self) -> int:
        return self.link.target.layer - 1


@dataclass(slots=True)
class Gap:
    """The space below a layer: its rows of tracks, those with words first."""

    labelled: list[list[tuple[float, float]]] = field(default_factory=list)
    bare: list[list[tuple[float, float]]] = field(default_factory=list)

    @property
    def height(self) -> float:
        return 2 * GAP_PADDING + TRACK * len(self.labelled) + BARE_TRACK * len(self.bare)

    def place(self, low: float, high: float, *, labelled: bool) -> int:
        """Return the row in which there is room from `low` to `high`."""
        rows = self.labelled if labelled else self.bare
        for index, row in enumerate(rows):
            if all(high + PORT_APART < start or end + PORT_APART < low for start, end in row):
                row.append((low, high))
                return index
        rows.append([(low, high)])
        return len(rows) - 1


def place_columns(graph: Graph) -> dict[str, float]:
    """Return where each box begins: every layer in the middle."""
    widths = [len(layer) * (BOX_WIDTH + BOX_GAP) - BOX_GAP for layer in graph.layers]
    widest = max(widths, default=0)
    return {
        node.key: round((widest - width) / 2) + index * (BOX_WIDTH + BOX_GAP)
        for layer, width in zip(graph.layers, widths, strict=True)
        for index, node in enumerate(layer)
    }


def place_ports(routes: Sequence[Route], columns: Mapping[str, float]) -> None:
    """Spread the arrows over the lower and upper edges of their boxes, so that they cross as little as may be."""

    def spread(one: Node, ends: list[Route], *, leaving: bool) -> None:
        def far(route: Route) -> float:
            other = route.link.target if leaving else route.link.source
            return columns[other.key] + route.side * 1e6

        for index, route in enumerate(sorted(ends, key=far)):
            x = columns[one.key] + round(BOX_WIDTH * (index + 1) / (len(ends) + 1))
            if leaving:
                route.out_x = x
            else:
                route.in_x = x

    for node in {id(end): end for route in routes for end in (route.link.source, route.link.target)}.values():
        spread(node, [route for route in routes if route.link.source is node], leaving=True)
        spread(node, [route for route in routes if route.link.target is node], leaving=False)
    for route in routes:
        _step_aside(route, routes)


def _step_aside(route: Route, routes: Sequence[Route]) -> None:
    """Keep an arriving line off the lines that leave the layer above at the same place."""
    leaving = [
        other.out_x for other in routes if other is not route and other.link.source.layer == route.gap_above_target
    ]
    tries = [route.in_x + step * sign for step in range(0, 40, 5) for sign in (1, -1)]
    route.in_x = next((x for x in tries if all(abs(x - other) >= PORT_APART / 2 for other in leaving)), route.in_x)


def place_lanes(routes: Sequence[Route], low: float, high: float) -> None:
    """Give what does not lead to the next layer a lane beside all boxes; short ones run nearest."""
    taken: dict[int, list[list[tuple[int, int]]]] = {-1: [], 1: []}
    for route in sorted((one for one in routes if one.side), key=lambda one: abs(one.link.span)):
        ends = sorted((route.link.source.layer, route.gap_above_target))
        lanes = taken[route.side]
        free = (index for index, lane in enumerate(lanes) if all(ends[1] < a or b < ends[0] for a, b in lane))
        index = next(free, len(lanes))
        if index == len(lanes):
            lanes.append([])
        lanes[index].append((ends[0], ends[1]))
        route.lane = (low - LANE * (index + 1)) if route.side < 0 else (high + LANE * (index + 1))


def place_tracks(routes: Sequence[Route], gaps: Mapping[int, Gap]) -> None:
    for route in sorted(routes, key=lambda one: abs((one.lane or one.in_x) - one.out_x)):
        half = route.label_width / 2
        ends = (route.out_x, route.in_x if route.lane is None else route.lane)
        low, high = min(*ends, route.label_x - half), max(*ends, route.label_x + half)
        route.out_track = gaps[route.link.source.layer].place(low, high, labelled=True)
        if route.lane is not None:
            between = sorted((route.lane, route.in_x))
            route.in_track = gaps[route.gap_above_target].place(between[0], between[1], labelled=False)
