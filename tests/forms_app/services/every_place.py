"""A form that has every type of field for every party and stage, two states of all of it, and who may change what."""

import re
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms_app.engine.answers import clean_section
from forms_app.engine.compile import field_from_json
from forms_app.engine.fields import field_type
from forms_app.engine.form_env import BareWorld
from forms_app.engine.form_state import evaluate_form
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import STAGES, FieldSpec, FormSpec, SectionSpec
from tests.forms_app.engine.specs import LOOKUPS, every_type
from tests.forms_app.world import typed

NESTED = {
    "id": "x",
    "key": "scenes",
    "label": "场景",
    "type": "table",
    "columns": [
        {"id": "s", "key": "scene", "label": "场景名称", "type": "text"},
        {"id": "n", "key": "amount", "label": "数量", "type": "number"},
        {"id": "d", "key": "double", "label": "两倍", "type": "number", "formula": "[row.#n]*2"},
        {"id": "w", "key": "why", "label": "原因", "type": "text", "visible": "[row.#n]>11"},
        {
            "id": "p",
            "key": "products",
            "label": "产品",
            "type": "table",
            "columns": [
                {"id": "n", "key": "name", "label": "名称", "type": "text"},
                {"id": "m", "key": "made_by", "label": "厂家", "type": "text"},
            ],
        },
    ],
}
# For each type two acceptable inputs: {what follows the field's id: text}.
ONE_WORD = {
    "text": ("甲", "乙"),
    "textarea": ("甲\n甲", "乙\n乙"),
    "email": ("a@example.com", "b@example.com"),
    "phone": ("13800000000", "13900000000"),
    "credit_code": ("91999902PDY000319P", ""),
    "region": ("999921", "999922"),
    "date": ("2025-01-01", "2025-02-02"),
    "year": ("2024", "2025"),
    "month": ("2025-01", "2025-02"),
    "url": ("https://a.example.com", "https://b.example.com"),
    "id_card": ("11010519491231002X", "110105202611210014"),
    "percent": ("10", "12"),
    "number": ("10", "12"),
    "money": ("10", "12"),
    "radio": ("甲", "乙"),
    "select": ("甲", "乙"),
    "industry": ("3421", ""),
    "radio_with_text": ("是", "否"),
    "declaration": ("", "yes"),
}
MANY: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "date_range": (
        {"-start": "2025-01-01", "-end": "2025-01-31"},
        {"-start": "2025-02-01", "-end": "2025-02-28"},
    ),
    "before_after": ({"-before": "未达一级", "-after": "一级"}, {"-before": "一级", "-after": "二级"}),
    "checkbox": ({"": "公有云", "-text-0": "甲云"}, {"": "私有云", "-text-1": "乙云"}),
    "item_list": (
        {"-rows": "r1,r2", "-r1-text": "甲一", "-r2-text": "甲二"},
        {"-rows": "r1,r2", "-r1-text": "乙一", "-r2-text": "乙二"},
    ),
    "metrics": tuple(  # type: ignore[dict-item]
        {"-rows": "r1,r2"}
        | {f"-{row}-{part}": f"{word}{row}{part}" for row in ("r1", "r2") for part in ("name", "unit", *STAGES)}
        for word in "甲乙"
    ),
    "table": tuple(  # type: ignore[dict-item]
        {"-rows": "r1,r2"}
        | {f"-{row}-c1": word for row in ("r1", "r2")}
        | {f"-{row}-c2": amount for row in ("r1", "r2")}
        | {f"-{row}-c3": choice for row in ("r1", "r2")}
        for word, amount, choice in (("甲", "1", "好"), ("乙", "2", "差"))
    ),
    "matrix": tuple(  # type: ignore[dict-item]
        {f"-{row}-c1": amount for row in ("m1", "m2")} | {f"-{row}-c3": choice for row in ("m1", "m2")}
        for amount, choice in (("1", "好"), ("2", "差"))
    ),
    "nested": tuple(  # type: ignore[dict-item]
        {"-rows": "r1,r2"}
        | {f"-{row}-s": word for row in ("r1", "r2")}
        | {f"-{row}-n": amount for row in ("r1", "r2")}
        | {f"-{row}-d": "999" for row in ("r1", "r2")}
        | {f"-{row}-w": f"因{word}" for row in ("r1", "r2")}
        | {f"-{row}-p-rows": "i1,i2" for row in ("r1", "r2")}
        | {
            f"-{row}-p-{inner}-{cell}": f"{word}{inner}"
            for row in ("r1", "r2")
            for inner in ("i1", "i2")
            for cell in "nm"
        }
        for word, amount in (("甲", "10"), ("乙", "12"))
    ),
}
# Places in the rows within rows, and in every row.
INNER = {
    "inner row": "/r1:p/i2",
    "inner cell": "/r2:p/i1:n",
    "inner table": "/r2:p",
    "column": ":s",
    "inner column": ":p:n",
}
SCHEME = (
    ("own", ("enterprise",), ""),
    ("shared", ("enterprise", "provider"), "before"),
    ("later", ("enterprise", "provider"), "after"),
    ("provider", ("provider",), ""),
    ("office", ("county",), ""),
    ("office-later", ("county",), "after"),
)


