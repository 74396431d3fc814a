"""What tests of this edge start from."""

import pytest

from tests.cases.desk_world import World


@pytest.fixture
def world(db: None) -> World:
    """Return two counties with their people and cases."""
    return World()
