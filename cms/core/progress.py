"""A progress bar for commands that take a while: it redraws on a terminal and prints a line now and then elsewhere."""

import time
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Out(Protocol):
    """Where the bar is drawn: a stream, or the error stream of a management command."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> None: ...
    def isatty(self) -> bool: ...


_WIDTH = 30
_EVERY_SECONDS = {True: 0.1, False: 5.0}


def progress(items: Iterable[Item], *, total: int, label: str, out: Out) -> Iterator[Item]:
    """Yield `items` and show on `out` how many of `total` are done and how fast."""
    on_terminal = out.isatty()
    started = shown = time.monotonic()
    done = 0

    def draw() -> None:
        filled = _WIDTH if not total else min(_WIDTH, _WIDTH * done // total)
        rate = done / max(time.monotonic() - started, 0.001)
        line = f"{label} {'█' * filled}{'░' * (_WIDTH - filled)} {done}/{total} ({rate:,.0f}/s)"
        out.write(f"\r{line}" if on_terminal else f"{line}\n")
        out.flush()

    for item in items:
        yield item
        done += 1
        if time.monotonic() - shown >= _EVERY_SECONDS[on_terminal]:
            shown = time.monotonic()
            draw()
    draw()
    if on_terminal:
        out.write("\n")
