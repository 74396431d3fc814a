"""What is hidden from a reviewer although it lies in their region: rooms above say so, this one takes it away."""

from collections.abc import Callable

from django.db.models import QuerySet

from cms.accounts.models import User

# Ids of submissions that the person may not read as an office; None where there is nothing to hide from them.
Hides = Callable[[User], QuerySet | None]

_hides: list[Hides] = []


def register_veil(hides: Hides) -> None:
    """Let `hides(person)` name submissions that the lists of forms leave out; registering it twice changes nothing."""
    if hides not in _hides:
        _hides.append(hides)


def veils(user: User) -> list[QuerySet]:
    """Return what is hidden from a person, one query for each room that hides something."""
    return [hidden for hides in _hides if (hidden := hides(user)) is not None]
