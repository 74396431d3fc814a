"""The words for the steps that no case type names, and which of them an applicant is told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Act:
    """A step such as `$claim`: what it is called, and whether parties outside the office read of it."""

    title: object
    public: bool = False


ACTS: Mapping[str, Act] = {
    "$claim": Act(gettext_lazy("Claimed")),
    "$release": Act(gettext_lazy("Released")),
    "$transfer": Act(gettext_lazy("Handed over")),
    "$copy": Act(gettext_lazy("Copy sent")),
    "$urge": Act(gettext_lazy("Reminder sent"), public=True),
    "$recall": Act(gettext_lazy("Step taken back"), public=True),
    "$draw": Act(gettext_lazy("Panel drawn by lot")),
    "$declare": Act(gettext_lazy("Declared free of conflicts")),
    "$recuse": Act(gettext_lazy("Recused")),
    "$seal": Act(gettext_lazy("Score or vote sealed")),
    "$meeting": Act(gettext_lazy("Meeting recorded")),
    "$add_seat": Act(gettext_lazy("Seat added")),
    "$drop_seat": Act(gettext_lazy("Seat taken away")),
    "$pause": Act(gettext_lazy("Clock stopped"), public=True),
    "$resume": Act(gettext_lazy("Clock running again"), public=True),
    "$extend": Act(gettext_lazy("Term extended"), public=True),
    "$grant": Act(gettext_lazy("Access granted")),
    "$revoke": Act(gettext_lazy("Access withdrawn")),
    "$classify": Act(gettext_lazy("Confidentiality changed")),
    "$migrate": Act(gettext_lazy("Moved to another version of the procedure")),
}


def act_title(name: str, facts: Mapping[str, Any]) -> str:
    """Return what a step is called on the record, with the person whom it is about."""
    act = ACTS.get(name)
    title = str(act.title) if act else name
    person = facts.get("to_name")
    return _("%(step)s: %(person)s") % {"step": title, "person": person} if person else title


def is_act(name: str) -> bool:
    """Say whether a step is one that no case type names."""
    return name.startswith("$")


def told_to_applicant(name: str) -> bool:
    """Say whether parties outside the office read of a step."""
    return not is_act(name) or (name in ACTS and ACTS[name].public)
