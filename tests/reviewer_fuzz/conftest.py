"""What the fuzz starts from."""

import pytest

from tests.forms_app.conftest import private_downloads, private_files

__all__ = ["private_downloads", "private_files", "quiet"]


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Leave out the log: it would name every one of the refusals."""
    caplog.set_level("CRITICAL")
