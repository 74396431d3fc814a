"""Which endpoints are to hear of a step. Asked at every step, so the answer is kept."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from cases.models import Case, WebhookEndpoint
from cases.models.case import Confidentiality
from cases.models.webhook import EventKind

KEPT = "cases:webhook-listeners"
# A process without the shared cache hears of a new endpoint after this long.
KEPT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Listener:
    """An endpoint that is switched on. Empty kinds or case types are all of them."""

    endpoint_id: int
    paths: tuple[str, ...]
    case_types: frozenset[int]
    kinds: frozenset[str]

    def sees(self, case: Case) -> bool:
        """Say whether it may hear of the case: one of its regions, and nothing confidential."""
        return case.confidentiality != Confidentiality.CONFIDENTIAL and case.region.path.startswith(self.paths)

    def wants(self, case: Case, kind: EventKind) -> bool:
        """Say whether it may and wants to hear of this step of the case."""
        return (
            self.sees(case)
            and (not self.kinds or kind in self.kinds)
            and (not self.case_types or case.version.case_type_id in self.case_types)
        )


def listener_of(endpoint: WebhookEndpoint) -> Listener:
    """Return what the endpoint hears of."""
    return Listener(
        endpoint.pk,
        tuple(region.path for region in endpoint.regions.all()),
        frozenset(one.pk for one in endpoint.case_types.all()),
        frozenset(endpoint.kinds),
    )


def listeners() -> tuple[Listener, ...]:
    """Return every endpoint that is switched on; mostly without a query."""
    kept: tuple[Listener, ...] | None = cache.get(KEPT)
    if kept is None:
        active = WebhookEndpoint.objects.filter(active=True).prefetch_related("regions", "case_types")
        kept = tuple(listener_of(one) for one in active)
        cache.set(KEPT, kept, KEPT_SECONDS)
    return kept


def forget_listeners() -> None:
    """Ask the database again: now, for the rest of this transaction, and for all others once it has committed."""
    cache.delete(KEPT)
    transaction.on_commit(lambda: cache.delete(KEPT))


def still_sees(listener: Listener, number: str) -> bool:
    """Say whether the endpoint may hear of the case as it is now: it may have become confidential meanwhile."""
    case = Case.objects.select_related("region").filter(number=number).first()
    return case is not None and listener.sees(case)
