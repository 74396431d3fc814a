"""Filling the slots of a section: values, errors, rows, files, remarks. All text from people is escaped here."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from itertools import accumulate
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from cms.core.text import count_characters
from forms_app.engine.display import display_parts
from forms_app.engine.fields import new_row_id
from forms_app.engine.fields.dates import day_from
from forms_app.engine.fields.rows import cell_at
from forms_app.engine.fields.totals import total_text
from forms_app.engine.lookups import Lookups
from forms_app.engine.openings import WHOLE, Opening, opening_at, openings
from forms_app.engine.places import parts_of, value_at
from forms_app.engine.spec import FieldSpec
from forms_app.models import Attachment, Remark
from forms_app.selectors.place_text import place_text
from forms_app.web.conflict import CHOICE, Beside
from forms_app.web.fragments import FieldFragments
from forms_app.web.replies import reply_to
from forms_app.web.slots import ROW, Part, Slot, described, within

TEMPLATE_ROW, TEMPLATE_INNER_ROW = "__row__", "__inner__"


@dataclass
class Fill:
    """What one request shows in a section."""

    inputs: Mapping[str, Any]
    values: Mapping[str, Any]
    lookups: Lookups
    mask: Collection[str]
    open_fields: Collection[str]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[Attachment]] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    theirs: Mapping[str, Beside] = field(default_factory=dict)
    row: str = ""
    number: int = 0
    # What is open in the row that is being written.
    in_row: Opening = WHOLE
    fragments: FieldFragments | None = None
    # The one row of a repeating field that has none yet: its id is said twice, in the order and in the row.
    blank_rows: dict[str, str] = field(default_factory=dict)
    # What stands at places whose stage is not open yet, and at which fields of the section it stands.
    later: str = ""
    later_fields: Collection[str] = ()
    # Fields that are not asked, and what stands below a field: its explanations, and how it is computed. HTML.
    hidden: Collection[str] = ()
    below: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def openings(self) -> Mapping[str, Opening]:
        """Return what is open, by field."""
        return openings(self.mask)

    def opening(self, name: str = "") -> Opening:
        """Return what is open at an input of the field at hand, at all of the field without a name."""
        spec = self.fragments.spec if self.fragments else None
        own = self.openings.get(spec.id, WHOLE) if spec else WHOLE
        if spec is None or own.whole:
            return WHOLE
        return opening_at(spec, own, self.values.get(spec.id), name.removeprefix(f"{spec.id}-"))

    def text(self, name: str) -> str:
        """Return the text to show in an input."""
        value = self.inputs.get(name, "")
        if isinstance(value, list):
            return str(value[-1]) if value else ""
        return str(value)

    def chosen(self, name: str) -> Sequence[str]:
        """Return the options that are chosen under a name."""
        value = self.inputs.get(name, ())
        return [value] if isinstance(value, str) else value

    def troubled(self) -> Collection[str]:
        """Return the fields of which there is something to say beside their value (and their inputs' names)."""
        named = {owner for faults in (self.errors, self.notices) for name in faults for owner in _owners(name)}
        return named.union(self.remarks, self.theirs, set(self.open_fields) - set(self.mask))

    def row_ids(self, name: str) -> list[str]:
        """Return the rows to show of a table: at least one, so that there is something to type into.

        A single row that is open and was emptied is there to be filled in again.
        """
        rows = [one for one in self.text(f"{name}-rows").split(",") if one]
        rows += [one for one in self.opening(f"{name}-rows").rows if one not in rows]
        return rows or [self.blank_rows.setdefault(name, new_row_id())]


def closed_parts(spec: FieldSpec, opening: Opening) -> frozenset[str]:
    """Return the parts of a field, or of a row of it, that are shown and not asked."""
    return frozenset() if opening.whole else frozenset(parts_of(spec)).difference(opening.parts)


def step_html(parts: Sequence[Part], fields: str, **puts: str) -> SafeString:
    """Return the form around the fields of a step; what is put in is escaped, the fields are HTML already."""
    out = [
        part if isinstance(part, str) else fields if part.kind == "fields" else escape(puts[part.name])
        for part in parts
    ]
    return mark_safe("".join(out))  # noqa: S308 - literals are rendered templates, the rest is escaped or HTML already


def _owners(name: str) -> Iterable[str]:
    """Return what an input may belong to: `f1-r2-c3` to f1, to its row, or to itself."""
    return accumulate(name.split("-"), lambda above, part: f"{above}-{part}")


def section_html(fragments: Sequence[FieldFragments], fill: Fill) -> SafeString:
    """Return the fields of a section, open ones as inputs and the others as text."""
    out: list[str] = []
    troubled = fill.troubled()
    for one in fragments:
        fill.fragments = one
        out.append(heading(one, fragments, fill.hidden))
        if one.spec.visible:
            out.append(f'<div class="asked" data-asked="{escape(one.spec.id)}"{_hidden(one.spec.id, fill)}>')
        # What is computed nobody may write, but it is not locked either: it follows what is typed.
        if one.has_value and one.spec.id not in fill.open_fields and not one.spec.formula:
            write(one.readonly, fill, out)
        elif one.spec.id in fill.openings and not fill.openings[one.spec.id].whole and not one.has_rows:
            write(one.without(closed_parts(one.spec, fill.opening())).editable, fill, out)
        else:
            write(one.editable if one.spec.id in troubled else one.calm, fill, out)
        if one.spec.id in fill.later_fields:
            out.append(f'<p class="field-later">{escape(fill.later)}</p>')
        out.append(fill.below.get(one.spec.id, ""))
        if one.spec.visible:
            out.append("</div>")
    return mark_safe("".join(out))  # noqa: S308 - literals are rendered templates, slots escape what they insert


def _hidden(field_id: str, fill: Fill) -> str:
    return " hidden" if field_id in fill.hidden else ""


def heading(first: FieldFragments, fragments: Sequence[FieldFragments], hidden: Collection[str]) -> str:
    """Return the heading that stands above a field, hidden if none of its group is asked."""
    if not first.heading or not hidden:
        return first.heading
    asked = any(one.spec.group == first.spec.group and one.spec.id not in hidden for one in fragments)
    return first.heading if asked else first.heading.replace("<h2", "<h2 hidden", 1)


def write(parts: Sequence[Part], fill: Fill, out: list[str]) -> None:
    """Append the parts with their slots filled."""
    row = fill.row
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        else:
            out.append(_FILLERS[part.kind](fill, _in_row(part, row) if row else part))


def _in_row(part: Slot, row: str) -> Slot:
    return Slot(part.kind, part.name.replace(ROW, row), part.extra) if ROW in part.name else part


def _value(fill: Fill, slot: Slot) -> str:
    return escape(fill.text(slot.name))


def _checked(fill: Fill, slot: Slot) -> str:
    return " checked" if slot.extra in fill.chosen(slot.name) else ""


def _pick(fill: Fill, slot: Slot) -> str:
    """Return the options of a select with the chosen one marked."""
    chosen = f'value="{escape(fill.text(slot.name))}"'
    return slot.extra if chosen == 'value=""' else slot.extra.replace(chosen, f"{chosen} selected", 1)


def _computed(fill: Fill, slot: Slot) -> str:
    """Return what was computed for a field, or for a cell of the row that is being written."""
    if fill.fragments is None:
        return ""
    spec, value = fill.fragments.spec, fill.values.get(fill.fragments.spec.id)
    if slot.name != spec.id:
        spec, value = cell_at(spec, value, slot.name.removeprefix(f"{spec.id}-"))
    text, _items = display_parts(spec, value, fill.lookups)
    return escape(text) or "—"


def _count(fill: Fill, slot: Slot) -> str:
    return str(count_characters(fill.text(slot.name)))


def _date_type(fill: Fill, slot: Slot) -> str:
    """Return "date", or "text" where a date input would swallow what was typed."""
    typed = fill.text(slot.name)
    day = day_from(typed)
    return "date" if not typed or (day is not None and day.isoformat() == typed) else "text"


def _described(fill: Fill, slot: Slot) -> str:
    """Return aria attributes of an input: what describes it, and whether it is wrong."""
    ids = [slot.extra] if slot.extra else []
    if slot.name not in fill.errors:
        return described(ids)
    return f' aria-invalid="true"{described([*ids, f"{slot.name}-error"])}'


def _group_described(fill: Fill, slot: Slot) -> str:
    """Return what describes a fieldset; a group cannot be invalid itself."""
    return _described(fill, slot).replace(' aria-invalid="true"', "")


def _error(fill: Fill, slot: Slot) -> str:
    out = [
        f'<p class="field-error" id="{escape(slot.name)}-error">{escape("；".join(messages))}</p>'
        for messages in [fill.errors.get(slot.name)]
        if messages
    ]
    out.extend(f'<p class="field-notice">{escape(message)}</p>' for message in fill.notices.get(slot.name, ()))
    return "".join(out)


def _state(fill: Fill, slot: Slot) -> str:
    """Return the classes of a field: wrong, remarked on, in conflict, open in parts only."""
    classes = []
    if any(name == slot.name or name.startswith(f"{slot.name}-") for name in fill.errors):
        classes.append(" has-error")
    if slot.name in fill.remarks:
        classes.append(" has-remark")
    if slot.name in fill.theirs:
        classes.append(" has-conflict")
    opening = fill.openings.get(slot.name)
    if opening is not None and not opening.whole and not opening.parts:
        classes.append(" is-partial")
    return "".join(classes)


def _notes(fill: Fill, slot: Slot) -> str:
    """Return the remarks at a field and what somebody else saved there."""
    remarks, theirs = fill.remarks.get(slot.name, ()), fill.theirs.get(slot.name)
    if not remarks and theirs is None:
        return ""
    context = {
        "remarks": [(one, _place_text(fill, one), reply_to(fill, one)) for one in remarks],
        "beside": theirs,
        "choice": f"{CHOICE}{slot.name}",
    }
    return render_to_string("forms_app/fields/notes.html", context)


def _place_text(fill: Fill, remark: Remark) -> str:
    if fill.fragments is None or not remark.place:
        return ""
    return place_text(fill.fragments.spec, fill.values.get(remark.field_id), remark.place, fill.lookups)


def _rows(fill: Fill, slot: Slot) -> str:
    fragments = fill.fragments
    if fragments is None:
        return ""
    out: list[str] = []
    fixed = [row.id for row in fragments.spec.rows]
    for number, row in enumerate(fixed or fill.row_ids(slot.name), start=1):
        fill.row, fill.number, fill.in_row = row, number, fill.opening(f"{slot.name}-{row}")
        if not fill.in_row:
            out.append(_locked_row(fill, fragments.spec, fill.values.get(slot.name), row))
        else:
            made = fragments.without(closed_parts(fragments.spec, fill.in_row))
            write(made.lines.get(row, made.row), fill, out)
    fill.row, fill.in_row = "", WHOLE
    return "".join(out)


def _locked_row(fill: Fill, spec: FieldSpec, value: Any, row: str) -> str:
    """Return a row as text; `row` is its id, whatever rows it is in."""
    _text, items = display_parts(spec, value, fill.lookups)
    text = next((str(item) for item in items if item.id == row), "")
    if spec.columns:
        return _locked_grid_row(row, _row_name(spec, row, fill.number), text)
    return f'<li class="row is-locked" data-row="{escape(row)}"><p class="row-text">{escape(text)}</p></li>'


def _locked_grid_row(row: str, name: str, text: str) -> str:
    return (
        f'<div class="grid-row is-locked" role="row" data-row="{escape(row)}">'
        f'<div class="grid-number" role="rowheader">{escape(name)}</div>'
        f'<div class="grid-locked" role="cell">{escape(text)}</div></div>'
    )


def _row_label(fill: Fill, slot: Slot) -> str:
    """Return the name of the row that is being written."""
    return escape(_row_name(fill.fragments.spec, fill.row, fill.number)) if fill.fragments else ""


def _row_name(spec: FieldSpec, row: str, number: int) -> str:
    """Return the name that the form gives to a row, else its number."""
    return next((one.label for one in spec.rows if one.id == row), str(number or ""))


def _row_state(fill: Fill, slot: Slot) -> str:
    """Return the class of a row that is open as a whole in a table that is not: rows may be added within it."""
    return " is-open" if fill.in_row.whole and not fill.opening().whole else ""


def _nested(fill: Fill, slot: Slot) -> str:
    """Return the rows within the row that is being written."""
    return _inner_rows(fill, slot, fill.row_ids(slot.name))


def _nested_template(fill: Fill, slot: Slot) -> str:
    """Return one blank row within a row for the script to copy."""
    return _inner_rows(fill, slot, [TEMPLATE_INNER_ROW])


def _inner_rows(fill: Fill, slot: Slot, rows: Sequence[str]) -> str:
    if fill.fragments is None:
        return ""
    outer, number, in_row = fill.row, fill.number, fill.in_row
    column = next(one for one in fill.fragments.spec.columns if one.id == slot.extra)
    value = value_at(fill.values.get(fill.fragments.spec.id), (outer, column.id))
    out: list[str] = []
    for fill.number, row in enumerate(rows, start=1):
        fill.in_row = WHOLE if in_row.whole else fill.opening(f"{slot.name}-{row}")
        fill.row = row
        if fill.in_row:
            parts = fill.fragments.inner_row(column, closed_parts(column, fill.in_row))
            write(within(parts, outer), fill, out)
        else:
            out.append(_locked_row(fill, column, value, row))
    fill.row, fill.number, fill.in_row = outer, number, in_row
    return "".join(out)


def _total(fill: Fill, slot: Slot) -> str:
    """Return the sum of a column as it is stored."""
    spec = fill.fragments.spec if fill.fragments else None
    column = next((one for one in spec.columns if one.id == slot.extra), None) if spec else None
    return escape(total_text(column, fill.values.get(slot.name) or (), fill.lookups)) if column else ""


def _row_order(fill: Fill, slot: Slot) -> str:
    return escape(",".join(fill.row_ids(slot.name)))


def _row_template(fill: Fill, slot: Slot) -> str:
    """Return one blank row for the script to copy."""
    if fill.fragments is None:
        return ""
    blank = Fill(
        inputs={},
        values={},
        lookups=fill.lookups,
        mask=fill.mask,
        open_fields=fill.open_fields,
        row=TEMPLATE_ROW,
        fragments=fill.fragments,
    )
    out: list[str] = []
    blank.in_row = fill.opening(f"{slot.name}-{TEMPLATE_ROW}")
    write(fill.fragments.without(closed_parts(fill.fragments.spec, blank.in_row)).row, blank, out)
    return "".join(out)


def _files(fill: Fill, slot: Slot) -> str:
    files = fill.files.get(slot.name, ())
    whole = slot.name in fill.mask
    shown = [(one, whole or f"{slot.name}/{one.pk}" in fill.mask) for one in files]
    return render_to_string("forms_app/fields/files.html", {"files": shown}) if files else ""


def _regions(fill: Fill, slot: Slot) -> str:
    code = fill.text(slot.name)
    options = region_options(_Names(fill.lookups.regions))
    return options.replace(f'value="{escape(code)}"', f'value="{escape(code)}" selected', 1) if code else options


class _Names:
    """Region names as a cache key: the same mapping object means the same options."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def __hash__(self) -> int:
        return id(self.names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Names) and other.names is self.names


@lru_cache(maxsize=4)
def region_options(names: _Names) -> str:
    """Return counties and districts grouped by city, as options."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in sorted(names.names.items()):
        if not code.endswith("00"):
            groups.setdefault(names.names.get(f"{code[:4]}00", ""), []).append((code, name))
    return render_to_string("forms_app/fields/region_options.html", {"groups": groups.items()}).strip()


def _show(fill: Fill, slot: Slot) -> str:
    """Return an answer as text, for a field that is not open."""
    if fill.fragments is None:
        return ""
    text, items = display_parts(fill.fragments.spec, fill.values.get(slot.name), fill.lookups)
    return render_to_string("forms_app/fields/answer.html", {"text": text, "items": items})


def _part(fill: Fill, slot: Slot) -> str:
    """Return one part of an answer as text: a half, or a cell of the row that is being written."""
    if fill.fragments is None:
        return ""
    spec, value = fill.fragments.spec, fill.values.get(fill.fragments.spec.id)
    if spec.columns:
        column, cell = cell_at(spec, value, slot.name.removeprefix(f"{spec.id}-"))
        text, items = display_parts(column, cell, fill.lookups)
        return escape(text or "；".join(str(one) for one in items)) or "—"
    part = str(value_at(value, (fill.row, slot.extra)) or "")
    return escape(next((choice.label for choice in spec.choices if choice.value == part), part)) or "—"


def _row(fill: Fill, slot: Slot) -> str:
    return escape(fill.row)


def _number(fill: Fill, slot: Slot) -> str:
    return str(fill.number or "")


_FILLERS: dict[str, Callable[[Fill, Slot], str]] = {
    "value": _value,
    "checked": _checked,
    "pick": _pick,
    "computed": _computed,
    "count": _count,
    "datetype": _date_type,
    "aria": _described,
    "describe": _group_described,
    "error": _error,
    "state": _state,
    "notes": _notes,
    "rows": _rows,
    "rowlabel": _row_label,
    "rowstate": _row_state,
    "nested": _nested,
    "nestedtemplate": _nested_template,
    "total": _total,
    "roworder": _row_order,
    "rowtemplate": _row_template,
    "files": _files,
    "regions": _regions,
    "show": _show,
    "part": _part,
    "row": _row,
    "number": _number,
}
