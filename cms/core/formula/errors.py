"""What can be wrong with a formula, and with a value: English msgids; the edge translates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _(message: str) -> str:
    """Mark a message for extraction."""
    return message


def _same(text: str) -> str:
    return text


class FormulaError(Exception):
    """A formula that cannot be used. `line` and `column` count from 1, `offset` from 0, in the text that was checked.

    `message` is a msgid with %(name)s places for `params`; it says what is wrong and what to do.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        text: str = "",
        offset: int = 0,
        params: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.offset = offset
        self.params: Mapping[str, str | int] = params or {}
        before = text[:offset]
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1

    @property
    def position(self) -> tuple[int, int]:
        """Return line and column, both from 1."""
        return self.line, self.column

    def text(self, translate: Callable[[str], str] = _same) -> str:
        """Return the whole sentence with its position, in the language of `translate` (gettext)."""
        if self.line > 1:
            place = translate(_("Line %(line)s, character %(column)s: %(message)s"))
        else:
            place = translate(_("Character %(column)s: %(message)s"))
        message = translate(self.message) % self.params
        return place % {"line": self.line, "column": self.column, "message": message}

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.text()


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """Why a formula cannot be computed; `code` is Excel's (#DIV/0!, #VALUE!, #N/A, #NUM!) or #LIMIT!."""

    code: str
    message: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict, compare=False)

    def text(self, translate: Callable[[str], str] = _same) -> str:
        """Return why there is no value, in the language of `translate` (gettext)."""
        return translate(self.message) % self.params if self.message else self.code


class Failure(Exception):
    """An error value on its way up; it never leaves the package."""

    def __init__(self, code: str, message: str, **params: str | int) -> None:
        super().__init__(code)
        self.error = ErrorValue(code, message, params)


class Exhausted(Exception):
    """The evaluation has used up its steps; nothing inside the formula can catch it."""


EXHAUSTED = ErrorValue("#LIMIT!", _("The formula needs too much work. Split it into several fields."))


def divided_by_zero() -> Failure:
    """Return the failure of a division by zero."""
    return Failure("#DIV/0!", _("The divisor is 0."))


def too_large() -> Failure:
    """Return the failure of a number beyond the bounds."""
    return Failure("#NUM!", _("The number is too large."))


def bad_argument() -> Failure:
    """Return the failure of a number that a function cannot use."""
    return Failure("#NUM!", _("A number is outside of what this function can use."))


def not_a_number(value: str) -> Failure:
    """Return the failure of something that is no number."""
    return Failure("#VALUE!", _("“%(value)s” is not a number."), value=value[:50])


def not_a_date(value: str) -> Failure:
    """Return the failure of something that is no date."""
    return Failure("#VALUE!", _("“%(value)s” is not a date."), value=value[:50])


def not_a_truth(value: str) -> Failure:
    """Return the failure of something that is neither true nor false."""
    return Failure("#VALUE!", _("“%(value)s” is neither true nor false."), value=value[:50])


def no_order(left: str, right: str) -> Failure:
    """Return the failure of putting things of different kinds in order."""
    return Failure("#VALUE!", _("“%(left)s” and “%(right)s” cannot be put in order."), left=left[:50], right=right[:50])


def many_values() -> Failure:
    """Return the failure of a list where one value is needed."""
    return Failure("#VALUE!", _("A list stands where one value is needed."))


def date_out_of_range() -> Failure:
    """Return the failure of a date before 1900 or after 9999."""
    return Failure("#NUM!", _("The date is before 1900 or after 9999."))
