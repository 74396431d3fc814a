"""What a section comes to with its new answers: what is computed, what is not asked, which checks do not hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms_app.engine.answers import SectionResult
from forms_app.engine.faults import Fault
from forms_app.engine.fields import Post
from forms_app.engine.merge import merge
from forms_app.engine.spec import SectionSpec
from forms_app.engine.unseen import Unseen, left_out, restored
from forms_app.selectors.completeness import asked_faults
from forms_app.selectors.filling import Filling


@dataclass(frozen=True)
class Settled:
    """The result with the faults that count, the section's answers as they will be stored, and the filling then."""

    result: SectionResult
    data: Mapping[str, Any]
    filling: Filling

    @property
    def complete(self) -> bool:
        """Say whether nothing in the section keeps the form from being handed in."""
        return self.result.ok

    def explained(self, section: SectionSpec, filling: Filling, refused: tuple[Fault, ...]) -> "Settled":
        """Return the same with the explanations that `filling` knows by now."""
        faults = tuple(one for one in self.result.faults if not one.check)
        checks = filling.check_faults.get(section.id, ())
        return replace(self, result=replace(self.result, faults=(*faults, *checks, *refused)), filling=filling)


def section_settle(
    *, filling: Filling, section: SectionSpec, checked: SectionResult, mask: Collection[str], post: Post
) -> Settled:
    """Return what a section comes to with what was `checked` in it; nothing is written.

    Faults at questions that are not asked do not count; a check of the section that does not hold does. `post` is what
    the page sent: what it left out because it is not asked stays as it was.
    """
    answer = filling.answers.get(section.id)
    old = answer.data if answer else {}
    data = merge(old, checked.values, mask)
    if not filling.formulas.live:
        return Settled(checked, data, filling)
    unseen = _not_shown(filling=filling, section=section, checked=checked, mask=mask, post=post)
    if unseen:
        checked = replace(checked, values=restored(checked.values, old, unseen))
        data = merge(old, checked.values, mask)
    then = filling.with_values(section, data)
    faults = (*asked_faults(then, checked.faults), *then.check_faults.get(section.id, ()))
    return Settled(replace(checked, faults=faults), then.state.with_computed(section, data), then)


def _not_shown(
    *, filling: Filling, section: SectionSpec, checked: SectionResult, mask: Collection[str], post: Post
) -> Unseen:
    """Return what the page left out because it is not asked, with what was typed or as it was before."""
    answer = filling.answers.get(section.id)
    old = answer.data if answer else {}
    unseen = left_out(section, post, old)
    if not unseen:
        return unseen
    then = filling.with_values(section, merge(old, restored(checked.values, old, unseen), mask)).state
    before = unseen.shown_again(section).hidden_in(filling.state.hidden_fields, filling.state.hidden_cells)
    return unseen.hidden_in(then.hidden_fields, then.hidden_cells) | before
