"""How the parts of the running site are: what each is, in words, what it means, what to do."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.checks import run_checks
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cms.core import heartbeats
from cms.core.malware import scanner_answers, scanner_set
from cms.core.models import OutboxMessage
from cms.core.office import office_available
from cms.core.pdf import pdf_available
from cms.core.reference.facade import missing_year

State = Literal["good", "attention", "bad"]
GIB = 1024**3
SCARCE_BYTES, LOW_BYTES = 1 * GIB, 5 * GIB
CLOCK_SILENT = dt.timedelta(minutes=5)
WORKER_SILENT = dt.timedelta(minutes=15)
OUTBOX_LATE = dt.timedelta(minutes=15)
# Told in a line of their own.
_TOLD = frozenset({"core.W001", "core.E001", "reference.W001", "forms_app.W001", "forms_app.W002"})
_REAL_MAIL = frozenset({"django.core.mail.backends.smtp.EmailBackend"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: its name, how it is, what that means for people, what to do and where (blank if nothing)."""

    name: str
    state: State
    says: str
    means: str
    todo: str = ""
    where: str = ""


def system_state() -> list[Finding]:
    """Return the state of every part, the worst first; a fixed number of queries, and no secret of the settings."""
    order = {"bad": 0, "attention": 1, "good": 2}
    return sorted(_findings(), key=lambda one: order[one.state])


def _findings() -> Iterator[Finding]:
    heard = heartbeats.last_heard()
    yield _scanner()
    yield _pdf()
    yield _office()
    yield _mail()
    yield _process(
        _("Clock"),
        heard.get(heartbeats.CLOCK),
        CLOCK_SILENT,
        _("Scheduled publishing, deadlines, reminders and clean-up run by it."),
        _("Start the process clock of the Procfile: manage.py clock."),
    )
    yield _process(
        _("Worker"),
        heard.get(heartbeats.WORKER),
        WORKER_SILENT,
        _("It makes exports and PDFs and sends messages."),
        _("Start the process worker of the Procfile: manage.py db_worker. It is heard only while the clock runs."),
    )
    yield _outbox()
    yield _disk()
    yield _calendar()
    yield _checks()


def _scanner() -> Finding:
    name = _("Malware scanning of uploads")
    means = _("Files that enterprises upload are scanned before anybody opens them.")
    if not scanner_set():
        return Finding(
            name,
            "attention",
            _("clamd is not set: uploads are not scanned for malware."),
            _("The kinds of file are checked and dangerous documents refused, but a known virus is not recognised."),
            _("Run clamd and set CLAMD_ADDRESS, such as tcp://127.0.0.1:3310 (docs/deployment.md)."),
        )
    if scanner_answers():
        return Finding(name, "good", _("clamd answers."), means)
    if settings.CLAMD_FAIL_OPEN:
        consequence = _("CLAMD_FAIL_OPEN is set: uploads are taken without being scanned.")
    else:
        consequence = _("Uploads are refused until it answers.")
    todo = _("Start clamd again, or correct CLAMD_ADDRESS.")
    return Finding(name, "bad", _("clamd is set but does not answer."), consequence, todo)


def _pdf() -> Finding:
    name, means = _("PDF and Chinese fonts"), _("Sheets to be printed and exports are typeset here.")
    if pdf_available():
        return Finding(name, "good", _("Typst and a font with Chinese characters are there."), means)
    return Finding(
        name,
        "bad",
        _("No font with Chinese characters has been found."),
        _("Sheets can be fetched as Word documents only; a PDF would have boxes in place of characters."),
        _("Install fonts-noto-cjk (docs/deployment.md), then start web and worker again."),
    )


def _office() -> Finding:
    name = _("Word documents to PDF")
    means = _("Where a form is printed in a bureau's own Word document, its PDF is made by LibreOffice.")
    if office_available():
        return Finding(name, "good", _("LibreOffice is there."), means)
    return Finding(
        name,
        "attention",
        _("LibreOffice has not been found."),
        _("Such a form is still had as Word; its PDF has the generated layout, and whoever asks for it is told so."),
        _("Install libreoffice-writer-nogui (docs/deployment.md), then start web and worker again."),
    )


