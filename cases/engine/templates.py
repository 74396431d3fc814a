"""Message templates: named placeholders and nothing else. No attribute access, no format codes, no evaluation."""

import re
from collections.abc import Collection, Mapping

PLACEHOLDERS = ("case_number", "title", "state", "comment")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(template: str, known: Collection[str] = PLACEHOLDERS) -> list[str]:
    """Return the names in braces that nothing can fill."""
    return [name for name in _PLACEHOLDER.findall(template) if name not in known]


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with its placeholders filled; a value is never read as a template itself."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group(0)), template)
