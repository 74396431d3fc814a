"""What is measured, against what, and the goal of each."""

import os
from collections.abc import Callable, Sequence

import django

django.setup()

# Models can be imported only after the set-up.
from bench import browser, cases, peers, submissions, wizard  # noqa: E402
from bench.formulas import formula_of_ten_parts  # noqa: E402
from bench.measure import Result, compare, table  # noqa: E402
from bench.paper import paper_pdf, paper_word  # noqa: E402
from bench.servers import serving  # noqa: E402
from bench.tables import table_against_formset, table_within_a_second  # noqa: E402
from cms.settings.env import VAR_DIR  # noqa: E402

__all__ = ["run_all", "table", "wanted_scenarios"]

# Made anew it took 66 bare views, now about 35. The next goal is 20; `wagtail start` takes 12 to 18.
HOME_COLD_GOAL = 40.0
# A kept page: at least 0.9 times as many of them as of the bare view, hence at most 1.11 times its cost.
HOME_WARM_GOAL = 1.11
# No page with unknown parameters is kept, so this one is made anew each time.
COLD = "/?cold=1"


def home_warm() -> Result:
    """The home page as visitors get it."""
    return _home("home page, kept / constant view of the same bytes", "/", times=1500, goal=HOME_WARM_GOAL)


def home_cold() -> Result:
    """The home page made anew, with every middleware."""
    return _home("home page, made anew / constant view of the same bytes", COLD, times=60, goal=HOME_COLD_GOAL)


def _home(name: str, path: str, *, times: int, goal: float) -> Result:
    """Return the processor time of our page against that of its own bytes from a Django without any middleware."""
    with serving("cms.wsgi:application") as ours:
        page = VAR_DIR / "home.html"
        page.write_bytes(ours.get(path))
        os.environ["BENCH_PAGE"] = str(page)
        with serving("bench.bare:application") as bare:
            assert len(bare.get("/")) == page.stat().st_size
            return compare(
                name,
                ours=lambda: ours.cost(path, times),
                reference=lambda: bare.cost("/", 1500),
                goal=goal,
            )


TABLES = (table_within_a_second, table_against_formset)
PAPER = (paper_pdf, paper_word)
SCENARIOS = (
    home_warm,
    home_cold,
    *wizard.SCENARIOS,
    *PAPER,
    formula_of_ten_parts,
    *TABLES,
    *submissions.SCENARIOS,
    *cases.SCENARIOS,
    *browser.SCENARIOS,
)


def wanted_scenarios(parts: Sequence[str]) -> list[Callable[[], Result]]:
    """Return those whose name holds one of the parts, all of them if there is none; LookupError for a part of none."""
    names = [scenario.__name__ for scenario in SCENARIOS]
    unknown = [part for part in parts if not any(part in name for name in names)]
    if unknown:
        raise LookupError(f"没有名字含“{'、'.join(unknown)}”的测量项 no such scenario. Known: {', '.join(names)}")
    return [one for one in SCENARIOS if not parts or any(part in one.__name__ for part in parts)]


def run_all(scenarios: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run the scenarios in their order."""
    peers.create_table()
    return [scenario() for scenario in scenarios]
