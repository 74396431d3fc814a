"""Who sent a request."""

from typing import cast

from django.http import HttpRequest

from cms.accounts.models import User


def person(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required` only."""
    return cast(User, request.user)
