"""Random forms: every type, every attribute, formulas that read other fields, two levels of tables."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from forms_app.engine.fields import COLUMN_TYPES, field_types
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec
from forms_app.xlsform.columns import WITH_CHOICES

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="_"),
    min_size=1,
    max_size=12,
)
maybe = st.one_of(st.just(""), words)
numbers = st.one_of(st.none(), st.integers(1, 500))
formulas = st.sampled_from(
    [
        "",
        "[#f0]>3",
        "AND([#f0]=1,NOT(ISBLANK([#f0])))",
        "MOD([#f0],2)=0",
        '[last.#f0]&"x"',
        "RMBUPPER([#f0])",
        "COUNTA([#f0])",
        "oops(",
    ]
)
truths = st.booleans()


@st.composite
def choices(draw: Any) -> tuple[Choice, ...]:
    values = draw(st.lists(words.map(str.strip).filter(bool), min_size=1, max_size=3, unique=True))
    return tuple(
        Choice(
            value,
            draw(words),
            text=draw(st.sampled_from(["", "optional", "required"])),
            exclusive=draw(truths),
            parent=draw(st.sampled_from(["", "甲"])),
            score=draw(st.sampled_from(["", "1.5"])),
        )
        for value in values
    )


@st.composite
def fields(draw: Any, number: str, *, depth: int = 0) -> FieldSpec:
    kinds = sorted(field_types()) if depth == 0 else sorted(COLUMN_TYPES | ({"table"} if depth == 1 else set()))
    kind = draw(st.sampled_from(kinds))
    spec = FieldSpec(
        id=f"f{number}",
        key=f"key_{number}",
        label=draw(words),
        type=kind,
        help=draw(maybe),
        required=draw(truths),
        unit=draw(st.sampled_from(["", "万元", "%"])),
        max_length=draw(numbers),
        min_items=draw(st.integers(0, 3)),
        max_items=draw(numbers),
        decimals=draw(st.one_of(st.none(), st.integers(0, 4))),
        allow_negative=draw(truths),
        pattern=draw(st.sampled_from(["", "[0-9]{6}", "a'b\"c", "甲|乙 and 丙"])),
        pattern_message=draw(maybe),
        default=draw(st.sampled_from(["", "甲", "1", "甲、乙", "today()", "${x}"])),
        min_value=draw(st.sampled_from(["", "0", "-5", "2.5"])),
        max_value=draw(st.sampled_from(["", "100"])),
        cascade=draw(st.sampled_from(["", "f0", "gone"])),
        total=draw(truths),
        formula=draw(formulas),
        visible=draw(formulas),
        group=draw(maybe),
        stage=draw(st.sampled_from(["", "before"])),
        printed=draw(truths),
        accept=draw(st.sampled_from([(), ("pdf", "jpg")])),
        paper=draw(st.sampled_from([{}, {"row": 1, "label": "甲\n乙"}])),
    )
    if kind in WITH_CHOICES:
        spec = replace(spec, choices=draw(choices()))
    if kind in ("table", "matrix"):
        columns = [draw(fields(f"{number}c{index}", depth=depth + 1)) for index in range(draw(st.integers(1, 2)))]
        spec = replace(spec, columns=tuple(columns))
    if kind == "matrix":
        spec = replace(spec, rows=(FixedRow("x1", draw(words)), FixedRow("x2", draw(words))))
    if kind == "metrics":
        spec = replace(spec, suggestions=({"name": draw(words), "unit": "%", "group": ""},))
    return spec


@st.composite
def forms(draw: Any) -> FormSpec:
    sections = []
    count = 0
    for index in range(draw(st.integers(1, 2))):
        made = []
        for _one in range(draw(st.integers(1, 3))):
            made.append(draw(fields(str(count))))
            count += 1
        sections.append(
            SectionSpec(
                id=f"s{index}",
                key=f"part_{index}",
                title=draw(words),
                number=draw(maybe),
                intro=draw(maybe),
                parties=draw(st.sampled_from([("enterprise",), ("enterprise", "provider"), ("county",)])),
                stage=draw(st.sampled_from(["", "after"])),
                visible=draw(formulas),
                fields=tuple(made),
            )
        )
    check = CheckSpec(id="c1", formula="[#f0]>0", message=draw(words), tier="explain", anchor="f0")
    return FormSpec(
        code="random-form",
        title=draw(words).strip() or "表",
        sections=tuple(sections),
        audience=draw(st.sampled_from([(), ("enterprise",)])),
        notes=tuple(draw(st.lists(words, max_size=2))),
        checks=draw(st.sampled_from([(), (check,)])),
    )
