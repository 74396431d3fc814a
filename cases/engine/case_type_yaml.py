"""The one way in which a case type is written as YAML: keys in the order of the contract, short lists on one line."""

from collections.abc import Mapping
from typing import Any

import yaml

# Every key of docs/concepts/case-types.md in the order of the contract; other names keep the order that they have.
ORDER = {
    name: index
    for index, name in enumerate(
        (
            *("key", "by", "name", "to", "title", "number_prefix", "form", "confidentiality", "retention", "opening"),
            *("first", "again", "office", "phases", "documents", "deadlines", "states", "transitions"),
            *("public_title", "public_next", "kind", "phase", "party", "signers", "body", "length", "unit"),
            *("runs_in", "pauses_in", "remind", "escalate", "after", "on_expire"),
            *("sections", "enterprise", "provider", "county", "hidden", "assign", "decides", "notice"),
            *("size", "specialities", "per_employer", "blind", "scheme", "dimensions", "weight", "most"),
            *("aggregate", "passes_from", "mode", "share", "quorum", "strict", "weights", "minutes"),
            *("passed", "failed", "objections", "closes"),
            *("from", "style", "confirm", "actor", "roles", "scope", "exclude", "guards", "formula", "message"),
            *("requires", "effects", "letter", "recall", "notify", "channels"),
        )
    )
}
# In an action the target comes behind the source.
BEHIND_FROM = ORDER["from"] + 0.5
WIDTH = 116


class _Dumper(yaml.SafeDumper):
    """Indented lists, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _sequence(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.Node:
    short = all(not isinstance(one, dict | list) for one in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


_Dumper.add_representer(list, _sequence)


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        places = {
            name: BEHIND_FROM if name == "to" and "from" in value else ORDER.get(str(name), len(ORDER))
            for name in value
        }
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda name: places[name])}
    if isinstance(value, list | tuple):
        return [_ordered(one) for one in value]
    return value


def case_type_yaml(document: Mapping[str, Any]) -> str:
    """Return the document as YAML; reading it gives the same document, and writing that gives the same text."""
    return yaml.dump(
        _ordered(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )
