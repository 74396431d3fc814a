"""What is wrong where the grammar does not go on: said so that the person knows what to type instead."""

from lark import Token, UnexpectedCharacters, UnexpectedToken

from cms.core.formula.errors import FormulaError, _

_VALUES = frozenset({"NUMBER", "STRING", "REFERENCE", "NAME"})
_OPERATORS = frozenset({"COMPARE", "AMPERSAND", "TIMES", "CARET"})


def complain_about_character(error: UnexpectedCharacters, normal: str, text: str) -> FormulaError:
    """Return what to say of a character with which nothing can begin."""
    offset = error.pos_in_stream if error.pos_in_stream is not None else 0
    character = normal[offset]
    if character in '"“”':
        return FormulaError(
            "open_text",
            _("The text that begins here has no closing quotation mark. Add one."),
            text=text,
            offset=offset,
        )
    if character in "[【":
        return FormulaError(
            "open_name", _("The name that begins here is not closed. Add “]” behind it."), text=text, offset=offset
        )
    return FormulaError(
        "character",
        _("“%(character)s” cannot stand here. Put names in [ ] and texts in quotation marks."),
        text=text,
        offset=offset,
        params={"character": text[offset]},
    )


def complain_about_token(error: UnexpectedToken, normal: str, text: str) -> FormulaError:
    """Return what to say of a piece that does not fit behind the piece before it."""
    token: Token = error.token
    value_needed = "NUMBER" in error.accepts if error.accepts else "NUMBER" in error.expected
    if token.type == "$END":
        return _at_end(normal, text, value_needed=value_needed)
    offset = token.start_pos or 0
    params = {"piece": text[offset : (token.end_pos or offset + 1)][:40]}
    if value_needed:
        message = _("A value is missing before “%(piece)s”. Add a field, number or text, or remove what is too much.")
        return FormulaError("value_missing", message, text=text, offset=offset, params=params)
    if token.type == "COMMA" and _open(normal[:offset]):
        return _not_closed(normal[:offset], text)
    code, message = _UNFITTING.get(token.type, _UNFITTING[""])
    return FormulaError(code, message, text=text, offset=offset, params=params)


# What is said of a piece where an operator was expected.
_UNFITTING = {
    "RPAR": ("bracket", _("This closing bracket has no opening one. Remove it, or add “(” before.")),
    "COMMA": ("comma", _("A comma can only stand between the values of a function such as SUM(a, b).")),
    "LPAR": ("operator_missing", _("An operator or a function name is missing before “(”.")),
    "": ("operator_missing", _("An operator is missing before “%(piece)s”: + - * / & = or a comma.")),
}


def _at_end(normal: str, text: str, *, value_needed: bool) -> FormulaError:
    if value_needed:
        message = _("The formula ends too early. Add the value that is missing at the end.")
        return FormulaError("ends_early", message, text=text, offset=len(normal.rstrip()))
    return _not_closed(normal, text)


def _not_closed(normal: str, text: str) -> FormulaError:
    message = _("This opening bracket is not closed. Add “)”.")
    return FormulaError("bracket", message, text=text, offset=(_open(normal) or [0])[-1])


def _open(normal: str) -> list[int]:
    """Return the places of the brackets that are still open; texts and names hold no brackets that count."""
    quoted = ""
    places: list[int] = []
    for place, character in enumerate(normal):
        if quoted:
            quoted = "" if character in quoted else quoted
        elif character in '"“”[【':
            quoted = {'"': '"', "[": "]", "【": "】"}.get(character, "“”")
        elif character == "(":
            places.append(place)
        elif character == ")" and places:
            places.pop()
    return places
