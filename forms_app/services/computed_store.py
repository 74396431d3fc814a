"""Writing what the site computes: like an answer, but nobody typed it. Callers hold the draft's row lock."""

from collections.abc import Iterable

from django.db.models import F

from cms.accounts.models import User
from forms_app.engine.spec import SectionSpec
from forms_app.models import AnswerRevision, Draft, SectionAnswer
from forms_app.selectors.completeness import section_faults
from forms_app.selectors.filling import Filling
from forms_app.services.section_merge import COMPUTED


def dependents_of(filling: Filling, section_id: str) -> list[SectionSpec]:
    """Return the other sections in which something depends on answers of this one."""
    wanted = filling.formulas.dependents.get(section_id, frozenset())
    return [one for one in filling.spec.sections if one.id in wanted]


def computed_store(*, filling: Filling, sections: Iterable[SectionSpec], actor: User) -> Filling:
    """Write what is computed in these sections and whether they are complete now; return the filling after that.

    The typed revision stays: a page that a colleague has open is not out of date, and a section that nobody has typed
    into is not begun.
    """
    written = {}
    for section in sections:
        answer = _store(filling, section, actor)
        if answer is not None:
            written[section.id] = answer
    if not written:
        return filling
    Draft.objects.filter(pk=filling.draft.pk).update(revision=F("revision") + 1)
    return filling.with_answers(written)


def _store(filling: Filling, section: SectionSpec, actor: User) -> SectionAnswer | None:
    answer = filling.answers.get(section.id)
    old = answer.data if answer else {}
    data = filling.state.with_computed(section, old)
    complete = answer is not None and answer.typed_revision > 0 and not section_faults(filling, section)
    if data == old and (answer is None or answer.complete == complete):
        return None
    if answer is None:
        answer = SectionAnswer(draft=filling.draft, section_id=section.id, author=actor)
    answer.complete = complete
    if data != old:
        answer.data = data
        answer.revision += 1
    if answer.pk:
        # The time of the last save stays that of the person's.
        answer.save(update_fields=["data", "revision", "complete"])
    else:
        answer.save()
    if data != old:
        AnswerRevision.objects.create(
            draft=filling.draft,
            section_id=section.id,
            revision=answer.revision,
            data=data,
            rejected=answer.rejected,
            writer=COMPUTED.token,
            author=actor,
        )
    return answer
