"""A site that knows the receiver which the sheet names."""

from collections.abc import Iterator

import pytest

from cases.facade import CaseTypeLoad
from cms.programmes import files, load
from forms_app.services import sinks


@pytest.fixture(autouse=True)
def case_sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register a receiver called "case", whatever rooms are installed above this one."""
    monkeypatch.setattr(sinks, "_handlers", {"case": lambda delivery: None})
    yield


@pytest.fixture(autouse=True)
def forms_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the case types to their own tests."""
    monkeypatch.setattr(files, "case_type_faults", lambda definition: [])
    monkeypatch.setattr(
        load, "case_type_load", lambda definition, **options: CaseTypeLoad(definition["key"], "unchanged", 1)
    )
