"""What a section comes to with its new answers: what is computed, what is not asked, which checks do not hold."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms_app.engine.answers import SectionResult, merge
from forms_app.engine.faults import Fault
from forms_app.engine.fields import Post
from forms_app.engine.spec import SectionSpec
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

    Faults at questions that are not asked do not count; a check of the section that does not hold does.
    """
    answer = filling.answers.get(section.id)
    old = answer.data if answer else {}
    data = merge(old, checked.values, mask)
    if not filling.formulas.live:
        return Settled(checked, data, filling)
    then = filling.with_values(section, data)
    unseen = _unseen(section, post, old, then)
    if unseen:
        checked = replace(checked, values={**checked.values, **unseen})
        data = {**data, **unseen}
        then = filling.with_values(section, data)
    faults = (*asked_faults(then, checked.faults), *then.check_faults.get(section.id, ()))
    return Settled(replace(checked, faults=faults), then.state.with_computed(section, data), then)


def _unseen(section: SectionSpec, post: Post, old: Mapping[str, Any], then: Filling) -> dict[str, Any]:
    """Return the stored answers of questions that are not asked and that the page did not send: they are kept."""
    hidden = [one for one in section.fields if one.id in then.state.hidden_fields and one.id in old]
    sent = _names(post) if hidden else frozenset()
    return {
        one.id: old[one.id]
        for one in hidden
        if not any(name == one.id or name.startswith(f"{one.id}-") for name in sent)
    }


def _names(post: Post) -> frozenset[str]:
    """Return the names of the inputs that were sent; a source that does not tell is taken to have sent nothing."""
    inputs = getattr(post, "inputs", post)
    return frozenset(inputs.keys()) if isinstance(inputs, Mapping) else frozenset()
