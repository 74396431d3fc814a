"""YAML that knows its lines: every value of a file can be pointed at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
# A file of a few lines may stand for millions by naming its own parts again and again.
MOST_PLACES, DEEPEST = 100_000, 40


class YAMLFault(Exception):
    """The file cannot be read as YAML, or says a key twice."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LinedYAML:
    """The content of a file and the line (from 1) of every place in it."""

    content: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place above it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_lined(path: Path) -> LinedYAML:
    """Read a YAML file; YAMLFault if that fails."""
    try:
        return read_lined_text(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise YAMLFault(1, str(error)) from error


def read_lined_text(text: str) -> LinedYAML:
    """Read YAML with the plain (safe) tags; YAMLFault if that fails."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        lines: dict[Place, int] = {}
        if node is not None:
            _walk(node, (), lines)
        return LinedYAML(loader.construct_document(node) if node is not None else None, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YAMLFault(mark.line + 1 if mark else 1, error.problem or str(error)) from error
    except yaml.YAMLError as error:
        raise YAMLFault(1, str(error)) from error
    except (RecursionError, ValueError) as error:
        raise YAMLFault(1, str(error)) from error


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int]) -> None:
    lines.setdefault(place, node.start_mark.line + 1)
    if len(lines) > MOST_PLACES or len(place) > DEEPEST:
        raise YAMLFault(node.start_mark.line + 1, "too large")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise YAMLFault(key.start_mark.line + 1, f"duplicate key: {key.value}")
            seen.add(key.value)
            lines[*place, key.value] = key.start_mark.line + 1
            _walk(value, (*place, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[*place, index] = value.start_mark.line + 1
            _walk(value, (*place, index), lines)
