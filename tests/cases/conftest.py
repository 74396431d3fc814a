"""Fixtures of the cases room."""

import pytest

from tests.cases.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Give the small world of two counties."""
    return make_world()
