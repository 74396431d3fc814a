"""From guesses, and what a person decided about them, to a form. Pure Python."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from forms_app.engine.ids import new_id
from forms_app.engine.spec import FieldSpec, FixedRow, FormSpec, SectionSpec
from forms_app.word_import.reading import Guess, Place, Reading

LONGEST_SOURCE = 380

Words = Callable[[Place], str]
Keys = Callable[[str, Collection[str]], str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person says about one guess; a guess that is not accepted stays marked in the builder."""

    label: str
    type: str
    accepted: bool = False
    dropped: bool = False
    columns: tuple["Decision", ...] = field(default=())


def untouched(guess: Guess) -> Decision:
    """Return the decision of somebody who has not looked yet."""
    return Decision(guess.label, guess.type, columns=tuple(untouched(column) for column in guess.columns))


def spec_of_reading(
    reading: Reading, decisions: Mapping[int, Decision], *, code: str, title: str, place_words: Words, key_for: Keys
) -> FormSpec:
    """Return the form; `decisions` are by the number of the guess, those without one are as guessed.

    `place_words` says in words where something stood, `key_for` makes a 字段代码 from a label.
    """
    maker = _Maker(place_words, key_for)
    sections = []
    number = 0
    for index, section in enumerate(reading.sections, start=1):
        fields = []
        for guess in section.guesses:
            decision = decisions.get(number, untouched(guess))
            number += 1
            if not decision.dropped:
                fields.append(maker.field(guess, decision, maker.taken))
        if fields:
            sections.append(
                SectionSpec(
                    id=new_id(),
                    key=f"part_{index}",
                    title=section.title,
                    number=section.number,
                    title_suffix=section.title_suffix,
                    intro=section.intro,
                    parties=section.parties,
                    stage=section.stage,
                    fields=tuple(fields),
                )
            )
    paper_title = reading.paper_title if reading.paper_title != title else ""
    return FormSpec(
        code=code, title=title, sections=tuple(sections), paper_title=paper_title, notes=tuple(reading.notes)
    )


class _Maker:
    """Makes fields; the codes of all fields differ, those of columns within their table."""

    def __init__(self, place_words: Words, key_for: Keys) -> None:
        self.place_words = place_words
        self.key_for = key_for
        self.taken: set[str] = set()

    def field(self, guess: Guess, decision: Decision, taken: set[str]) -> FieldSpec:
        key = self.key_for(decision.label, taken)
        taken.add(key)
        inner: set[str] = set()
        columns = tuple(
            self.field(column, choice, inner)
            for column, choice in zip(guess.columns, decision.columns, strict=True)
            if not choice.dropped
        )
        made = FieldSpec(
            id=new_id(),
            key=key,
            label=decision.label,
            type=decision.type,
            help=guess.help,
            max_length=guess.max_length,
            max_items=guess.max_items,
            choices=guess.choices,
            columns=columns,
            rows=tuple(FixedRow(new_id(), label) for label in guess.rows),
            group=guess.group,
            total=guess.total,
            to_confirm="" if decision.accepted else self.source(guess),
        )
        if decision.type in ("number", "money", "percent"):
            made = replace(made, unit=guess.unit, decimals=guess.decimals)
        return made

    def source(self, guess: Guess) -> str:
        """Return where and what a guess was read from."""
        return f"{self.place_words(guess.place)}：{guess.source}"[:LONGEST_SOURCE]
