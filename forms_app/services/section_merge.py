"""A save from a page that is behind: what others saved meanwhile is merged in, or the writer is asked."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from forms_app.engine.answers import SectionResult
from forms_app.engine.fields import Post
from forms_app.engine.merge import merge
from forms_app.engine.spec import SectionSpec
from forms_app.engine.threeway import Merged, State, merge_states
from forms_app.engine.unseen import left_out, restored
from forms_app.errors import StaleDraft
from forms_app.models import AnswerRevision, SectionAnswer
from forms_app.selectors.filling import Filling


@dataclass(frozen=True, slots=True)
class Writer:
    """The page that sends a save: a random token of the page, and the number of its save, rising by one each time.

    A page that did not hear the answer to its own save is not behind anybody, and a save that arrives after a later
    one of the same page is dropped. A page without scripts has no token.
    """

    token: str = ""
    sequence: int = 0


NOBODY = Writer()
# Who writes what the site itself computes: nobody's page is behind because of it.
COMPUTED = Writer("computed")


def superseded(answer: SectionAnswer | None, writer: Writer) -> bool:
    """Say whether a later save of the same page is stored already."""
    if answer is None or not writer.token:
        return False
    return answer.writer == writer.token and answer.writer_sequence >= writer.sequence


def merged_with_others(
    *,
    filling: Filling,
    section: SectionSpec,
    expected: int | None,
    checked: SectionResult,
    mask: Collection[str],
    post: Post,
    writer: Writer = NOBODY,
    strict: bool = False,
) -> Merged | None:
    """Return what becomes of a save that is based on an earlier revision, None if it is based on the last one.

    StaleDraft if both changed the same place: then a person must choose. With `strict` any change of others refuses.
    """
    answer = filling.answers.get(section.id)
    if answer is None or expected is None or answer.typed_revision <= expected <= answer.revision:
        return None
    base = _base(answer, expected, writer)
    if base.values == answer.data and base.rejected == answer.rejected:
        return None
    values = checked.values
    if filling.formulas.live:
        # What is not asked was not on the page, so the page says nothing about it.
        unseen = left_out(section, post, base.values)
        hidden = unseen.hidden_in(filling.state.hidden_fields, filling.state.hidden_cells) if unseen else unseen
        values = restored(values, base.values, hidden)
    mine = State(merge(base.values, values, mask), checked.rejected)
    merged = merge_states(section, base, mine, State(answer.data, answer.rejected), mask)
    if merged.conflicts or (strict and merged.taken):
        raise stale_draft(answer, merged)
    return merged if merged.taken else None


def stale_draft(answer: SectionAnswer, merged: Merged) -> StaleDraft:
    """Return the refusal that shows both versions."""
    return StaleDraft(
        stored=answer.data,
        typed=merged.state.values,
        revision=answer.revision,
        conflicts=merged.conflicts,
        taken=merged.taken,
        author=str(answer.author),
        time=f"{timezone.localtime(answer.saved_at):%H:%M:%S}",
    )


def _base(answer: SectionAnswer, expected: int, writer: Writer) -> State:
    """Return the last state that the page knew: the one that it showed, or its own save whose answer it missed."""
    known = revision_at(answer.draft_id, answer.section_id, expected)
    if writer.token and answer.writer == writer.token:
        later = AnswerRevision.objects.filter(
            draft=answer.draft_id, section_id=answer.section_id, revision__gt=expected
        ).order_by("revision")
        for one in later.values("data", "rejected", "writer"):
            if one["writer"] not in (writer.token, COMPUTED.token):
                break
            known = one
    return State(known["data"], known["rejected"])


def revision_at(draft_id: uuid.UUID, section_id: str, number: int) -> Mapping[str, Any]:
    """Return the `data` and `rejected` of a section at one revision, or at the last one before it."""
    earlier = AnswerRevision.objects.filter(draft=draft_id, section_id=section_id, revision__lte=number)
    found = earlier.order_by("-revision").values("data", "rejected").first()
    return found or {"data": {}, "rejected": {}}
