"""States and what they read: how a pattern is answered without going back. Pure Python."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from forms_app.engine.faults import _

MOST_STATES = 1000
MOST_REMEMBERED = 5000
Ranges = tuple[tuple[int, int], ...]


class PatternError(ValueError):
    """The pattern cannot be read. `message` is an English msgid with places for `params`."""

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass(slots=True)
class State:
    """A state: what it reads on the way to `after`, or nothing, and then it may go on to several."""

    ranges: Ranges | None = None
    after: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the automaton: where it begins, and the state with which it ends."""

    start: int
    end: int


# What builds a part of the automaton: called once for every time that the part is repeated.
Build = Callable[["Automaton"], Piece]


class Automaton:
    def __init__(self) -> None:
        self.states: list[State] = []
        self.remembered: dict[tuple[frozenset[int], int], frozenset[int]] = {}

    def add(self, ranges: Ranges | None = None) -> int:
        """Return a new state."""
        if len(self.states) >= MOST_STATES:
            raise PatternError(_("The pattern counts too far. Use smaller numbers in { }."))
        self.states.append(State(ranges))
        return len(self.states) - 1

    def reading(self, ranges: Ranges) -> Piece:
        """Return a part that reads one character."""
        start, end = self.add(ranges), self.add()
        self.states[start].after.append(end)
        return Piece(start, end)

    def free(self, start: int, *ends: int) -> None:
        """Let a state go on without reading."""
        self.states[start].after.extend(ends)

    def closed(self, states: set[int]) -> frozenset[int]:
        """Return the states and all that can be reached from them without reading."""
        waiting = list(states)
        while waiting:
            state = self.states[waiting.pop()]
            if state.ranges is None:
                fresh = [one for one in state.after if one not in states]
                states.update(fresh)
                waiting.extend(fresh)
        return frozenset(states)

    def step(self, at: frozenset[int], code: int) -> frozenset[int]:
        """Return the states that a character leads to."""
        found = self.remembered.get((at, code))
        if found is None:
            read = {
                after
                for state in (self.states[one] for one in at)
                if state.ranges is not None and any(low <= code <= high for low, high in state.ranges)
                for after in state.after
            }
            found = self.closed(read)
            if len(self.remembered) >= MOST_REMEMBERED:
                self.remembered.clear()
            self.remembered[at, code] = found
        return found


def _nothing(made: Automaton) -> Piece:
    state = made.add()
    return Piece(state, state)


def reads(ranges: Ranges) -> Build:
    """Return what reads one character of these."""
    return lambda made: made.reading(ranges)


def in_order(parts: list[Build]) -> Build:
    """Return what reads the parts one after the other."""

    def build(made: Automaton) -> Piece:
        pieces = [part(made) for part in parts] or [_nothing(made)]
        for before, after in pairwise(pieces):
            made.free(before.end, after.start)
        return Piece(pieces[0].start, pieces[-1].end)

    return build


def one_of(parts: list[Build]) -> Build:
    """Return what reads one of the parts."""

    def build(made: Automaton) -> Piece:
        start, end = made.add(), made.add()
        for part in parts:
            piece = part(made)
            made.free(start, piece.start)
            made.free(piece.end, end)
        return Piece(start, end)

    return parts[0] if len(parts) == 1 else build


def repeated(part: Build, least: int, most: int | None) -> Build:
    """Return what reads a part at least so often and at most so often."""

    def maybe(made: Automaton) -> Piece:
        piece, end = part(made), made.add()
        start = made.add()
        made.free(start, piece.start, end)
        made.free(piece.end, end)
        return Piece(start, end)

    def again(made: Automaton) -> Piece:
        piece, end = part(made), made.add()
        start = made.add()
        made.free(start, piece.start, end)
        made.free(piece.end, start)
        return Piece(start, end)

    rest = [again] if most is None else [maybe] * (most - least)
    return in_order([*[part] * least, *rest])
