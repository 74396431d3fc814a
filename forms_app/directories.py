"""Directories from which an answer can be chosen: other rooms register theirs, fields name them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

MOST_FOUND = 20
SHORTEST_QUERY = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its lasting id, its name, and a word that tells it from others of the same name."""

    id: str
    text: str
    detail: str = ""


Search = Callable[[str, int], Sequence[Entry]]
Get = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class RegisteredDirectory:
    """`search` finds entries by a part of their name; `get` returns the name of one, None if there is none."""

    search: Search
    get: Get

    def find(self, text: str) -> Sequence[Entry]:
        """Return the entries whose name holds `text`; nothing for nothing."""
        wanted = text.strip()
        return self.search(wanted, MOST_FOUND) if len(wanted) >= SHORTEST_QUERY else ()

    def entry(self, entry_id: str) -> str | None:
        """Return the name of an entry."""
        return self.get(entry_id)

    def named(self, text: str) -> str:
        """Return the id of the only entry with exactly this name, "" if there is none or more than one."""
        found = [one.id for one in self.find(text) if one.text == text]
        return found[0] if len(found) == 1 else ""


_directories: dict[str, RegisteredDirectory] = {}


def register_directory(name: str, search: Search, get: Get) -> None:
    """Let fields whose `directory` is `name` choose from these entries."""
    _directories[name] = RegisteredDirectory(search=search, get=get)


def registered_directories() -> Mapping[str, RegisteredDirectory]:
    """Return the directories by name."""
    return _directories