def staged(spec: FieldSpec) -> FieldSpec:
    """Return a table or matrix of which the first column belongs to the first stage and the last to the second."""
    stages = ("before", *("" for _column in spec.columns[2:]), "after")
    columns = (replace(column, stage=stage) for column, stage in zip(spec.columns, stages, strict=True))
    return replace(spec, columns=tuple(columns))


def _section(number: int, key: str, parties: tuple[str, ...], stage: str) -> SectionSpec:
    """Return a section with every type, a computed, a hidden and, at each stage of its own, an ordinary field."""
    made: list[FieldSpec] = []
    types = {**every_type(), "nested": field_from_json(NESTED)}
    for name in ("table", "matrix"):
        types[f"staged {name}"] = staged(types[name])
    ids = {name: f"f{number}n{at}x" for at, name in enumerate(types)}
    for name, spec in types.items():
        made.append(replace(spec, id=ids[name], key=f"k{number}_{len(made)}", label=f"{key}{name}", required=False))
    counted = ids["number"]
    text = types["text"]
    for at, (suffix, extra) in enumerate(
        (
            ("computed", {"type": "number", "formula": f"[#{counted}]*2"}),
            ("hidden", {"visible": f"[#{counted}]>11"}),
            ("first", {"stage": "before"}),
            ("second", {"stage": "after"}),
        )
    ):
        made.append(replace(text, id=f"f{number}z{at}x", key=f"{suffix}{number}", label=f"{key}{suffix}", **extra))
    return SectionSpec(id=f"s-{key}", key=key, title=key, parties=parties, stage=stage, fields=tuple(made))


def every_place() -> FormSpec:
    """Return the form; its last section is hidden in the first state, and one computed field reads another section."""
    sections = tuple(_section(number, *one) for number, one in enumerate(SCHEME))
    counted = next(one for one in sections[0].fields if one.type == "number" and not one.formula)
    hidden = SectionSpec(
        id="s-hidden",
        key="hidden",
        title="hidden",
        visible=f"[#{counted.id}]>11",
        fields=(
            FieldSpec(id="f9n0x", key="hidden_text", label="隐藏章节", type="text"),
            FieldSpec(id="f9n1x", key="far", label="他处", type="number", formula=f"[#{counted.id}]*3"),
        ),
    )
    return FormSpec(
        code="every-place",
        title="每一处",
        sections=(*sections, hidden),
        audience=("enterprise", "provider"),
        reference_prefix="XX",
    )


def kind_of(field: FieldSpec) -> str:
    """Return the name under which the inputs of a field are found above."""
    return "nested" if any(column.type == "table" for column in field.columns) else field.type


def inputs(spec: FormSpec, state: int) -> dict[str, Any]:
    """Return the input of every field of the form: computed, hidden and file fields and notes included."""
    post: dict[str, Any] = {}
    for _section_of, field in spec.fields():
        if kind_of(field) in MANY:
            post |= {f"{field.id}{part}": text for part, text in MANY[kind_of(field)][state].items()}
        elif field.formula:
            post[field.id] = "999"
        elif kind_of(field) in ONE_WORD:
            post[field.id] = ONE_WORD[kind_of(field)][state]
            post[f"{field.id}-text"] = "理由"
        else:
            post[field.id] = ""
    return post


