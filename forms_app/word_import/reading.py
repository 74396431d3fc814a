"""What an official sheet seems to ask: guesses that a person confirms, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms_app.engine.spec import Choice


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the document; rows and columns count from 1, 0 means outside a table."""

    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """A question as it seems to be. `source` is the text it was read from; `sure` is False where words are vague."""

    label: str
    type: str
    place: Place
    source: str
    help: str = ""
    unit: str = ""
    max_length: int | None = None
    max_items: int | None = None
    decimals: int | None = None
    choices: tuple[Choice, ...] = ()
    columns: tuple["Guess", ...] = ()
    rows: tuple[str, ...] = ()
    group: str = ""
    total: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that became no question. `why` is an English msgid with places for `params`."""

    place: Place
    text: str
    why: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SectionGuess:
    """A section as it seems to be."""

    title: str = ""
    number: str = ""
    title_suffix: str = ""
    intro: str = ""
    parties: tuple[str, ...] = ("enterprise",)
    stage: str = ""
    guesses: list[Guess] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """A whole sheet as it seems to be."""

    title: str = ""
    paper_title: str = ""
    sections: list[SectionGuess] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def guesses(self) -> list[Guess]:
        """Return all questions in order."""
        return [one for section in self.sections for one in section.guesses]
