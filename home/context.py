"""What every page of the shell needs: menus, counters, who is signed in."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the values that the base template uses on every page."""
    return {}