def forged(files: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return input that puts the file of another field, and one that does not exist, into every file field."""
    foreign = [ids[0] for ids in files.values()]
    return {field_id: [*foreign[at:], str(uuid.UUID(int=1))] for at, field_id in enumerate(files, start=1)}


def answers(spec: FormSpec, state: int, files: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Return one of the two states as it is stored, by section; nothing of it is faulty."""
    post, found = typed(inputs(spec, state)), {}
    lookups = FixedLookups(
        regions=LOOKUPS.regions,
        attachments={one: "证明.pdf" for ids in files.values() for one in ids},
        today=LOOKUPS.today,
    )
    for section in spec.sections:
        everything = {one.id for one in section.fields if not one.formula}
        result = clean_section(section, post, lookups, everything, files_present=files)
        assert not result.faults, result.faults
        found[section.id] = result.values
    return computed(spec, found)


def computed(spec: FormSpec, found: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return answers with what the formulas come to in them."""
    state = evaluate_form(spec, found, BareWorld(LOOKUPS.today))
    return {section.id: dict(state.with_computed(section, found[section.id])) for section in spec.sections}


@dataclass(frozen=True)
class Rule:
    """Who posts, at which stages, and what a return unlocked (None: everything), told in the words of the issue."""

    party: str
    stages: Collection[str]
    anchors: Collection[str] | None = None
    # What the last round did not ask: a correction may bring it up for the first time.
    never_asked: Collection[str] = ()

    def expected(self, section: SectionSpec, field: FieldSpec, old: Any, new: Any) -> Any:
        """Return what must be stored after `new` was posted over `old`; written without looking at the mask."""
        if self.party not in section.parties or field.formula or not field_type(field.type).has_value:
            return old
        own_stage = field.stage or ("" if field_type(field.type).has_halves else section.stage)
        staged_columns = any(column.stage for column in field.columns)
        by_column = {column.id: column.stage or own_stage for column in field.columns if staged_columns}
        if own_stage and own_stage not in self.stages and not by_column:
            return old
        halves = [half for half in STAGES if half in self.stages]
        now = new
        if field_type(field.type).has_halves:
            now = with_halves(old, new, halves)
        elif by_column:
            now = with_columns(
                old, new, [one for one, stage in by_column.items() if stage and stage not in self.stages]
            )
        if self.anchors is None or field.id in self.anchors or field.id in self.never_asked:
            return now
        deep = [anchor for anchor in self.anchors if anchor.startswith(f"{field.id}") and anchor.count(":") >= 1]
        if deep and not set(deep) & {f"{field.id}:{half}" for half in STAGES}:
            return with_cells(old, now, deep)
        rows = [anchor.partition("/")[2] for anchor in self.anchors if anchor.startswith(f"{field.id}/")]
        if rows and isinstance(old, list):
            given = {one["id"]: one for one in now} if isinstance(old[0], dict) else {}
            return [given.get(one["id"]) if one["id"] in rows else one for one in old] if given else old
        named = [anchor.partition(":")[2] for anchor in self.anchors if anchor.startswith(f"{field.id}:")]
        return with_halves(old, new, [half for half in named if half in halves]) if named else old


def with_halves(old: Any, new: Any, halves: Collection[str]) -> Any:
    """Return an answer of two halves with these of `new`; the names of metrics belong to the half before."""
    if isinstance(old, dict):
        return {half: (new if half in halves else old)[half] for half in STAGES}
    parts = {*halves, *(("name", "unit") if "before" in halves else ())}
    return [
        {part: (there if part in parts else here)[part] for part in here} for here, there in zip(old, new, strict=True)
    ]


def with_cells(old: Any, new: Any, anchors: Collection[str]) -> Any:
    """Return the rows of `old` with the cells of `new` that the anchors name, and with the rows within rows."""
    made = [dict(row) for row in old]
    for anchor in anchors:
        rows, column, inner, cell = re.fullmatch(r"\w+(?:/(\w+))?:(\w+)(?:/(\w+))?(?::(\w+))?", anchor).groups()
        for here, there in zip(made, new, strict=True):
            if rows in (None, here["id"]):
                here[column] = _cell(here[column], there[column], inner, cell) if inner or cell else there[column]
    return made


def _cell(old: Any, new: Any, inner: str | None, cell: str | None) -> Any:
    """Return the rows within a row with one row, or one cell of it or of every row, as in `new`."""
    return [
        here if inner not in (None, here["id"]) else {**here, cell: there[cell]} if cell else there
        for here, there in zip(old, new, strict=True)
    ]


def with_columns(old: Any, new: Any, closed: Collection[str]) -> Any:
    """Return the rows of `new` with these columns as in `old`."""
    return [
        {part: (here if part in closed else there)[part] for part in here} for here, there in zip(old, new, strict=True)
    ]


def anchors_of(spec: FormSpec, kind: str, files: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield remarks of one kind on every third place of the form."""
    fields = [one for _section_of, one in spec.fields()]
    if kind == "field":
        yield from (one.id for one in fields[::3])
    elif kind == "row":
        yield from (f"{one.id}/r1" for one in fields if field_type(one.type).has_rows and kind_of(one) != "matrix")
        yield from (f"{one.id}/m2" for one in fields if kind_of(one) == "matrix")
    elif kind == "half":
        yield from (f"{one.id}:after" for one in fields if field_type(one.type).has_halves)
    elif kind == "cell":
        yield from (f"{one.id}/r2:c2" for one in fields if one.type == "table" and kind_of(one) == "table")
        yield from (f"{one.id}/m1:c3" for one in fields if kind_of(one) == "matrix")
        yield from (f"{one.id}/r1:s" for one in fields if kind_of(one) == "nested")
    elif kind in INNER:
        yield from (f"{one.id}{INNER[kind]}" for one in fields if kind_of(one) == "nested")
    elif kind == "file":
        yield from (f"{field_id}/{ids[0]}" for field_id, ids in files.items())
