"""What is measured, against what, and the goal of each."""

import os
import re
from collections.abc import Callable
from typing import Any

import django

django.setup()

# Models can be imported only after the set-up.
from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from bench import peers  # noqa: E402
from bench.measure import Result, compare, processor_time, table  # noqa: E402
from bench.paper import paper_pdf, paper_word  # noqa: E402
from bench.servers import serving  # noqa: E402
from bench.sheet import INVALID, STATIC_VALID, valid_post  # noqa: E402
from cms.settings.env import VAR_DIR  # noqa: E402

__all__ = ["run_all", "table"]

FILLER = "enterprise@example.com"
FORM = "js-enterprise-info-sheet"
SECTION = "basic"
REVISION = re.compile(r'name="revision" value="(\d+)"')

# Made anew it took 66 bare views, now about 35. The next goal is 20; `wagtail start` takes 12 to 18.
HOME_COLD_GOAL = 40.0
# A kept page: at least 0.9 times as many of them as of the bare view, hence at most 1.11 times its cost.
HOME_WARM_GOAL = 1.11
# Reached now. The next goals are 0.15 for a GET and 0.3 for the journey.
STEP_GET_GOAL = 0.75
STEP_JOURNEY_GOAL = 0.95
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


class Filler:
    """One signed-in person with a draft of the sheet, and the same person at the hand-written form."""

    def __init__(self) -> None:
        self.client = Client()
        self.client.force_login(get_user_model().objects.get(email=FILLER), "django.contrib.auth.backends.ModelBackend")
        started = self.client.post(f"/my/forms/start/{FORM}/")
        assert started.status_code == 302, started.status_code
        self.address = f"{started['Location']}s/{SECTION}/"
        self.valid = valid_post(FORM, SECTION)
        self.invalid = {**self.valid, **dict.fromkeys(self._ids("credit_code", "revenue"), "?")}
        self.static_address = "/bench/static-form/"
        self.revision = "0"

    def _ids(self, *keys: str) -> list[str]:
        return [self.valid.ids[key] for key in keys]

    def open(self) -> Any:
        """Open the step, and keep the revision that it shows."""
        return self._kept(self.client.get(self.address))

    def send(self, post: dict[str, str], status: int) -> Any:
        """Send the step as the browser does."""
        response = self.client.post(self.address, {**post, "revision": self.revision, "action": "continue"})
        assert response.status_code == status, f"{self.address}: {response.status_code}, not {status}"
        return self._kept(response) if status == 200 else response

    def journey(self) -> None:
        """Open, send with faults, correct and send again."""
        self.open()
        self.send(self.invalid, 200)
        self.send(self.valid, 302)

    def _kept(self, response: Any) -> Any:
        found = REVISION.search(response.content.decode())
        assert response.status_code == 200 and found, f"{self.address}: {response.status_code}"
        self.revision = found[1]
        return response

    def open_static(self) -> Any:
        """Open the hand-written form."""
        response = self.client.get(self.static_address)
        assert response.status_code == 200
        return response

    def static_journey(self) -> None:
        """The same journey at the hand-written form."""
        self.open_static()
        assert self.client.post(self.static_address, {**STATIC_VALID, **INVALID}).status_code == 200
        assert self.client.post(self.static_address, STATIC_VALID).status_code == 302


def wizard_get() -> Result:
    """One step opened."""
    filler = Filler()
    filler.journey()
    filler.static_journey()
    name = "one wizard step, GET / static Django form with the same fields"
    return compare(
        name, ours=processor_time(filler.open, 10), reference=processor_time(filler.open_static, 10), goal=STEP_GET_GOAL
    )


def wizard_journey() -> Result:
    """One step opened, sent with faults, sent again."""
    filler = Filler()
    name = "one wizard step, GET + invalid POST + valid POST / the same at the static form"
    return compare(
        name,
        ours=processor_time(filler.journey, 5),
        reference=processor_time(filler.static_journey, 5),
        goal=STEP_JOURNEY_GOAL,
    )


def run_all(wanted: Callable[[str], bool]) -> list[Result]:
    """Run the scenarios whose name is wanted."""
    peers.create_table()
    scenarios = (home_warm, home_cold, wizard_get, wizard_journey, paper_pdf, paper_word)
    return [scenario() for scenario in scenarios if wanted(scenario.__name__)]
