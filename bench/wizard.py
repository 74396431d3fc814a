"""One step of sixty questions, opened and sent, against the same sixty in a static Django form."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import Client

from bench.measure import Result, compare, processor_time
from bench.sheet import CODE, SECTION, load_form, typed_by_id, typed_by_key

FILLER = "enterprise@example.com"
REVISION = re.compile(r'name="revision" value="(\d+)"')
STATIC_ADDRESS = "/bench/static-form/"
GET_GOAL = 0.15
JOURNEY_GOAL = 0.3


class Filler:
    """One signed-in person with a draft of the sheet, and the same person at the hand-written form."""

    def __init__(self) -> None:
        load_form()
        self.client = Client()
        self.client.force_login(get_user_model().objects.get(email=FILLER), "django.contrib.auth.backends.ModelBackend")
        started = self.client.post(f"/my/forms/start/{CODE}/")
        assert started.status_code == 302, started.status_code
        self.address = f"{started['Location']}s/{SECTION}/"
        self.valid, self.invalid = (typed_by_id(wrong=wrong) for wrong in (False, True))
        self.revision = "0"
        # Both sides show a filled-in form from the first measured call on.
        self.journey()
        self.static_journey()

    def open(self) -> Any:
        """Open the step, and keep the revision that it shows."""
        return self._kept(self.client.get(self.address))

    def send(self, post: dict[str, str], status: int) -> Any:
        """Send the step as the browser does."""
        response = self._post(self.address, {**post, "revision": self.revision, "action": "continue"})
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
        response = self.client.get(STATIC_ADDRESS)
        assert response.status_code == 200
        return response

    def static_journey(self) -> None:
        """The same journey at the hand-written form."""
        self.open_static()
        assert self._post(STATIC_ADDRESS, typed_by_key(wrong=True)).status_code == 200
        assert self._post(STATIC_ADDRESS, typed_by_key(wrong=False)).status_code == 302

    def _post(self, address: str, typed: dict[str, str]) -> Any:
        """Send a form without files as browsers do: neither page asks for multipart."""
        return self.client.post(address, urlencode(typed), content_type="application/x-www-form-urlencoded")


def wizard_get() -> Result:
    """The step opened."""
    filler = Filler()
    return compare(
        "a step of 60 fields, GET / static Django form of the same 60",
        ours=processor_time(filler.open, 10),
        reference=processor_time(filler.open_static, 10),
        goal=GET_GOAL,
    )


def wizard_journey() -> Result:
    """The step opened, sent with faults, sent again."""
    filler = Filler()
    return compare(
        "a step of 60 fields, GET + invalid POST + valid POST / the same at the static form",
        ours=processor_time(filler.journey, 5),
        reference=processor_time(filler.static_journey, 5),
        goal=JOURNEY_GOAL,
    )


SCENARIOS = (wizard_get, wizard_journey)
