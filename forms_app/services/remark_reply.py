"""What the applicant writes beside a remark while correcting."""

import structlog
from django.utils import timezone

from cms.accounts.models import User
from cms.core.text import count_characters
from forms_app.engine.faults import Fault
from forms_app.engine.fields import Post
from forms_app.engine.fields.base import typed_text
from forms_app.engine.spec import SectionSpec
from forms_app.models import Remark
from forms_app.selectors.filling import Filling
from forms_app.services.remarks import LONGEST

log = structlog.get_logger()


def _(message: str) -> str:
    """Mark a message for extraction."""
    return message


def reply_name(remark: Remark) -> str:
    """Return the name of the input for the reply to a remark."""
    return f"reply-{remark.pk}"


def shown_name(remark: Remark) -> str:
    """Return the name under which a page says which reply it showed."""
    return f"replied-{remark.pk}"


def replies_take(*, filling: Filling, section: SectionSpec, post: Post, actor: User) -> tuple[Fault, ...]:
    """Write the replies that came with a section's answers; return why one is not written.

    The caller holds the lock of the draft. Only remarks that wait for an answer, at fields that may be written now, are
    replied to. A page that repeats what it showed changes nothing; what a colleague wrote meanwhile is not replaced.
    """
    faults = []
    for remarks in filling.remarks_on(section).values():
        for remark in remarks:
            if remark.field_id in filling.open_fields and post.getlist(reply_name(remark)):
                faults += _take(remark, post, actor)
    return tuple(faults)


def _take(remark: Remark, post: Post, actor: User) -> list[Fault]:
    typed = typed_text(post, reply_name(remark)).strip()
    shown = typed_text(post, shown_name(remark)).strip()
    if typed in (shown, remark.reply):
        return []
    if count_characters(typed) > LONGEST:
        message = _("A reply has at most %(longest)s characters; this one has %(count)s. Shorten it.")
        return [_fault("reply_long", message, remark, longest=LONGEST, count=count_characters(typed))]
    if remark.reply != shown and remark.replied_by_id not in (None, actor.pk):
        message = _("%(author)s replied meanwhile: “%(reply)s”. Write here what is to stand and save again.")
        return [_fault("reply_conflict", message, remark, author=str(remark.replied_by), reply=remark.reply)]
    remark.reply, remark.replied_by, remark.replied_at = typed, actor, timezone.now()
    remark.save(update_fields=["reply", "replied_by", "replied_at"])
    log.info("remark_replied", remark=remark.pk, actor=actor.pk)
    return []


def _fault(code: str, message: str, remark: Remark, **params: str | int) -> Fault:
    return Fault(code=code, message=message, path=reply_name(remark), params=params)
