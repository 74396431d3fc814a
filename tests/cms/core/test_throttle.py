"""So often and not more often, each for themselves."""

import pytest

from cms.core import throttle
from cms.core.throttle import allowed_again


def test_the_limit_holds_per_person_and_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle.time, "time", lambda: 600.0)
    answers = [allowed_again("upload", 1, limit=3, seconds=60) for _ in range(5)]
    assert answers == [True, True, True, False, False]
    assert allowed_again("upload", 2, limit=3, seconds=60)
    assert allowed_again("other", 1, limit=3, seconds=60)
    monkeypatch.setattr(throttle.time, "time", lambda: 660.0)
    assert allowed_again("upload", 1, limit=3, seconds=60)
