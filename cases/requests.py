"""The request behind the sign-in wall."""

from django.http import HttpRequest

from cms.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose person is known: for the types of views that are only reached signed in."""

    user: User
