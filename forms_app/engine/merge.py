"""Writing only what a mask opens: everything else stays exactly as it was, whatever came."""

from collections.abc import Collection, Mapping
from typing import Any

from forms_app.engine.openings import Opening, openings
from forms_app.engine.places import NAMES

Row = dict[str, Any]
_BLANK: tuple[Any, ...] = (None, [], {})


def merge(old: Mapping[str, Any], new: Mapping[str, Any], mask: Collection[str]) -> dict[str, Any]:
    """Return the answers after a write: open places as in `new`, everything else exactly as in `old`."""
    merged = dict(old)
    for field_id, opening in openings(mask).items():
        value = _merged(old.get(field_id), new.get(field_id), opening)
        if value in _BLANK:
            merged.pop(field_id, None)
        else:
            merged[field_id] = value
    return merged


def _merged(old: Any, new: Any, opening: Opening) -> Any:
    """Return an answer, or one part of a row, after a write."""
    if opening.whole:
        return new
    present = old or new
    if isinstance(present, dict):
        return _written(old or {}, new or {}, opening)
    if not present or not isinstance(present, list):
        return old
    if isinstance(present[0], str):
        return _merge_files(old or [], new or [], opening.rows)
    merge_rows = _merge_columns if opening.parts else _merge_single
    return [row for row in merge_rows(old or [], new or [], opening) if set(row) - {"id"}]


def _written(old: Row, new: Row, opening: Opening) -> Row:
    """Return a row, or an answer of two halves, with its open parts as in `new` and the others as in `old`."""
    if opening.whole:
        return new
    kept = {part: value for part, value in old.items() if part not in opening.parts}
    written = {part: _merged(old.get(part), new.get(part), below) for part, below in opening.parts.items()}
    return {**kept, **{part: value for part, value in written.items() if value not in _BLANK}}


def _merge_files(old: list[str], new: list[Any], opened: Collection[str]) -> list[str]:
    """Write single files: an open one may go or be replaced by another."""
    freed = sum(1 for one in old if one in opened and one not in new)
    added = [one for one in new if isinstance(one, str) and one not in old][:freed]
    return [one for one in old if one not in opened or one in new] + added


def _merge_single(old: list[Row], new: list[Row], opening: Opening) -> list[Row]:
    """Write single rows, or parts of them: an open row may change or go; the rest stays in its place."""
    given = {row["id"]: row for row in new}
    known = {row["id"] for row in old}
    rows = [_written(row, given.get(row["id"], {}), opening.of_row(row["id"], row)) for row in old]
    # What was emptied and saved comes back when somebody types into it again.
    again = [row for row in new if row["id"] in opening.rows and row["id"] not in known]
    return rows + [_written({"id": row["id"]}, row, opening.of_row(row["id"])) for row in again]


def _merge_columns(old: list[Row], new: list[Row], opening: Opening) -> list[Row]:
    """Write some columns of all rows: what stands in the others, and so the row itself, cannot be lost."""
    left = {row["id"]: row for row in old}
    rows = []
    for row in new:
        known = left.pop(row["id"], {"id": row["id"]})
        rows.append(_written(known, row, opening.of_row(row["id"], known)))
    for row_id, row in left.items():
        kept = _written(row, {}, opening.of_row(row_id, row))
        if set(kept) - {"id"}:
            # Gone from the page, but something closed stands in it: that stays, with its name.
            rows.append({**{name: row[name] for name in NAMES if name in row}, **kept})
    return rows
