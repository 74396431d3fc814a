"""A case type drawn: boxes in layers, right-angled arrows on tracks between them, phases as bands. Pure Python.

Every arrow has a track of its own in the gap below its source, which carries its words; what does not lead to the very
next layer runs beside all boxes, forward on the left and back on the right. So no arrow crosses a box, and no words
cover other words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.engine.diagram_graph import Graph, Node, graph_of
from cases.engine.diagram_routes import (
    BARE_TRACK,
    BOX_WIDTH,
    GAP_PADDING,
    TRACK,
    Gap,
    Route,
    place_columns,
    place_lanes,
    place_ports,
    place_tracks,
)
from cases.engine.diagram_texts import TITLE_EMS, cut, wrapped

LINE, BOX_PADDING, MARGIN = 20, 24, 20
BAND_HEAD, BAND_FOOT = 30, 14
LABEL_EMS, LABEL_HEIGHT = 22.0, 22
CORNER = 7

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its title in lines, what leads back to itself as notes."""

    key: str
    kind: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    x: float
    y: float
    height: float
    width: float = BOX_WIDTH

    @property
    def texts(self) -> list[tuple[str, bool, float, float]]:
        """Return each line as (text, whether it is a note, x, y)."""
        lines = [(text, False) for text in self.lines] + [(text, True) for text in self.notes]
        top = self.y + (self.height - len(lines) * LINE) / 2 + 14.5
        return [(text, note, self.x + self.width / 2, top + index * LINE) for index, (text, note) in enumerate(lines)]


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way from one state to another: its corners and its words, `label` centred at (label_x, label_y)."""

    source: str
    target: str
    title: str
    by_system: bool
    points: tuple[Point, ...]
    label: str
    label_x: float
    label_y: float
    label_width: float

    @property
    def path(self) -> str:
        """Return the corners as an SVG path, rounded."""
        return rounded(self.points)

    @property
    def label_left(self) -> float:
        """Return where the words begin."""
        return self.label_x - self.label_width / 2

    @property
    def label_top(self) -> float:
        """Return where the words begin from above."""
        return self.label_y - LABEL_HEIGHT / 2

    @property
    def label_base(self) -> float:
        """Return the line on which the words stand."""
        return self.label_y + 4.5


@dataclass(frozen=True, slots=True)
class Band:
    """A phase behind its states."""

    title: str
    y: float
    height: float

    @property
    def title_y(self) -> float:
        """Return the line on which its title stands."""
        return self.y + 20


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    bands: tuple[Band, ...]

    @property
    def band_width(self) -> float:
        """Return how wide a band is: all of the drawing but a little at each side."""
        return self.width - 8


def rounded(points: Sequence[Point]) -> str:
    """Return a path through the points with round corners."""
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        lengths = [abs(corner[0] - end[0]) + abs(corner[1] - end[1]) for end in (before, after)]
        reach = min(CORNER, lengths[0] / 2, lengths[1] / 2)
        (ax, ay), (bx, by) = _toward(corner, before, reach), _toward(corner, after, reach)
        parts.append(f"L{ax:g} {ay:g}Q{corner[0]:g} {corner[1]:g} {bx:g} {by:g}")
    return "".join((*parts, f"L{points[-1][0]:g} {points[-1][1]:g}"))


def _toward(corner: Point, end: Point, reach: float) -> Point:
    length = abs(corner[0] - end[0]) + abs(corner[1] - end[1]) or 1
    return corner[0] + (end[0] - corner[0]) * reach / length, corner[1] + (end[1] - corner[1]) * reach / length


def _heights(graph: Graph) -> list[float]:
    return [max(_box_height(node) for node in layer) for layer in graph.layers]


def _box_height(node: Node) -> float:
    return (len(wrapped(node.title)) + len(node.notes)) * LINE + BOX_PADDING


def _rows(graph: Graph, gaps: Mapping[int, Gap]) -> tuple[list[float], dict[int, float], list[Band], float]:
    """Return where layers, gaps and bands lie from top to bottom, and the whole height."""
    heights, tops, starts, bands = _heights(graph), [], {}, []
    phases = [title for _key, title in graph.phases]
    y, band_top, open_group = float(MARGIN), 0.0, None
    for index, layer in enumerate([*graph.layers, []]):
        group = layer[0].group if layer else None
        if open_group is not None and group != open_group:
            bands.append(Band(phases[int(open_group)], band_top, y + BAND_FOOT - band_top))
            y, open_group = y + BAND_FOOT, None
        starts[index - 1] = y
        y += gaps[index - 1].height if index or gaps[-1].bare else 0
        if not layer:
            break
        if layer[0].phase and open_group is None:
            band_top, open_group = y, group
            y += BAND_HEAD
        tops.append(y)
        y += heights[index]
    last = len(graph.layers) - 1
    empty = not (gaps[last].labelled or gaps[last].bare)
    return tops, starts, bands, (starts[last] if empty else y) + MARGIN


def _arrow(route: Route, boxes: Mapping[str, Box], starts: Mapping[int, float], gaps: Mapping[int, Gap]) -> Arrow:
    source, target = boxes[route.link.source.key], boxes[route.link.target.key]
    out_y = starts[route.link.source.layer] + GAP_PADDING + TRACK * (route.out_track + 0.5)
    ways: list[Point] = [(route.out_x, source.y + source.height), (route.out_x, out_y)]
    if route.lane is not None:
        gap = gaps[route.gap_above_target]
        first = starts[route.gap_above_target] + GAP_PADDING + TRACK * len(gap.labelled)
        in_y = first + BARE_TRACK * (route.in_track + 0.5)
        ways += [(route.lane, out_y), (route.lane, in_y), (route.in_x, in_y)]
    else:
        ways.append((route.in_x, out_y))
    ways.append((route.in_x, target.y))
    corners = tuple(one for index, one in enumerate(ways) if index == 0 or one != ways[index - 1])
    title = "、".join(route.link.titles)
    return Arrow(
        source.key,
        target.key,
        title,
        route.link.by_system,
        corners,
        route.label,
        route.label_x,
        out_y,
        route.label_width,
    )


def diagram_of(document: Mapping[str, Any]) -> Diagram:
    """Return the drawing of a case type, finished or not."""
    graph = graph_of(document)
    columns = place_columns(graph)
    routes = [Route(link, cut("、".join(link.titles), LABEL_EMS)) for link in graph.links]
    place_ports(routes, columns)
    halves = [(one.label_x, one.label_width / 2) for one in routes]
    low = min([0.0, *(x - half for x, half in halves)])
    high = max([max(columns.values(), default=0) + BOX_WIDTH, *(x + half for x, half in halves)])
    place_lanes(routes, low, high)
    gaps = {index: Gap() for index in range(-1, len(graph.layers))}
    place_tracks(routes, gaps)
    low = min([low, *(one.lane for one in routes if one.lane is not None)]) - MARGIN
    high = max([high, *(one.lane for one in routes if one.lane is not None)]) + MARGIN
    shift = -low
    for route in routes:
        route.out_x, route.in_x = route.out_x + shift, route.in_x + shift
        route.lane = None if route.lane is None else route.lane + shift
    tops, starts, bands, height = _rows(graph, gaps)
    boxes = {
        node.key: Box(
            node.key,
            node.kind,
            wrapped(node.title),
            tuple(cut(note, TITLE_EMS + 1) for note in node.notes),
            columns[node.key] + shift,
            tops[node.layer],
            _box_height(node),
        )
        for layer in graph.layers
        for node in layer
    }
    arrows = tuple(_arrow(route, boxes, starts, gaps) for route in routes)
    return Diagram(high + shift, height, tuple(boxes.values()), arrows, tuple(bands))
