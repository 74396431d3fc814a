"""The static checks that need Django: `python -m scripts.lint_django templates|translations`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.template import TemplateSyntaxError, engines
from django.utils.translation.trans_real import translation

from scripts.extract import Message, Untranslatable, messages_of
from scripts.messages import catalogues
from scripts.sources import ROOT, project_files

LANGUAGE = "zh-hans"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|(?<!%)%[sd]")
# Not shown to anybody: tests, tooling, migrations.
SILENT = {"tests", "scripts", "bench", "migrations"}


def shown_sources() -> Iterator[Path]:
    """Yield the modules and templates whose messages reach a screen."""
    for path in project_files(".py", ".html", ".txt"):
        parts = path.relative_to(ROOT).parts
        if SILENT.isdisjoint(parts) and (path.suffix == ".py" or "templates" in parts):
            yield path


def template_faults() -> Iterator[str]:
    """Compile every template of the project."""
    compiler = engines["django"].engine
    for path in project_files(".html", ".txt"):
        if "templates" not in path.parts:
            continue
        try:
            compiler.from_string(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield f"{path.relative_to(ROOT)}: {error}"


def collected() -> tuple[list[Message], list[str]]:
    """Return every message, and the calls that no catalogue can hold."""
    messages: list[Message] = []
    faults = []
    for path in shown_sources():
        try:
            messages.extend(messages_of(path, str(path.relative_to(ROOT))))
        except Untranslatable as error:
            faults.append(str(error))
    return messages, faults


def catalogue_faults(path: Path) -> Iterator[str]:
    """Find fuzzy and empty entries, and translations that lost or invented a placeholder."""
    name = path.relative_to(ROOT)
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            yield f"{name}:{entry.linenum}: {'fuzzy' if entry.fuzzy else 'empty'}: {entry.msgid[:80]!r}"
            continue
        allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        for text in texts:
            found = set(PLACEHOLDER.findall(text))
            # One form of a plural may leave the number out.
            if found - allowed or (not entry.msgid_plural and allowed - found):
                yield f"{name}:{entry.linenum}: placeholders differ: {entry.msgid[:80]!r}"


def translation_faults() -> Iterator[str]:
    """Find messages without a Chinese translation, in ours or in Django's, Wagtail's and allauth's catalogues."""
    messages, faults = collected()
    yield from faults
    for path in catalogues():
        yield from catalogue_faults(path)
    catalogue = translation(LANGUAGE)._catalog
    seen = set()
    for message in messages:
        key = message.text if message.context is None else f"{message.context}\x04{message.text}"
        if key in seen:
            continue
        seen.add(key)
        if key not in catalogue and (key, 0) not in catalogue:
            yield f"{message.place}: no Chinese for {message.text[:100]!r}"


CHECKS = {"templates": template_faults, "translations": translation_faults}


def main() -> int:
    """Run one check and print what it found."""
    django.setup()
    faults = list(CHECKS[sys.argv[1]]())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
