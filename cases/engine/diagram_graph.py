"""What a diagram of a case type shows, read from a document however unfinished: states, arrows, and their layers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SWEEPS = 4
ORIGIN = "$origin"


@dataclass(slots=True)
class Node:
    """A state; `notes` are the actions that lead nowhere else, `group` is where its phase stands among all."""

    key: str
    title: str
    kind: str
    phase: str = ""
    notes: list[str] = field(default_factory=list)
    group: float = 0
    layer: int = 0


@dataclass(slots=True)
class Link:
    """All actions from one state to another."""

    source: Node
    target: Node
    titles: list[str]
    by_system: bool

    @property
    def span(self) -> int:
        """Return how many layers it goes down; nothing or less for a way back."""
        return self.target.layer - self.source.layer


@dataclass(slots=True)
class Graph:
    """Nodes by layer in drawing order, the links, and the phases as (key, title)."""

    layers: list[list[Node]]
    links: list[Link]
    phases: list[tuple[str, str]]


def _parts(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = document.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


def _texts(value: Any) -> list[str]:
    values = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return [one for one in values if isinstance(one, str)]


def _nodes(document: Mapping[str, Any], phases: Iterable[str]) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    known = set(phases)
    for state in _parts(document, "states"):
        key = str(state.get("key") or f"#{len(nodes)}")
        phase = state.get("phase")
        made = Node(key, str(state.get("title") or key), str(state.get("kind") or ""), phase if phase in known else "")
        nodes.setdefault(key, made)
    return nodes


def _links(document: Mapping[str, Any], nodes: Mapping[str, Node]) -> list[Link]:
    links: dict[tuple[str, str], Link] = {}
    for one in _parts(document, "transitions"):
        title = str(one.get("title") or one.get("key") or "")
        actor = one.get("actor")
        system = isinstance(actor, Mapping) and actor.get("scope") == "system"
        for source in (nodes[key] for key in _texts(one.get("from")) if key in nodes):
            for target in _texts(one.get("to")):
                if target in (source.key, ORIGIN):
                    source.notes.append(f"{'↩' if target == ORIGIN else '↻'} {title}")
                elif target in nodes:
                    link = links.setdefault((source.key, target), Link(source, nodes[target], [], True))
                    link.by_system = link.by_system and system
                    link.titles += [title] if title not in link.titles else []
    return list(links.values())


def _forward(nodes: Sequence[Node], links: Sequence[Link]) -> tuple[list[Node], list[Link]]:
    """Return the nodes in topological order from the start, and the links that close no circle."""
    out: dict[str, list[Link]] = {}
    for link in links:
        out.setdefault(link.source.key, []).append(link)
    first = sorted(nodes, key=lambda node: node.kind != "start")
    done: dict[str, bool] = {}
    order: list[Node] = []
    forward: list[Link] = []
    for root in first:
        if root.key in done:
            continue
        done[root.key] = False
        stack = [(root, iter(out.get(root.key, ())))]
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                done[node.key] = True
                order.append(node)
                stack.pop()
                continue
            # What is begun and not done is an ancestor: the link goes back to it.
            if done.get(step.target.key) is not False:
                forward.append(step)
            if step.target.key not in done:
                done[step.target.key] = False
                stack.append((step.target, iter(out.get(step.target.key, ()))))
    return order[::-1], forward


def _grouped(order: Sequence[Node], forward: Sequence[Link], phases: Sequence[str]) -> None:
    """Say where each state stands among the phases: one without a phase comes after what leads to it."""
    places = {key: float(index) for index, key in enumerate(phases)}
    for node in order:
        before = [link.source.group for link in forward if link.target is node]
        if node.phase:
            node.group = places[node.phase]
        elif not phases:
            node.group = 0
        elif node.kind == "final":
            node.group = float(len(phases))
        else:
            latest = max(before, default=-1.0)
            node.group = latest + 0.5 if latest.is_integer() and latest >= 0 else latest


def _layered(order: Sequence[Node], forward: Sequence[Link]) -> list[list[Node]]:
    """Put each state as many layers below the first of its group as the longest way there has steps."""
    depth: dict[str, int] = {}
    for node in order:
        inside = [link.source for link in forward if link.target is node and link.source.group == node.group]
        depth[node.key] = max((depth[one.key] + 1 for one in inside if one.key in depth), default=0)
    places = sorted({(node.group, depth[node.key]) for node in order})
    for node in order:
        node.layer = places.index((node.group, depth[node.key]))
    return [[node for node in order if node.layer == layer] for layer in range(len(places))]


def _untangled(layers: list[list[Node]], links: Sequence[Link]) -> None:
    """Order each layer by the middle of what its states are linked to, to and fro."""
    for sweep in range(SWEEPS):
        place = {node.key: index - len(layer) / 2 for layer in layers for index, node in enumerate(layer)}
        for layer in layers if sweep % 2 == 0 else reversed(layers):

            def middle(node: Node, place: dict[str, float] = place, down: bool = sweep % 2 == 0) -> float:
                near = [
                    other
                    for link in links
                    for own, other in ((link.target, link.source), (link.source, link.target))
                    if own is node and (other.layer < node.layer) == down and other.layer != node.layer
                ]
                return sum(place[one.key] for one in near) / len(near) if near else place[node.key]

            layer.sort(key=middle)
            place |= {node.key: index - len(layer) / 2 for index, node in enumerate(layer)}


def graph_of(document: Mapping[str, Any]) -> Graph:
    """Return the states in layers, the first on top, and the links between them."""
    phases = [(str(one.get("key")), str(one.get("title") or "")) for one in _parts(document, "phases")]
    keys = list(dict.fromkeys(key for key, _title in phases))
    nodes = _nodes(document, keys)
    links = _links(document, nodes)
    order, forward = _forward(list(nodes.values()), links)
    _grouped(order, forward, keys)
    layers = _layered(order, forward)
    _untangled(layers, links)
    return Graph(layers, links, phases)
