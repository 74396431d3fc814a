"""What a template may call a field, its parts and its columns."""

from cms.core.money import UNITS
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.paper.values import BOXED, SIDE_LABELS


def codes_by_shared_label(spec: FormSpec) -> dict[str, tuple[str, ...]]:
    """Return the labels that say nothing, as several fields have them, with the codes that tell those apart."""
    codes: dict[str, tuple[str, ...]] = {}
    for _section, one in spec.fields():
        codes[one.label] = (*codes.get(one.label, ()), one.key)
    keys = {one.key for _section, one in spec.fields()}
    return {label: found for label, found in codes.items() if len(found) > 1 and label not in keys}


def facets(one: FieldSpec) -> dict[str, str]:
    """Return the parts of an answer that a template may ask for beside the whole."""
    if one.type in BOXED:
        return {choice.label: choice.value for choice in one.choices}
    if one.type == "money":
        return {"大写": "upper", **{unit: unit for unit in UNITS}}
    if one.type in ("before_after", "metrics"):
        return {label: side for side, label in SIDE_LABELS.items()}
    return {}


def columns_of(table: FieldSpec) -> dict[str, str]:
    """Return what a row of this table can be asked for: labels and codes → where it stands in the row."""
    if table.type == "table":
        return {"序号": "#"} | {name: one.id for one in table.columns for name in (one.key, one.label)}
    if table.type == "metrics":
        return {"序号": "#", "指标": "name", "单位": "unit", "改造前": "before", "改造后": "after"}
    return {"序号": "#", "内容": "text"}
