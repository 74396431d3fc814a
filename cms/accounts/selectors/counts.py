"""How many take part."""

from collections.abc import Mapping

from django.db.models import Count

from cms.accounts.models import Organisation


def active_organisation_counts() -> Mapping[str, int]:
    """Return the number of active organisations of each kind."""
    active = Organisation.objects.filter(status=Organisation.Status.ACTIVE).order_by()
    return dict(active.values_list("kind").annotate(Count("pk")))
