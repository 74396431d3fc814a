"""The request behind `login_required`, for the type checker."""

from django.http import HttpRequest

from cms.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose person is known."""

    user: User
