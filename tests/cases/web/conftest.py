"""What tests of this edge start from."""

import pytest

from tests.cases.desk_world import World
from tests.cases.sheets import SheetWorld, make_sheet_world


@pytest.fixture
def world(db: None) -> World:
    """Return two counties with their people and cases."""
    return World()


@pytest.fixture
def sheet(db: None) -> SheetWorld:
    """Return a case with a handed-in form behind it."""
    return make_sheet_world()
