"""A Word sheet becomes a form: upload, confirmation of what was guessed, draft in the builder."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.suggested_keys import suggested_key
from forms_app.admin.import_pages import FileImportPage
from forms_app.admin.palette import TYPE_TITLES
from forms_app.engine.fields import COLUMN_TYPES
from forms_app.errors import FileRefused, FormsError
from forms_app.services.form_import import form_import
from forms_app.services.office_files import office_content
from forms_app.word_import.draft import Decision, spec_of_reading
from forms_app.word_import.grid import DocumentUnreadable
from forms_app.word_import.read import read_sheet
from forms_app.word_import.reading import Guess, Place, Reading
from forms_app.word_import.stored import reading_from_json, reading_to_json

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}\Z")
MOST_LABEL = 200
# What a column may be: a table in a table, too.
INNER_TYPES = COLUMN_TYPES | {"table"}


@dataclass(frozen=True)
class GuessRow:
    """One line of the confirmation: the guess, the name of its inputs, and what they show."""

    name: str
    guess: Guess
    place: str
    decision: Decision
    types: list[tuple[str, str]]
    column: bool = False


def place_words(place: Place) -> str:
    """Return where something stood in the document."""
    if place.table:
        where = {"table": place.table, "row": place.row, "column": place.column}
        return _("Table %(table)s, row %(row)s, cell %(column)s") % where
    return _("Paragraph %(number)s") % {"number": place.paragraph}


def known_types() -> set[str]:
    """Return the field types that a guess may take, and whether tables may stand in tables."""
    return {*TYPE_TITLES, "nested_table"}


class WordImportView(FileImportPage):
    """Upload a .docx, look at the guesses, make the form."""

    template_name = "forms_app/admin/import_word.html"
    problem = ""
    status = 200

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Form from a Word sheet")

    def read(self, request: HttpRequest) -> HttpResponse:
        """Show what the file says."""
        try:
            reading = read_sheet(office_content(request.FILES.get("file"), "docx"), known_types())
        except FileRefused as refusal:
            return self.refused(refusal.message)
        except DocumentUnreadable:
            return self.refused(_("This file cannot be opened as a Word document. Save it again as .docx."))
        if not reading.guesses():
            return self.refused(
                _("No question was found in this file. It should hold a table with labels and blank cells.")
            )
        return self._show(reading, {}, code=suggested_key(reading.title, ()).replace("_", "-"), title=reading.title)

    def create(self, request: HttpRequest) -> HttpResponse:
        """Make the draft of what was looked at."""
        document = self.brought_back(request)
        if document is None:
            return self.refused(_("This page is out of date. Choose the file again."))
        reading = reading_from_json(document)
        decisions = dict(enumerate(_decisions(reading, request.POST)))
        code, title = request.POST.get("code", "").strip(), request.POST.get("title", "").strip()
        problem = _first_problem(code, title)
        if not problem:
            spec = spec_of_reading(
                reading, decisions, code=code, title=title, place_words=place_words, key_for=suggested_key
            )
            try:
                definition = form_import(spec=spec, actor=self.actor)
            except FormsError as refusal:
                problem = refusal.message
        if problem:
            self.problem, self.status = problem, 400
            return self._show(reading, decisions, code=code, title=title)
        self._tell(decisions)
        return redirect(self.url("edit", definition.pk))

    def _tell(self, decisions: Mapping[int, Decision]) -> None:
        open_ones = sum(1 for one in decisions.values() if not one.accepted and not one.dropped)
        messages.success(self.request, _("The draft has been made. Nothing is published yet."))
        if open_ones:
            text = ngettext(
                "%(count)s field is marked “to be confirmed”: the form can be published once it is confirmed.",
                "%(count)s fields are marked “to be confirmed”: the form can be published once they are confirmed.",
                open_ones,
            )
            messages.warning(self.request, text % {"count": open_ones})

    def _show(self, reading: Reading, decisions: Mapping[int, Decision], *, code: str, title: str) -> HttpResponse:
        context = self.get_context_data(
            reading=reading,
            sections=list(_section_rows(reading, decisions)),
            unread=[(place_words(one.place), one.text, _(one.why) % one.params) for one in reading.unread],
            read=self.put_away(reading_to_json(reading)),
            code=code,
            title=title,
            problem=self.problem,
            count=len(reading.guesses()),
            start_url=self.url("import"),
        )
        return self.render_to_response(context, status=self.status)


def _first_problem(code: str, title: str) -> str:
    if not title:
        return _("Enter a title.")
    if not _CODE.match(code):
        return _("The code may have lower-case letters, digits and hyphens, at most 60.")
    return ""


def _section_rows(reading: Reading, decisions: Mapping[int, Decision]) -> Iterator[tuple[Any, list[GuessRow]]]:
    number = 0
    for section in reading.sections:
        rows: list[GuessRow] = []
        for guess in section.guesses:
            decision = decisions.get(number) or _first_look(guess)
            rows.extend(_rows(f"g{number}", guess, decision, column=False))
            number += 1
        yield section, rows


def _first_look(guess: Guess) -> Decision:
    """Return what the page suggests: what the words leave open must be ticked by hand."""
    columns = tuple(_first_look(column) for column in guess.columns)
    return Decision(guess.label, guess.type, accepted=False, columns=columns)


def _rows(name: str, guess: Guess, decision: Decision, *, column: bool) -> Iterator[GuessRow]:
    allowed = [one for one in TYPE_TITLES if not column or one in INNER_TYPES]
    types = [(one, str(TYPE_TITLES[one])) for one in allowed]
    yield GuessRow(name, guess, place_words(guess.place), decision, types, column)
    for index, (inner, choice) in enumerate(zip(guess.columns, decision.columns, strict=True)):
        yield from _rows(f"{name}-{index}", inner, choice, column=True)


def _decisions(reading: Reading, post: Any) -> list[Decision]:
    return [_decision(f"g{number}", guess, post) for number, guess in enumerate(reading.guesses())]


def _decision(name: str, guess: Guess, post: Any, *, column: bool = False) -> Decision:
    """Return what was posted for one guess; an unknown type or a blank label stays as guessed."""
    label = str(post.get(f"{name}-label", "")).strip()[:MOST_LABEL]
    kind = post.get(f"{name}-type", "")
    known = INNER_TYPES if column else frozenset(TYPE_TITLES)
    return Decision(
        label=label or guess.label,
        type=kind if kind in known else guess.type,
        accepted="accept_all" in post or f"{name}-accept" in post,
        dropped=f"{name}-drop" in post,
        columns=tuple(
            _decision(f"{name}-{index}", inner, post, column=True) for index, inner in enumerate(guess.columns)
        ),
    )
