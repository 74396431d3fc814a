"""Words: free text stays as typed; codes, telephone numbers and addresses are brought to one spelling."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cms.core.numerals import canonical, half_width
from cms.core.text import count_characters
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import INDEX_LENGTH, DisplayItem, FieldType, Indexed, Inputs, Post, fault
from forms_app.engine.lookups import Lookups
from forms_app.engine.pattern import PatternError, suits
from forms_app.engine.spec import FieldSpec

_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_SERVICE = re.compile(r"[48]00[0-9]{7}\Z")
_LANDLINE = re.compile(
    r"(?P<area>010|02[0-9]|0[0-9]{2}(?=-)|0[3-9][0-9]{2}|0[0-9]{3}(?=-))-?"
    r"(?P<number>[0-9]{7,8})(?:-(?P<extension>[0-9]{1,6}))?\Z"
)
_URL = re.compile(r"https?://(?P<host>[^/?#\s]{3,253}?)(?::[0-9]{1,5})?(?:[/?#][^\s<>\"]*)?\Z", re.IGNORECASE)
_HOST_PART = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?\Z")
MOST_URL = 2000
_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+\Z")


class Text(FieldType):
    """One line of free text."""

    name = "text"
    default_limit = 200

    def limit(self, spec: FieldSpec) -> int:
        """Return how many characters may be typed."""
        return spec.max_length or self.default_limit

    def tidy(self, raw: str) -> str:
        """Return the text that is kept and counted."""
        return " ".join(raw.split("\n")).strip()

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Keep the text unless it is longer than its limit."""
        text = self.tidy(raw)
        if not text.strip():
            return None, []
        count = count_characters(text)
        if count > self.limit(spec):
            message = _("“%(label)s” may have at most %(limit)s characters; it has %(count)s. Shorten it.")
            return None, [fault(spec, "too_long", message, limit=self.limit(spec), count=count)]
        if not self.written_as_asked(spec, text):
            plain = _("“%(label)s” is not written in the form that is asked for. See how it is to be filled in.")
            own = spec.pattern_message
            return None, [fault(spec, "pattern", "%(text)s" if own else plain, text=own)]
        return text, []

    def written_as_asked(self, spec: FieldSpec, text: str) -> bool:
        """Say whether the text suits the field's pattern; one that cannot be read asks for nothing."""
        try:
            return not spec.pattern or suits(spec.pattern, text)
        except PatternError:
            return True

    def from_formula(self, spec: FieldSpec, result: Any) -> str | None:
        """Return the text, or a number in its one spelling; nothing if it is longer than the field may be."""
        text = canonical(result) if isinstance(result, Decimal) else result
        if not isinstance(text, str) or count_characters(text) > self.limit(spec):
            return None
        return text or None


class TextArea(Text):
    """Free text of several lines; every character counts one, a new line too."""

    name = "textarea"
    default_limit = 5000

    def tidy(self, raw: str) -> str:
        """Keep the lines as typed."""
        return raw

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return the beginning of the text."""
        return str(value)[:INDEX_LENGTH], None


class Phone(FieldType):
    """A mobile, landline or 400 number."""

    name = "phone"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return 13800000000 or 0999-1234567."""
        typed = re.sub(r"[()（）.]", "-", half_width(raw).replace("—", "-").replace("–", "-").replace("−", "-"))
        typed = re.sub(r"\s*-+\s*|\s+", "-", typed).strip("-")
        if not typed:
            return None, []
        typed = re.sub(r"\A(?:\+?0{0,2}86-?)(?=1[3-9]|0)", "", typed)
        digits = typed.replace("-", "")
        if _MOBILE.match(digits) or _SERVICE.match(digits):
            return digits, []
        landline = _LANDLINE.match(typed)
        if landline:
            parts = [landline["area"], landline["number"], landline["extension"]]
            return "-".join(part for part in parts if part), []
        message = _(
            "“%(label)s” is not a telephone number. Enter 11 digits of a mobile number, "
            "or a landline number with its area code such as 0999-1234567."
        )
        return None, [fault(spec, "phone", message)]


class Email(FieldType):
    """An e-mail address."""

    name = "email"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the address in half-width characters."""
        typed = half_width(raw)
        if not typed:
            return None, []
        if len(typed) > 254 or not _EMAIL.match(typed):
            return None, [fault(spec, "email", _("“%(label)s” is not an e-mail address such as name@example.com."))]
        return typed, []


class Url(FieldType):
    """A web address."""

    name = "url"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the address with its scheme; only http and https can be opened by everybody."""
        typed = half_width(raw)
        if not typed:
            return None, []
        address = typed if "://" in typed else f"https://{typed}"
        match = _URL.match(address) if len(address) <= MOST_URL else None
        if match is None or not _is_host(match["host"]):
            return None, [fault(spec, "url", _("“%(label)s” is not a web address such as https://www.example.com."))]
        return address, []


def _is_host(name: str) -> bool:
    parts = name.split(".")
    return len(parts) > 1 and all(_HOST_PART.match(part) for part in parts) and not parts[-1].isdigit()


class Note(FieldType):
    """Text to read: the label and the help; it has no answer."""

    name = "note"
    has_value = False

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return nothing."""
        return None

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[None, list[Fault]]:
        """Return nothing."""
        return None, []

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Return nothing."""
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str | list[DisplayItem]:
        """Return nothing."""
        return ""

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return nothing."""
        return None

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return nothing."""
        return {}
