"""Random edits of a form and random answers to it, every stored text being one of a kind."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from forms_app.engine.spec import Choice, FieldSpec, FixedRow, FormSpec, SectionSpec

TYPES = ("text", "radio", "radio_with_text", "checkbox", "before_after", "item_list", "table", "matrix", "nested")
EDITS = ("add", "remove", "rename", "move", "copy", "options", "limits", "order", "columns", "section", "computed")
Answers = dict[str, dict[str, Any]]

EMPTY = FormSpec(code="x", title="表", sections=(SectionSpec("s0", "s0", "一"), SectionSpec("s1", "s1", "二")))


@dataclass
class Workshop:
    """A form under the hands of its owner; `draw` decides what happens next."""

    draw: Any
    spec: FormSpec = field(default_factory=lambda: EMPTY)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def choices(self) -> tuple[Choice, ...]:
        names = [self.new("o") for _index in range(self.draw(st.integers(1, 3)))]
        return tuple(Choice(one, one, text=self.draw(st.sampled_from(["", "optional"]))) for one in names)

    def question(self, type_: str, letter: str = "f") -> FieldSpec:
        columns: tuple[FieldSpec, ...] = ()
        if type_ in ("table", "matrix"):
            columns = (self.question("text", "c"), self.question("select", "c"))
        if type_ == "nested":
            type_, columns = "table", (self.question("text", "c"), self.question("table", "c"))
        name = self.new(letter)
        rows = (FixedRow(self.new("r"), "甲"), FixedRow(self.new("r"), "乙")) if type_ == "matrix" else ()
        return FieldSpec(name, name, name, type_, choices=self.choices(), columns=columns, rows=rows)

    def edit(self) -> None:
        """Change the form somewhere."""
        fields = list(self.spec.fields())
        kind = self.draw(st.sampled_from(EDITS)) if fields else "add"
        if kind == "add":
            return self.put(self.question(self.draw(st.sampled_from(TYPES))))
        if kind == "section":
            return self.change_sections()
        if kind == "order":
            sections = tuple(
                replace(one, fields=tuple(self.draw(st.permutations(one.fields)))) for one in self.spec.sections
            )
            self.spec = replace(self.spec, sections=tuple(self.draw(st.permutations(sections))))
            return None
        _section, one = self.draw(st.sampled_from(fields))
        if kind == "copy":
            return self.put(replace(self.question(one.type), label=one.label))
        if kind in ("remove", "move"):
            self.take(one.id)
            return self.put(one) if kind == "move" else None
        return self.exchange(self.changed(kind, one))

    def changed(self, kind: str, one: FieldSpec) -> FieldSpec:
        """Return a question as it is asked after an edit."""
        if kind == "rename":
            return replace(one, label=f"{one.label}改", key=self.new("k"))
        if kind == "options":
            kept = tuple(choice for choice in one.choices if self.draw(st.booleans()))
            worded = tuple(replace(choice, text=self.draw(st.sampled_from(["", "optional"]))) for choice in kept)
            return replace(one, choices=tuple(self.draw(st.permutations([*worded, *self.choices()]))))
        if kind == "limits":
            return replace(one, max_length=self.draw(st.integers(1, 9)), required=True, max_items=1)
        if kind == "columns" and one.columns:
            kept = tuple(self.column(column) for column in one.columns if self.draw(st.booleans()))
            rows = tuple(row for row in one.rows if self.draw(st.booleans()))
            added = (self.question(self.draw(st.sampled_from(["text", "select"])), "c"),)
            return replace(one, columns=tuple(self.draw(st.permutations([*kept, *added]))), rows=rows)
        if kind == "computed" and one.type == "text":
            return replace(one, formula='"x"')
        return one

    def column(self, one: FieldSpec) -> FieldSpec:
        return self.changed(self.draw(st.sampled_from(["rename", "options", "limits", "columns", "computed"])), one)

    def change_sections(self) -> None:
        if len(self.spec.sections) > 2 and self.draw(st.booleans()):
            self.spec = replace(self.spec, sections=self.spec.sections[1:])
            return
        name = self.new("s")
        parties = self.draw(st.sampled_from([("enterprise",), ("enterprise", "provider"), ("county",)]))
        self.spec = replace(self.spec, sections=(*self.spec.sections, SectionSpec(name, name, name, parties=parties)))

    def put(self, one: FieldSpec) -> None:
        place = self.draw(st.integers(0, len(self.spec.sections) - 1))
        sections = list(self.spec.sections)
        sections[place] = replace(sections[place], fields=(*sections[place].fields, one))
        self.spec = replace(self.spec, sections=tuple(sections))

    def take(self, field_id: str) -> None:
        sections = [
            replace(section, fields=tuple(one for one in section.fields if one.id != field_id))
            for section in self.spec.sections
        ]
        self.spec = replace(self.spec, sections=tuple(sections))

    def exchange(self, new: FieldSpec) -> None:
        sections = [
            replace(section, fields=tuple(new if one.id == new.id else one for one in section.fields))
            for section in self.spec.sections
        ]
        self.spec = replace(self.spec, sections=tuple(sections))

    def fill(self, answers: Answers) -> None:
        """Answer questions that have no answer yet: what somebody overwrites is not what a new version loses."""
        for section, one in self.spec.fields():
            values = answers.setdefault(section.id, {})
            if one.id not in values and not one.formula and self.draw(st.booleans()):
                value = self.value(one)
                if value:
                    values[one.id] = value

    def value(self, one: FieldSpec) -> Any:
        """Return an answer whose texts are found nowhere else."""
        words = self.new("w")
        if one.type == "item_list":
            return [{"id": self.new("r"), "text": words}]
        if one.type in ("table", "matrix"):
            ids = [row.id for row in one.rows] if one.type == "matrix" else [self.new("r"), self.new("r")]
            cells = [(row, {c.id: self.value(c) for c in one.columns if not c.formula}) for row in ids]
            return [{"id": row, **{c: v for c, v in given.items() if v}} for row, given in cells if any(given.values())]
        if one.type == "text":
            return words
        return self.choice(one, words) if one.choices else None

    def choice(self, one: FieldSpec, words: str) -> Any:
        """Return an answer that is chosen, with words beside it where the option takes them."""
        chosen = self.draw(st.sampled_from(one.choices))
        texts = {chosen.value: words} if chosen.text else {}
        if one.type == "checkbox":
            return {"selected": [chosen.value], "texts": texts}
        if one.type == "before_after":
            return {"before": chosen.value, "after": one.choices[0].value}
        if one.type == "radio_with_text":
            return {"value": chosen.value, **({"text": words} if chosen.text else {})}
        return chosen.value


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text of a stored value; the ids of rows are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name != "id":
                yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)


def places_of(answers: Mapping[str, Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Return (field id, text) of everything that is stored."""
    return {
        (field_id, text)
        for values in answers.values()
        for field_id, value in values.items()
        for text in texts_of(value)
    }
