"""Public notices as everybody reads them: the snapshot and its term, never the case."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import PublicNotice
from cases.reason_words import reason_words


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice with what its term says."""

    notice: PublicNotice
    reasons: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        """Return the text of the notice by paragraphs."""
        return [line.strip() for line in self.notice.document["body"].splitlines() if line.strip()]

    @property
    def is_running(self) -> bool:
        """Say whether the notice still stands."""
        return self.notice.deadline.ended_at is None


def published_notices(*, running: bool) -> QuerySet[PublicNotice]:
    """Return the notices that stand, or those that are over, newest first; everybody may read them."""
    return PublicNotice.objects.filter(deadline__ended_at__isnull=running).select_related("deadline")


def notice_view(number: str) -> NoticeView | None:
    """Return the notice with this number."""
    notice = PublicNotice.objects.select_related("deadline").filter(number=number).first()
    if notice is None:
        return None
    term = notice.deadline
    return NoticeView(notice, tuple(reason_words(reason, term.unit) for reason in term.reasons))
