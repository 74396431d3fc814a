"""Interleaved rounds and medians: what disturbs the machine disturbs both sides alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

ROUNDS = 7


@dataclass(frozen=True)
class Result:
    """One line of the table. `ours` and `reference` are milliseconds; the ratio must not exceed the goal."""

    name: str
    ours: float
    reference: float
    ratio: float
    goal: float
    met: bool

    def as_json(self) -> dict[str, object]:
        """Return the line as it is written to the file."""
        return asdict(self)


def processor_time(work: Callable[[], object], times: int) -> Callable[[], float]:
    """Return a probe: the processor time of one call in milliseconds. Waiting for other programs does not count."""

    def probe() -> float:
        started = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - started) * 1000 / times

    return probe


def elapsed(work: Callable[[], object], times: int) -> Callable[[], float]:
    """Return a probe: milliseconds of one call by the clock. A PostgreSQL works in a process of its own."""

    def probe() -> float:
        started = time.perf_counter()
        for _ in range(times):
            work()
        return (time.perf_counter() - started) * 1000 / times

    return probe


def compare(name: str, *, ours: Callable[[], float], reference: Callable[[], float], goal: float) -> Result:
    """Take both probes in turn, round after round; the ratio is the median of the rounds' ratios."""
    ours(), reference()  # warm both up
    times_ours, times_reference, ratios = [], [], []
    gc.collect()
    gc.disable()
    try:
        for number in range(ROUNDS):
            sides = [(ours, times_ours), (reference, times_reference)]
            # Who goes first changes, so that neither always meets the warmer cache.
            for probe, found in sides if number % 2 else reversed(sides):
                found.append(probe())
            ratios.append(times_ours[-1] / times_reference[-1])
            gc.collect()
    finally:
        gc.enable()
    ratio = statistics.median(ratios)
    return Result(
        name=name,
        ours=round(statistics.median(times_ours), 3),
        reference=round(statistics.median(times_reference), 3),
        ratio=round(ratio, 3),
        goal=goal,
        met=ratio <= goal,
    )


def table(results: list[Result]) -> str:
    """Return the results as lines of text."""
    width = max(len(result.name) for result in results)
    lines = [f"  {'name':<{width}}  {'ours ms':>10}  {'reference ms':>13}  {'ratio':>8}  {'goal':>8}"]
    for result in results:
        mark = "✓" if result.met else "✗"
        lines.append(
            f"{mark} {result.name:<{width}}  {result.ours:>10.3f}  {result.reference:>13.3f}"
            f"  {result.ratio:>8.3f}  {result.goal:>8.2f}"
        )
    return "\n".join(lines)
