"""What formulas add to a section on the screen: explanations, how a number came about, and data for the script."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forms_app.engine.display import display_parts
from forms_app.engine.form_checks import Finding
from forms_app.engine.formula_nodes import Node
from forms_app.engine.formula_page import Page, page_formulas, state_of_section
from forms_app.engine.formula_trace import Why, computed_in, why
from forms_app.engine.spec import CheckSpec, FieldSpec, SectionSpec
from forms_app.selectors.filling import Filling
from forms_app.services.explanations import input_name
from forms_app.web.fill import Fill

# What the inputs show, and the messages at them, by input name.
_Shown = tuple[Mapping[str, Any], Mapping[str, Any]]


def with_formulas(fill: Fill, filling: Filling, section: SectionSpec, inputs: Mapping[str, Any]) -> None:
    """Tell a fill what is not asked, and what stands below each field."""
    own = {one.id for one in section.fields}
    fill.hidden = own & filling.state.hidden_fields
    below = {one.id: _why_html(filling, one) for one in section.fields}
    for anchor, html in _explanations(filling, section, inputs, fill.errors).items():
        below[anchor] = below.get(anchor, "") + html
    fill.below = below


def page_of(filling: Filling, section: SectionSpec) -> Page:
    """Return the page of a section as its filler sees it: the sections of the filler's own party."""
    return Page(section, frozenset(one.id for one in filling.own_sections), filling.mask)


def page_script(filling: Filling, section: SectionSpec) -> SafeString:
    """Return the formulas of a section as data for the script; nothing if it has none."""
    data = page_formulas(filling.formulas, filling.state, page_of(filling, section))
    if data is None:
        return SafeString("")
    script = json_script(data).replace("<script ", "<script data-formulas ", 1)
    texts = format_html(
        ' data-text-shown="{}" data-text-hidden="{}"', _("Now asked: %(label)s"), _("No longer asked: %(label)s")
    )
    live = format_html('<p class="visually-hidden" role="status" aria-live="polite" data-live{}></p>', texts)
    return SafeString(script + live)


def server_state(filling: Filling, section: SectionSpec) -> dict[str, Any] | None:
    """Return what only the server computes in a section, for a page that is open; None if there is nothing."""
    if not filling.formulas.live:
        return None
    data = page_formulas(filling.formulas, filling.state, page_of(filling, section))
    if data is None or not data["remote"]:
        return None
    texts: dict[str, str] = {}
    for kind, field_id, column in data["remote"]:
        if kind == "value":
            texts[field_id] = _text(filling, filling.formulas.fields[field_id], filling.state.computed.get(field_id))
        elif kind == "cell":
            texts |= _cells(filling, field_id, column)
        elif kind == "line":
            texts |= _line(filling, field_id, column)
    return state_of_section(filling.state, section, texts)


def _cells(filling: Filling, table: str, column_id: str) -> dict[str, str]:
    column = next(one for one in filling.formulas.fields[table].columns if one.id == column_id)
    field_id, _colon, inner = table.partition(":")
    return {
        "-".join(cell): _text(filling, column, value)
        for cell, value in filling.state.cells.items()
        if cell[0] == field_id and cell[2] == column_id and cell[1].partition("-")[2].rpartition("-")[0] == inner
    }


def _line(filling: Filling, table: str, row_id: str) -> dict[str, str]:
    columns = {one.id: one for one in filling.formulas.fields[table].columns}
    return {
        "-".join(cell): _text(filling, columns[cell[2]], value)
        for cell, value in filling.state.cells.items()
        if cell[:2] == (table, row_id)
    }


def _text(filling: Filling, spec: FieldSpec, value: Any) -> str:
    return display_parts(spec, value, filling.lookups)[0] or "—"


def _why_html(filling: Filling, spec: FieldSpec) -> str:
    if spec.formula:
        seen = {one.id for one in filling.own_sections}
        found = why(filling.formulas, filling.state, Node("value", spec.id), seen)
        return why_html(found, spec.label) if found else ""
    columns = computed_in(filling.formulas, spec.id)
    return render_to_string("forms_app/fields/why_columns.html", {"columns": columns}) if columns else ""


def why_html(found: Why, label: str) -> str:
    """Return the disclosure that tells how the number with this label came about."""
    error = _(found.error.message) % found.error.params if found.error and found.error.message else ""
    return render_to_string("forms_app/fields/why.html", {"why": found, "label": label, "error": error})


def _explanations(
    filling: Filling, section: SectionSpec, inputs: Mapping[str, Any], errors: Mapping[str, Any]
) -> dict[str, str]:
    """Return, by field, the places in which its checks are explained; those that hold now are there but hidden."""
    found: dict[str, str] = {}
    failing = {one.key: one for one in filling.findings if one.check.section == section.id}
    for check in filling.formulas.checks:
        if check.spec.tier != "explain" or check.section != section.id or check.table:
            continue
        html = _explanation(filling, check.spec, failing.get(check.spec.id), check.spec.id, (inputs, errors))
        found[check.anchor] = found.get(check.anchor, "") + html
    for one in failing.values():
        if one.check.spec.tier == "explain" and one.check.table:
            html = _explanation(filling, one.check.spec, one, one.key, (inputs, errors))
            found[one.check.anchor] = found.get(one.check.anchor, "") + html
    return found


def _explanation(filling: Filling, check: CheckSpec, finding: Finding | None, key: str, shown: _Shown) -> str:
    name = input_name(key)
    inputs, errors = shown
    written = filling.explanations.get(key)
    typed = inputs.get(name)
    typed = typed[-1] if isinstance(typed, list) and typed else typed
    context = {
        "name": name,
        "key": key.replace("/", "-"),
        "check": check,
        "row": finding.row if finding else None,
        "fails": finding is not None,
        "explained": bool(finding and written and written.holds(finding)),
        "lapsed": bool(finding and written and written.basis and not written.holds(finding)),
        "text": typed or (written.text if written else ""),
        "errors": errors.get(name, ()),
    }
    return render_to_string("forms_app/fields/explain.html", context)
