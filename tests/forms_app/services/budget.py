"""The budget form in the database: what is typed into it, for tests."""

from typing import Any

from forms_app.models import Draft, SectionAnswer
from forms_app.selectors.drafts import visible_draft
from forms_app.selectors.filling import Filling, filling_of
from tests.forms_app.engine.forms import BASIC, COSTS, MORE, budget
from tests.forms_app.world import World, make_world


def budget_world() -> World:
    """Return a world whose form is the budget."""
    return make_world(budget())


def costs(*rows: tuple[str, str, str, str], **more: str) -> dict[str, Any]:
    """Return typed rows of costs: (row id, name, count, price in 万元); `more` are further inputs."""
    typed = {"f-costs-rows": ",".join(row[0] for row in rows)}
    for row_id, name, count, price in rows:
        typed |= {
            f"f-costs-{row_id}-c-name": name,
            f"f-costs-{row_id}-c-count": count,
            f"f-costs-{row_id}-c-price": price,
        }
    return typed | more


def stored(draft: Draft, section: Any) -> dict[str, Any]:
    """Return what is stored for a section."""
    return SectionAnswer.objects.get(draft=draft, section_id=section.id).data


def filling(world: World, draft: Draft) -> Filling:
    """Return the draft as the filler finds it now."""
    return filling_of(visible_draft(world.filler, draft.pk))


def complete(world: World) -> Draft:
    """Return a draft of 30 万元 of costs that can be handed in."""
    draft = world.start()
    world.save(draft, BASIC, {"f-kind": "甲", "f-income": "1000"})
    world.save(draft, COSTS, costs(("r1", "服务器", "3", "10"), ("r2", "软件", "0", "5")))
    return draft


__all__ = ["BASIC", "COSTS", "MORE", "budget_world", "complete", "costs", "filling", "stored"]
