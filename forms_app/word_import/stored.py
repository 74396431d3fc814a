"""A reading as JSON and back: it waits with the browser between the upload and the confirmation."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from forms_app.engine.spec import Choice
from forms_app.word_import.reading import Guess, Place, Reading, SectionGuess, Unread


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as plain values."""
    return asdict(reading)


def reading_from_json(document: Mapping[str, Any]) -> Reading:
    """Return the reading that was put away."""
    sections = [_section(one) for one in document["sections"]]
    unread = [Unread(**{**one, "place": Place(**one["place"])}) for one in document["unread"]]
    return Reading(**{**document, "sections": sections, "unread": unread})


def _section(document: Mapping[str, Any]) -> SectionGuess:
    guesses = [_guess(one) for one in document["guesses"]]
    return SectionGuess(**{**document, "parties": tuple(document["parties"]), "guesses": guesses})


def _guess(document: Mapping[str, Any]) -> Guess:
    return Guess(
        **{
            **document,
            "place": Place(**document["place"]),
            "choices": tuple(Choice(**one) for one in document["choices"]),
            "columns": tuple(_guess(one) for one in document["columns"]),
            "rows": tuple(document["rows"]),
        }
    )
