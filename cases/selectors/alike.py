"""Cases that wait for a person and can be handled together: of one procedure, in one state, with the same steps."""

from dataclasses import dataclass

from cases.models import Case
from cases.selectors.actions import Action, available_actions, state_title
from cases.selectors.desk import waiting_for, with_rows
from cms.accounts.models import User

# As many as are handled at once.
MOST = 100


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases with the steps that may be taken on all of them."""

    title: str
    state: str
    actions: tuple[Action, ...]
    cases: tuple[Case, ...]


def alike(user: User) -> list[Alike]:
    """Return what waits for `user` in groups, the longest waiting first; at most as many as are handled at once.

    A step that asks for a remark or a choice of state is different for each case, so it is not among them.
    """
    waiting = waiting_for(with_rows(Case.objects.visible_to(user)), user).order_by("state_entered_at", "pk")[:MOST]
    groups: dict[tuple[object, ...], list[Case]] = {}
    actions: dict[tuple[object, ...], tuple[Action, ...]] = {}
    for case in waiting:
        same = tuple(one for one in available_actions(case, user) if not one.needs_remarks and not one.targets)
        key = (case.version_id, case.state, *(one.key for one in same))
        if same:
            groups.setdefault(key, []).append(case)
            actions[key] = same
    return [
        Alike(cases[0].version.case_type.title, state_title(cases[0]), actions[key], tuple(cases))
        for key, cases in groups.items()
    ]
