"""Words of the column type, and what they become here. Pure Python."""

from collections.abc import Mapping
from typing import Any

from forms_app.engine.faults import _
from forms_app.xlsform.columns import STANDARD

_INTEGER = {"type": "number", "decimals": 0, "allow_negative": True}
_PICTURE = {"type": "file", "accept": ["jpg", "jpeg", "png"]}
# Plain types of XLSForm with what they become here.
PLAIN: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "text"},
    "string": {"type": "text"},
    "barcode": {"type": "text"},
    "integer": _INTEGER,
    "int": _INTEGER,
    "decimal": {"type": "number", "allow_negative": True},
    "range": {"type": "number", "allow_negative": True},
    "date": {"type": "date"},
    "datetime": {"type": "date"},
    "time": {"type": "text", "pattern": r"([01]?\d|2[0-3])[:：][0-5]\d"},
    "note": {"type": "note"},
    "image": _PICTURE,
    "photo": _PICTURE,
    "file": {"type": "file"},
    "acknowledge": {"type": "declaration"},
    "trigger": {"type": "declaration"},
    "calculate": {"type": "number", "allow_negative": True},
}
# What is taken over, but not as it stands.
TOLD: Mapping[str, str] = {
    "datetime": _("Only the day is asked for here; add a question of type time for the hour."),
    "time": _("The time is asked for as text in the form 08:30."),
    "barcode": _("The code is typed here, not scanned."),
}
# What is recorded by itself, or only means something on the device.
LEFT_OUT = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email_of_user",
        "simserial",
        "subscriberid",
        "audit",
        "start-geopoint",
        "background-geopoint",
        "background-audio",
        "hidden",
    }
)
_FROM_FILE = _("Copy the list onto the sheet choices and write select_one or select_multiple with its name.")
_PLACE = _("Ask with region for the administrative region, or with text for the address.")
_UPLOAD = _("Ask with file for an upload.")
# What to do about types that have no counterpart.
INSTEAD: Mapping[str, str] = {
    "select_one_from_file": _FROM_FILE,
    "select_multiple_from_file": _FROM_FILE,
    "select_one_external": _FROM_FILE,
    "csv-external": _FROM_FILE,
    "xml-external": _FROM_FILE,
    "geopoint": _PLACE,
    "geotrace": _PLACE,
    "geoshape": _PLACE,
    "audio": _UPLOAD,
    "video": _UPLOAD,
    "rank": _("Ask with one select_one question for each place: first, second, third."),
}
SELECTS = {"select_one": "radio", "select1": "radio", "select_multiple": "checkbox", "select": "checkbox"}
YES = frozenset({"yes", "true", "true()", "1", "是", "必填"})
NO = frozenset({"", "no", "false", "false()", "0", "否", "选填"})
# What the look that is asked for makes of a type.
LOOKS: Mapping[tuple[str, str], str] = {
    ("text", "multiline"): "textarea",
    ("radio", "minimal"): "select",
    ("radio", "autocomplete"): "select",
    ("radio", "search"): "select",
    ("date", "month-year"): "month",
    ("date", "year"): "year",
}


def kind_of(text: str) -> tuple[str, list[str]]:
    """Return the word of a type cell in one spelling, and the words behind it: “begin group” is begin_group."""
    words = text.split()
    if not words:
        return "", []
    first = words[0].casefold()
    if first in ("begin", "end") and len(words) > 1:
        return f"{first}_{words[1].casefold()}", words[2:]
    return first, words[1:]


def looked_like(type_: str, appearance: str) -> tuple[str, list[str]]:
    """Return the type that the look asks for, and the words of the look that change nothing here."""
    idle = []
    for word in appearance.casefold().split():
        made = LOOKS.get((type_, word))
        if made:
            type_ = made
        elif type_ not in (made for (_type, look), made in LOOKS.items() if look == word):
            idle.append(word)
    return type_, idle


def range_attributes(parameters: str) -> tuple[dict[str, Any], str]:
    """Return the bounds that “start=0 end=10 step=1” gives a number, and the step if it is not 1."""
    given = dict(part.split("=", 1) for part in parameters.replace(",", " ").split() if "=" in part)
    given = {name.casefold(): text.strip() for name, text in given.items()}
    start, end, step = given.get("start", "1"), given.get("end", "10"), given.get("step", "1")
    content: dict[str, Any] = {"max_value": end}
    if start.startswith("-"):
        content["allow_negative"] = True
    if start not in ("0", ""):
        content["min_value"] = start
    if not any("." in one for one in (start, end, step)):
        content["decimals"] = 0
    return content, "" if step in ("1", "1.0") else step


def is_type_of_ours(kind: str, known: frozenset[str]) -> bool:
    """Say whether a word names one of our own types."""
    return kind in STANDARD or kind in known
