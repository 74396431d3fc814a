"""Signed-in browsers without a browser."""

import pytest
from django.test import Client

from tests.forms_app.world import World


def signed_in(user: object) -> Client:
    """Return a client of somebody who is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def filler(world: World) -> Client:
    """Return the filler's client."""
    return signed_in(world.filler)


@pytest.fixture
def colleague(world: World) -> Client:
    """Return the client of a colleague of the same firm."""
    return signed_in(world.colleague)


@pytest.fixture
def stranger(world: World) -> Client:
    """Return the client of somebody of another firm."""
    return signed_in(world.stranger)
