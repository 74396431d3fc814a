"""Every named address of the site, and how often each room is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# They would end the session, or fail on purpose.
LEFT_OUT = {"account_logout", "wagtailadmin_logout", "wagtailadmin_error_test", "account_signup"}
# How often a room, or one of its addresses, is asked; whatever is not named here shares the last part.
WEIGHTS = {
    "forms_app": 52,
    "wagtail_cases": 24,
    # Where a reviewer does write: a few of the requests must come through.
    "wagtail_cases:remark_add": 8,
    "wagtail_cases:office_section": 4,
    "cases": 9,
    "api-v1": 10,
    "wagtail_submissions": 1,
    "wagtailsnippets_forms_app_formdefinition": 4,
    "memberships": 1,
    "accounts": 2,
    "downloads": 2,
    "": 4,
}


@dataclass(frozen=True)
class Address:
    """A named address and its parameters: name → converter."""

    name: str
    parameters: Mapping[str, str]

    @property
    def room(self) -> str:
        """Return the address, or else its namespace, if it has a weight of its own."""
        if self.name in WEIGHTS:
            return self.name
        room = self.name.partition(":")[0]
        return room if room in WEIGHTS else ""


def addresses() -> list[Address]:
    """Return every named address of the site."""
    found = {}
    for one in _walk(get_resolver(), (), {}):
        if one.name.rpartition(":")[2] not in LEFT_OUT:
            found[one.name, tuple(sorted(one.parameters))] = one
    return [found[key] for key in sorted(found)]


def _walk(resolver: Any, namespaces: tuple[str, ...], outer: Mapping[str, str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        converters = {name: type(one).__name__ for name, one in pattern.pattern.converters.items()}
        groups = dict.fromkeys(pattern.pattern.regex.groupindex, "")
        found = {**outer, **groups, **converters}
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Address(":".join((*namespaces, pattern.name)), found)
