"""Writing only what a mask opens: everything else stays exactly as it was, whatever came."""

from collections.abc import Collection, Mapping
from typing import Any

from forms_app.engine.places import NAMES, Opening, openings

Row = dict[str, Any]


def merge(old: Mapping[str, Any], new: Mapping[str, Any], mask: Collection[str]) -> dict[str, Any]:
    """Return the answers after a write: open places as in `new`, everything else exactly as in `old`."""
    merged = dict(old)
    for field_id, opening in openings(mask).items():
        value = new.get(field_id)
        if not opening.whole:
            value = _merge_parts(old.get(field_id), value, opening)
        if value in (None, [], {}):
            merged.pop(field_id, None)
        else:
            merged[field_id] = value
    return merged


def _merge_parts(old: Any, new: Any, opening: Opening) -> Any:
    present = old or new
    if isinstance(present, dict):
        kept = {part: value for part, value in (old or {}).items() if part not in opening.parts}
        return kept | {part: value for part, value in (new or {}).items() if part in opening.parts}
    if not present or not isinstance(present, list):
        return old
    if isinstance(present[0], str):
        return _merge_files(old or [], new or [], opening.rows)
    if opening.parts:
        return _merge_columns(old or [], new or [], opening)
    return _merge_rows(old or [], new or [], opening)


def _merge_files(old: list[str], new: list[Any], opened: Collection[str]) -> list[str]:
    """Write single files: an open one may go or be replaced by another."""
    freed = sum(1 for one in old if one in opened and one not in new)
    added = [one for one in new if isinstance(one, str) and one not in old][:freed]
    return [one for one in old if one not in opened or one in new] + added


def _merge_rows(old: list[Row], new: list[Row], opening: Opening) -> list[Row]:
    """Write single rows, or parts of them: an open row may change or go; the rest stays in its place."""
    given = {row["id"]: row for row in new}
    known = {row["id"] for row in old}
    rows = [_row(row, given.get(row["id"]), opening) for row in old]
    # An open row that was emptied and saved comes back when somebody types into it again.
    again = [row for row in new if row["id"] in opening.rows and row["id"] not in known]
    return [row for row in [*rows, *again] if row]


def _row(old: Row, new: Row | None, opening: Opening) -> Row | None:
    parts = opening.of_row(old["id"], old)
    if parts is None:
        return new
    return _written(old, new or {}, parts) if parts else old


def _written(old: Row, new: Row, opened: Collection[str]) -> Row:
    """Return a row with these parts as in `new` and the others as in `old`."""
    kept = {part: value for part, value in old.items() if part not in opened}
    return {**{part: value for part, value in new.items() if part in opened}, **kept}


def _merge_columns(old: list[Row], new: list[Row], opening: Opening) -> list[Row]:
    """Write some columns of all rows: what stands in the others, and so the row itself, cannot be lost."""
    left = {row["id"]: row for row in old}
    rows = []
    for row in new:
        known = left.pop(row["id"], {"id": row["id"]})
        parts = opening.of_row(row["id"], known)
        rows.append(row if parts is None else _written(known, row, parts))
    for row_id, row in left.items():
        parts = opening.of_row(row_id, row)
        if parts is not None and set(row) - parts - {"id"}:
            # Gone from the page, but something closed stands in it: that stays, with its name.
            rows.append({part: value for part, value in row.items() if part not in parts - NAMES})
    return [row for row in rows if set(row) - {"id"}]
