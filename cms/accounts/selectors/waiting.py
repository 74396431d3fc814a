"""What a person has asked for and what somebody else has yet to confirm."""

from django.utils import timezone

from cms.accounts.models import JoinRequest, Membership
from cms.accounts.selectors.acting import Person


def waiting_organisation_names(user: Person) -> tuple[str, ...]:
    """Return the organisations that a person registered or asked to join and that wait for a confirmation."""
    if not user.is_authenticated:
        return ()
    asked = JoinRequest.objects.filter(user=user, status=JoinRequest.Status.PENDING)
    today = timezone.localdate()
    registered = Membership.objects.current(today).filter(user=user, organisation__status="pending")
    names = [*asked.values_list("organisation__name", flat=True)]
    names += registered.values_list("organisation__name", flat=True)
    return tuple(dict.fromkeys(names))
