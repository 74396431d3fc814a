"""公示: a state of the kind notice opens a frozen public page; its term closes it unless an objection stands."""

from django.conf import settings
from django.utils import timezone, translation

from cases.engine.definition import NoticeRule
from cases.engine.templates import fill
from cases.engine.terms import notice_key
from cases.models import Case, CaseDeadline, CaseLink, CaseTimer, PublicNotice
from cases.reason_words import unit_words
from cases.services.effects import Step
from cms.accounts.facade import region_names
from cms.core.audit import sha256_of
from cms.core.sequences import next_number

OBJECTION = "objection"
TITLE_LENGTH = 300


def open_notice(step: Step) -> None:
    """Publish the notice of the state that was entered; the deadline that says how long it stands is there already."""
    rule = step.definition.state(step.case.state).notice if step.entered else None
    if rule is None:
        return
    case = step.case
    series = f"GS-{timezone.localdate(step.event.occurred_at).year}"
    document = _document(step, rule)
    PublicNotice.objects.create(
        number=f"{series}-{next_number(series):06d}",
        case=case,
        deadline=CaseDeadline.objects.open().get(case=case, key=notice_key(case.state)),
        state=case.state,
        entered_seq=case.entered_seq,
        title=document["title"],
        document=document,
        sha256=sha256_of(document),
        opened_at=step.event.occurred_at,
    )


def _document(step: Step, rule: NoticeRule) -> dict[str, str]:
    """Return all that the public page shows, as it stands now."""
    case = step.case
    values = {
        "case_number": case.number,
        "title": case.title,
        "applicant": case.applicant.name,
        "provider": case.provider.name if case.provider else "",
        "region": region_names().get(case.region.code, case.region.name),
    }
    office = step.event.acting_for
    with translation.override(settings.LANGUAGE_CODE):
        length = unit_words(rule.term.length, rule.term.unit)
    return {
        "title": fill(rule.title, values)[:TITLE_LENGTH],
        "body": fill(rule.body, values).strip(),
        "case_number": case.number,
        "publisher": office.name if office else values["region"],
        "region": values["region"],
        "length": length,
        "objections": "yes" if rule.objections else "no",
    }


def objection_stands(case: Case) -> bool:
    """Say whether a case that objects to this one is not closed yet; the caller holds the lock of `case`."""
    return CaseLink.objects.filter(case=case, kind=OBJECTION, other__closed_at__isnull=True).exists()


def follow_objections(step: Step) -> None:
    """When the last objection is closed, let the notice that it held open come to its end by its timer."""
    if not step.entered or step.definition.state(step.case.state).kind != "final":
        return
    held = CaseLink.objects.filter(other=step.case, kind=OBJECTION).values_list("case_id", flat=True)
    for case_id in sorted(held):
        _let_end(case_id)


def _let_end(case_id: int) -> None:
    # Locked before the others are looked at: of two last objections that close at once, the later one sees the earlier.
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not objection_stands(case):
        ends = CaseTimer.objects.filter(
            deadline__case=case,
            deadline__key=notice_key(case.state),
            deadline__ended_at__isnull=True,
            kind=CaseTimer.Kind.EXPIRE,
        )
        ends.update(fired_at=None)
