"""The buttons of repeating fields, for browsers without scripts: one round trip changes the order of rows."""

from django.http import QueryDict

from forms_app.engine.fields import new_row_id


def rows_changed(post: QueryDict, command: str) -> str:
    """Apply a button to the posted rows; return the name of the field, or of the table within a row.

    Buttons say `add:<name>`, or `remove:`, `up:`, `down:`, `insert:` and `copy:<name>-<row>`.
    """
    verb, _colon, target = command.partition(":")
    if verb == "add":
        rows = _rows(post, target)
        _write(post, target, [*rows, new_row_id(rows)])
        return target
    name, _dash, row = target.rpartition("-")
    rows = _rows(post, name)
    if row not in rows:
        return name
    if verb in ("insert", "copy"):
        made = new_row_id(rows)
        place = rows.index(row) + 1
        _write(post, name, [*rows[:place], made, *rows[place:]])
        if verb == "copy":
            _copy_cells(post, f"{name}-{row}-", f"{name}-{made}-")
    else:
        _write(post, name, _moved(rows, row, verb))
    return name


def _copy_cells(post: QueryDict, source: str, target: str) -> None:
    for name in [name for name in post if name.startswith(source)]:
        post.setlist(target + name[len(source) :], post.getlist(name))


def _moved(rows: list[str], row: str, verb: str) -> list[str]:
    place = rows.index(row)
    rest = [one for one in rows if one != row]
    if verb == "remove":
        return rest
    target = max(place - 1, 0) if verb == "up" else place + 1
    return [*rest[:target], row, *rest[target:]]


def _rows(post: QueryDict, name: str) -> list[str]:
    return [one for one in post.get(f"{name}-rows", "").split(",") if one]


def _write(post: QueryDict, name: str, rows: list[str]) -> None:
    post[f"{name}-rows"] = ",".join(rows)
