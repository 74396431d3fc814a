"""Find the messages of code and templates without gettext."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# How many leading arguments of each function are messages, and whether a context comes first.
FUNCTIONS = {
    "_": (1, False),
    "gettext": (1, False),
    "gettext_lazy": (1, False),
    "gettext_noop": (1, False),
    "ngettext": (2, False),
    "ngettext_lazy": (2, False),
    "pgettext": (1, True),
    "pgettext_lazy": (1, True),
    "npgettext": (2, True),
    "npgettext_lazy": (2, True),
}
CALL = re.compile(r"\b(n?p?gettext|_)\(")


@dataclass(frozen=True)
class Message:
    """One message in the sources."""

    text: str
    context: str | None
    place: str


class Untranslatable(Exception):
    """A call whose message is not a constant, such as an f-string."""


def _from_call(call: ast.Call, place: str) -> Message | None:
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name not in FUNCTIONS or not call.args:
        return None
    _, with_context = FUNCTIONS[name]
    parts = call.args[: 2 if with_context else 1]
    values = [part.value if isinstance(part, ast.Constant) else part for part in parts]
    if any(isinstance(value, ast.JoinedStr | ast.BinOp) for value in values):
        raise Untranslatable(f"{place}: a message must be a constant")
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(parts) or not texts[-1]:
        return None
    return Message(texts[-1], texts[0] if with_context else None, place)


def from_python(source: str, name: str) -> Iterator[Message]:
    """Yield the messages of a module; `_(variable)` is a look-up of something marked elsewhere."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            message = _from_call(node, f"{name}:{node.lineno}")
            if message:
                yield message


def from_template(source: str, name: str) -> Iterator[Message]:
    """Yield the messages of a template: Django turns its tags into calls first."""
    code = templatize(source, origin=name)
    for match in CALL.finditer(code):
        for end in range(match.end(), len(code)):
            if code[end] != ")":
                continue
            try:
                expression = ast.parse(code[match.start() : end + 1], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(expression, ast.Call):
                message = _from_call(expression, f"{name}:{code.count(chr(10), 0, match.start()) + 1}")
                if message:
                    yield message
            break


def messages_of(path: Path, name: str) -> Iterator[Message]:
    """Yield the messages of one source file."""
    source = path.read_text(encoding="utf-8")
    yield from from_python(source, name) if path.suffix == ".py" else from_template(source, name)