def _mail() -> Finding:
    name = _("Sending of e-mail")
    means = _("Confirmations, new passwords and reminders are sent by it.")
    if settings.EMAIL_BACKEND in _REAL_MAIL:
        return Finding(name, "good", _("A mail server is set."), means)
    return Finding(
        name,
        "attention",
        _("No mail server is set: messages are kept on this machine."),
        _("Nobody receives confirmations, new passwords or reminders."),
        _("Set EMAIL_URL (docs/deployment.md)."),
    )


def _process(name: str, heard_at: dt.datetime | None, silent: dt.timedelta, means: str, todo: str) -> Finding:
    if heard_at is None:
        return Finding(name, "bad", _("It has never been heard."), means, todo)
    ago = _("Last heard %(time)s ago.") % {"time": timesince(heard_at)}
    if timezone.now() - heard_at > silent:
        return Finding(name, "bad", ago, means, todo)
    return Finding(name, "good", ago, means)


def _outbox() -> Finding:
    now = timezone.now()
    counts = OutboxMessage.objects.filter(sent_at=None).aggregate(
        dead=Count("pk", filter=Q(dead_at__isnull=False)),
        waiting=Count("pk", filter=Q(dead_at=None)),
        oldest=Min("created_at", filter=Q(dead_at=None)),
    )
    name, means = _("Messages to be delivered"), _("Submissions reach their case, and people their mail, by these.")
    if counts["dead"]:
        says = _("%(count)s messages could not be delivered after several attempts.") % {"count": counts["dead"]}
        todo = _("Open the outbox, mend the causes that it names, and send the messages again.")
        return Finding(name, "bad", says, means, todo, f"{reverse('outbox:index')}?state=dead")
    says = _("%(count)s messages are waiting.") % {"count": counts["waiting"]}
    if counts["oldest"] and now - counts["oldest"] > OUTBOX_LATE:
        return Finding(name, "attention", says, means, _("See whether clock and worker run."))
    return Finding(name, "good", says, means)


def _disk() -> Finding:
    name, means = _("Free disk space"), _("Uploads, exports and, with SQLite, all answers are written there.")
    usage = shutil.disk_usage(_existing(Path(settings.PRIVATE_ROOT)))
    says = _("%(free)s GB of %(total)s GB are free.") % {
        "free": f"{usage.free / GIB:.1f}",
        "total": f"{usage.total / GIB:.0f}",
    }
    state: State = "bad" if usage.free < SCARCE_BYTES else "attention" if usage.free < LOW_BYTES else "good"
    todo = _("Make room or enlarge the disk; when it is full, nothing can be saved.")
    return Finding(name, state, says, means, "" if state == "good" else todo)


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())


def _calendar() -> Finding:
    name, means = _("Calendar of working days"), _("Deadlines are counted by it, public holidays included.")
    year = missing_year(timezone.localdate())
    if year is None:
        return Finding(name, "good", _("The years that are needed now are there."), means)
    says = _("The working days of %(year)s are not in the calendar; deadlines that reach into it are refused.")
    return Finding(name, "bad", says % {"year": year}, means, _("Enter them in the admin under Working days."))


def _checks() -> Finding:
    name, means = _("Other system checks"), _("Settings and programme data that contradict each other are found here.")
    found = [one for one in run_checks() if one.id not in _TOLD and not one.is_silenced()]
    if not found:
        return Finding(name, "good", _("Nothing has been found."), means)
    says = " ".join(f"{one.msg}（{one.id}）" for one in found[:5])
    todo = " ".join(str(one.hint) for one in found[:5] if one.hint) or _("Run manage.py check and mend what it names.")
    return Finding(name, "bad" if any(one.is_serious() for one in found) else "attention", says, means, todo)
