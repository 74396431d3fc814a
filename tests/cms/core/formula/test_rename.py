"""Renaming, moving and copying fields changes no result; what is stored comes back as it was."""

import random
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.formula import Name, Names, evaluate, parse, remap, to_ids, to_labels
from tests.cms.core.formula.world import Answers

LABELS = st.text(st.sampled_from("营业收入成本.#?]［］[/\\ （）()aB1本行上年last"), min_size=1, max_size=8)
IDS = ["a1", "b2", "c3", "d4"]
COLUMNS = ["x1", "y2"]


@st.composite
def forms(draw: st.DrawFn) -> Names:
    """Return a form whose labels are as awkward as people make them, twins included."""
    columns = tuple(Name(one, draw(LABELS), "number") for one in COLUMNS)
    fields = [Name(one, draw(LABELS), "number", key=draw(st.sampled_from(["", f"key_{one}", "twin"]))) for one in IDS]
    table = Name("t5", draw(LABELS), "table", columns=columns, groups=(draw(LABELS),))
    return Names((*fields, table), last=tuple(Name(one, draw(LABELS), "number") for one in IDS[:2]))


PARTS = [
    "[#a1]",
    "[#b2]",
    "[#c3]",
    "[#d4]",
    "[#gone]",
    "SUM([#t5.#x1])",
    "MAX([#t5.#y2])",
    "[row.#x1]",
    "[last.#b2]",
    '"[#a1]"',
]


@settings(max_examples=300, deadline=None)
@given(forms(), st.lists(st.sampled_from(PARTS), min_size=1, max_size=6))
def test_what_is_stored_comes_back_as_it_was(names: Names, parts: list[str]) -> None:
    stored = "+".join(parts)
    assert to_ids(to_labels(stored, names, "t5"), names, "t5") == stored


def test_two_hundred_renames_moves_and_copies_keep_every_result() -> None:
    chance = random.Random(20250618)
    words = ["营业收入", "成本", "数量", "单价", "收入.合计", "A]b", "本行", "（万元）", "收入"]
    label = {one: f"{chance.choice(words)}{index}" for index, one in enumerate([*IDS, *COLUMNS, "t5"])}
    stored = "[#a1]*2+SUM([#t5.#x1])-[#b2]/4+ROUND([#c3]%,3)"
    answers = Answers(
        {"a1": Decimal("12.5"), "b2": Decimal(3), "c3": Decimal("33.35")},
        {("t5", "x1"): [Decimal(1), None, Decimal("2.25")]},
    )
    expected = evaluate(parse(stored), answers)
    assert expected == Decimal("25") + Decimal("3.25") - Decimal("0.75") + Decimal("0.334")
    for turn in range(200):
        label[chance.choice(list(label))] = f"{chance.choice(words)}{chance.choice(words)}{turn if turn % 3 else ''}"
        fields = [Name(one, label[one], "number", key=f"k_{one}") for one in IDS]
        fields.append(
            Name(
                "t5",
                label["t5"],
                "table",
                key="k_t5",
                columns=tuple(Name(c, label[c], "number", key=c) for c in COLUMNS),
            )
        )
        chance.shuffle(fields)
        names = Names(fields)
        typed = to_labels(stored, names)
        assert to_ids(typed, names) == stored
        copied = remap(stored, {"a1": "z9", "t5": "z8"})
        moved = Answers({**answers.values, "z9": answers.values["a1"]}, {("z8", "x1"): answers.columns["t5", "x1"]})
        assert evaluate(parse(to_ids(typed, names)), answers) == evaluate(parse(copied), moved) == expected
