"""Whether what was granted by hand and what opens the lists say the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import CaseAccess, CaseGroupObjectPermission, CaseUserObjectPermission
from cases.selectors.access import BY_HAND


@dataclass(frozen=True, slots=True)
class AccessFault:
    """One disagreement: `kind` names it, the case and the person or group say where."""

    kind: str
    case: str
    who: str


def access_faults() -> Iterator[AccessFault]:
    """Yield every grant that the grant service did not write, or of which a half is gone; five queries."""
    by_hand = CaseAccess.objects.filter(source__startswith=f"{BY_HAND}:")
    mirrored = by_hand.filter(case=OuterRef("content_object"), user=OuterRef("user"))
    granted = CaseUserObjectPermission.objects.filter(content_object=OuterRef("case"), user=OuterRef("user"))
    lone = CaseUserObjectPermission.objects.filter(~Exists(mirrored)).select_related("content_object", "user")
    yield from (AccessFault("opens_nothing", row.content_object.number, row.user.email) for row in lone.order_by("pk"))
    for kind, rows in (
        ("granted_by_nobody", by_hand.filter(~Exists(granted))),
        ("without_an_end", by_hand.filter(valid_until__isnull=True)),
        ("over", by_hand.filter(valid_until__lte=timezone.now())),
    ):
        found = rows.select_related("case", "user").order_by("pk")
        yield from (AccessFault(kind, row.case.number, row.user.email) for row in found)
    groups = CaseGroupObjectPermission.objects.select_related("content_object", "group").order_by("pk")
    yield from (AccessFault("group", row.content_object.number, row.group.name) for row in groups)
