"""Keep the heads of the chains, once a day."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.engine.anchors import AnchoredHeadRecord, anchor_record
from cases.models import AnchoredHead, AuditAnchor, Case
from cms.core.audit import GENESIS

log = structlog.get_logger(__name__)
_BATCH = 2000


def anchor_heads() -> AuditAnchor | None:
    """Anchor the heads that have grown since the last anchor; None if today already has its anchor.

    Every day gets one, also a day on which nothing happened: a missing anchor is then a finding, never a quiet day.
    """
    today = timezone.localdate()
    if AuditAnchor.objects.filter(day=today).exists():
        return None
    try:
        with transaction.atomic():
            return _anchor()
    except IntegrityError:  # another clock was faster
        return None


def _anchor() -> AuditAnchor:
    before = AuditAnchor.objects.order_by("-number").first()
    made_at = timezone.now()
    record = anchor_record(
        number=before.number + 1 if before else 1,
        made_at=made_at,
        day=timezone.localdate(made_at),
        prev=before.hash if before else GENESIS,
        heads=_grown_heads(),
    )
    anchor = AuditAnchor.objects.create(
        number=record.number,
        day=record.day,
        made_at=made_at,
        prev_hash=record.prev,
        hash=record.hash,
    )
    rows = (AnchoredHead(anchor=anchor, case_number=one.case, seq=one.seq, hash=one.hash) for one in record.heads)
    AnchoredHead.objects.bulk_create(rows, batch_size=_BATCH)
    log.info("audit_anchored", number=anchor.number, heads=len(record.heads))
    return anchor


def _grown_heads() -> list[AnchoredHeadRecord]:
    """Return the heads that no anchor holds yet, read in one statement: one moment for all of them."""
    held = AnchoredHead.objects.filter(case_number=OuterRef("number"), seq=OuterRef("revision"))
    grown = Case.objects.filter(~Exists(held), revision__gt=0)
    return [AnchoredHeadRecord(*row) for row in grown.values_list("number", "revision", "head_hash")]
