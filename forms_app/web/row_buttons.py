"""The buttons of repeating fields, for browsers without scripts: one round trip changes the order of rows."""

from django.http import QueryDict

from forms_app.engine.fields import new_row_id


def rows_changed(post: QueryDict, command: str) -> str:
    """Apply `add:<field>`, `remove:…`, `up:…` or `down:<field>-<row>` to the posted row order; return the field id."""
    verb, _colon, target = command.partition(":")
    if verb == "add":
        rows = _rows(post, target)
        _write(post, target, [*rows, new_row_id(rows)])
        return target
    field_id, _dash, row = target.rpartition("-")
    rows = _rows(post, field_id)
    if row in rows:
        _write(post, field_id, _moved(rows, row, verb))
    return field_id


def _moved(rows: list[str], row: str, verb: str) -> list[str]:
    place = rows.index(row)
    rest = [one for one in rows if one != row]
    if verb == "remove":
        return rest
    target = max(place - 1, 0) if verb == "up" else place + 1
    return [*rest[:target], row, *rest[target:]]


def _rows(post: QueryDict, field_id: str) -> list[str]:
    return [one for one in post.get(f"{field_id}-rows", "").split(",") if one]


def _write(post: QueryDict, field_id: str, rows: list[str]) -> None:
    post[f"{field_id}-rows"] = ",".join(rows)
