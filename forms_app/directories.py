"""Directories from which an answer can be chosen: other rooms register theirs, fields name them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from forms_app.engine.lookups import Entry

MOST_FOUND = 20
SHORTEST_QUERY = 1
LONGEST_ID = 12

Search = Callable[[str, str, int], Sequence[Entry]]
Pick = Callable[[Collection[int], Collection[str]], Sequence[Entry]]

__all__ = ["DirectoryReader", "Entry", "RegisteredDirectory", "register_directory", "registered_directories"]


@dataclass(frozen=True, slots=True)
class RegisteredDirectory:
    """How a room answers.

    `search` takes a part of the name, the id of the entry above ("" for any) and the most to return; it offers.
    `pick` takes ids and whole names and returns every entry that has one of them, in a fixed number of queries.
    """

    search: Search
    pick: Pick

    def find(self, text: str, above: str = "") -> Sequence[Entry]:
        """Return the entries whose name holds `text`, of one entry above if it is given; nothing for nothing."""
        wanted = text.strip()
        if above and not is_id(above):
            return ()
        return self.search(wanted, above, MOST_FOUND) if len(wanted) >= SHORTEST_QUERY else ()


@dataclass
class DirectoryReader:
    """A directory as one reading of answers sees it: what was asked once is not asked again."""

    source: RegisteredDirectory
    by_id: dict[str, Entry | None] = field(default_factory=dict)
    by_name: dict[str, list[Entry]] = field(default_factory=dict)

    def prepare(self, ids: Collection[str], names: Collection[str]) -> None:
        """Read the entries with these ids and names that are not known yet."""
        new_ids = {one for one in ids if is_id(one)} - self.by_id.keys()
        new_names = {one for one in names if one} - self.by_name.keys()
        if not new_ids and not new_names:
            return
        found = self.source.pick([int(one) for one in new_ids], list(new_names))
        self.by_id.update(dict.fromkeys(new_ids), **{one.id: one for one in found})
        self.by_name.update({name: [one for one in found if one.offered and one.text == name] for name in new_names})

    def entry(self, entry_id: str) -> Entry | None:
        """Return an entry, also one that is not offered any more."""
        self.prepare([entry_id], [])
        return self.by_id.get(entry_id)

    def named(self, text: str, above: str = "") -> Entry | None:
        """Return the only offered entry with exactly this name, of one entry above if it is given."""
        self.prepare([], [text])
        found = [one for one in self.by_name.get(text, ()) if above in ("", one.above)]
        return found[0] if len(found) == 1 else None


def is_id(text: str) -> bool:
    """Say whether a text can be the id of an entry: the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID


_directories: dict[str, RegisteredDirectory] = {}


def register_directory(name: str, search: Search, pick: Pick) -> None:
    """Let fields whose `directory` is `name` choose from these entries."""
    _directories[name] = RegisteredDirectory(search=search, pick=pick)


def registered_directories() -> Mapping[str, RegisteredDirectory]:
    """Return the directories by name."""
    return _directories
