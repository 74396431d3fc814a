"""Writing the 说明 to checks that ask for one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.explanations import LONGEST, REFUSALS, Refusal, explanation_refusal, refusal_params
from forms_app.engine.faults import Fault
from forms_app.engine.fields import Post
from forms_app.engine.fields.base import typed_text
from forms_app.engine.form_checks import Finding
from forms_app.engine.spec import SectionSpec
from forms_app.errors import ExplanationNotAsked, ExplanationRefused
from forms_app.models import CheckExplanation
from forms_app.selectors.filling import Filling
from forms_app.services.computed_store import computed_store
from forms_app.services.draft_lock import lock_filling

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """What became of the explanations that came with a section: the filling that knows them, and refusals."""

    filling: Filling
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Written:
    """A text for one check; without `basis` it is a suggestion that explains nothing."""

    finding: Finding
    text: str
    basis: str


@dataclass(frozen=True)
class Read:
    """What the input of a section explains, and why parts of it are refused."""

    written: tuple[Written, ...]
    faults: tuple[Fault, ...]


def input_name(finding_key: str) -> str:
    """Return the name of the input in which a check is explained."""
    return f"explain-{finding_key.replace('/', '-')}"


@transaction.atomic
def explanation_save(*, draft_id: uuid.UUID, key: str, text: str, actor: User) -> Filling:
    """Explain one check of a draft; ExplanationRefused if the text explains nothing.

    ExplanationNotAsked if the check holds by now, or asks for none.
    """
    filling = lock_filling(draft_id, actor)
    finding = next((one for one in _asked(filling.findings) if one.key == key), None)
    if finding is None:
        raise ExplanationNotAsked
    refusal = explanation_refusal(finding.check.spec, text)
    if refusal is not None:
        raise ExplanationRefused(refusal, **refusal_params(finding.check.spec, text))
    _write(filling, finding, text, finding.basis, actor)
    fresh = filling.reloaded()
    section = filling.spec.section(finding.check.section)
    log.info("check_explained", draft=str(draft_id), check=key, actor=actor.pk)
    return computed_store(filling=fresh, sections=[section], actor=actor)


def explanations_take(*, filling: Filling, section: SectionSpec, post: Post, actor: User) -> Taken:
    """Write the explanations that came with a section's answers, as its checks stand with these answers.

    A text that explains nothing is kept as a suggestion and refused. A blank one changes nothing.
    """
    read = explanations_read(filling=filling, section=section, post=post)
    for one in read.written:
        _write(filling, one.finding, one.text, one.basis, actor)
    return Taken(filling.with_explanations_read_again() if read.written else filling, read.faults)


def explanations_read(*, filling: Filling, section: SectionSpec, post: Post) -> Read:
    """Return what a section's input explains anew, and the refusals; nothing is written."""
    faults: list[Fault] = []
    written: list[Written] = []
    for finding in _asked(filling.findings):
        text = typed_text(post, input_name(finding.key)).strip()
        if finding.check.section != section.id or not text or _known(filling, finding, text):
            continue
        refusal = explanation_refusal(finding.check.spec, text)
        if refusal is not None:
            faults.append(_refused(finding, refusal, text))
        written.append(Written(finding, text[:LONGEST].strip(), "" if refusal else finding.basis))
    return Read(tuple(written), tuple(faults))


def _asked(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.check.spec.tier == "explain"]


def _known(filling: Filling, finding: Finding, text: str) -> bool:
    """Say whether this very text stands already, for these numbers."""
    written = filling.explanations.get(finding.key)
    return written is not None and written.text == text and written.holds(finding)


def _write(filling: Filling, finding: Finding, text: str, basis: str, actor: User) -> None:
    CheckExplanation.objects.update_or_create(
        draft=filling.draft,
        check_id=finding.check.spec.id,
        row_id=finding.row_id,
        defaults={"text": text.strip(), "basis": basis, "author": actor},
    )


def _refused(finding: Finding, refusal: Refusal, text: str) -> Fault:
    return Fault(
        code=f"explanation_{refusal}",
        message=REFUSALS[refusal],
        path=input_name(finding.key),
        label=finding.label,
        params=refusal_params(finding.check.spec, text),
        row=finding.row,
        check=finding.key,
    )
