"""A table-style official sheet → a first draft of its questions. Everything here is a guess that a person confirms."""

import re
from collections.abc import Collection
from dataclasses import replace

from forms_app.engine.faults import _
from forms_app.word_import.grid import Cell, Grid, Paragraph, blocks_of
from forms_app.word_import.kinds import kind_of
from forms_app.word_import.labels import MONEY_UNITS, is_blank, taken_apart, tidy
from forms_app.word_import.lines import Line, lines_in
from forms_app.word_import.reading import Guess, Place, Reading, SectionGuess, Unread
from forms_app.word_import.tables import TableReader

_NUMBERED = re.compile(r"\A(?P<number>[一二三四五六七八九十]{1,3})[、.．]\s*(?P<title>.{1,60})\Z")
_SUFFIX = re.compile(r"\A(?P<title>.+?)\s*(?P<suffix>[（(].*[)）])\Z")
_ANNEX = re.compile(r"\A附\s*(?:件|表|录)?\s*[0-9一二三四五六七八九十]*\s*[:：]?\Z")
_NOTE = re.compile(r"\A(?:注|备注|说明|填表说明|填报说明)\s*[:：]")
_TEMPLATE = re.compile(r"\s*[（(]\s*(?:模板|样表|参考格式|样式|式样)\s*[)）]\s*\Z")
_PLACEHOLDER = re.compile(r"\A[Xx×＊*ΧХ_○〇]{2,}(?:县（市、区）|市（县、区）|[省市县区])")
_SENTENCE = re.compile(r"[。；;]\s*\Z")
_PARTIES = (
    ("county", r"(?:县|市|区|）|[^、]*部门|[^、]*局|推荐单位|专家)[^与和、]*填写"),
    ("provider", r"服务商"),
    ("enterprise", r"(?:企业|申报单位|申请单位|项目单位|填报单位)"),
)


def read_sheet(content: bytes, types: Collection[str]) -> Reading:
    """Return what a .docx seems to ask; `types` are the field types that the site has.

    DocumentUnreadable if the file cannot be opened. What became no question is in `unread`.
    """
    return _Reader(frozenset(types)).read(content)


def party_of_words(words: str) -> tuple[str, ...]:
    """Return who fills in a section according to the bracket behind its title."""
    if re.search(_PARTIES[0][1], words):
        return ("county",)
    found = [party for party, pattern in _PARTIES[1:] if re.search(pattern, words)]
    return tuple(sorted(found)) or ("enterprise",)


def stage_of_words(words: str) -> str:
    """Return the stage that the bracket behind a title names."""
    if re.search(r"(?:改造|实施|建设)前", words):
        return "before"
    return "after" if re.search(r"(?:改造|实施|建设)后|验收", words) else ""


class _Reader:
    """Walks through the blocks of one document and remembers the section, the unit and the notes."""

    def __init__(self, types: frozenset[str]) -> None:
        self.types = types
        self.reading = Reading()
        self.unit = ""
        self.notes_open = False
        self.table_seen = False

    def read(self, content: bytes) -> Reading:
        for block in blocks_of(content):
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._table(block)
        reading = self.reading
        reading.sections = [one for one in reading.sections if one.guesses]
        for section in reading.sections:
            section.title = section.title or reading.title
        return reading

    @property
    def section(self) -> SectionGuess:
        """Return the section that is being read; a sheet without headings is one section."""
        if not self.reading.sections:
            self.reading.sections.append(SectionGuess())
        return self.reading.sections[-1]

    def open_section(self, text: str) -> bool:
        """Begin a section if the text is a heading such as 一、基本情况(…)."""
        match = _NUMBERED.match(tidy(text))
        if match is None or _SENTENCE.search(match["title"]):
            return False
        title, suffix = match["title"], ""
        parted = _SUFFIX.match(title)
        if parted and not re.fullmatch(r"县（市、区）", parted["title"] + parted["suffix"]):
            title, suffix = parted["title"].strip(), tidy(parted["suffix"])
        self.reading.sections.append(
            SectionGuess(
                title=title,
                number=match["number"],
                title_suffix=suffix,
                parties=party_of_words(suffix),
                stage=stage_of_words(suffix),
            )
        )
        return True

    def open_part(self, text: str) -> None:
        """Begin a section under a heading that has no number."""
        self.reading.sections.append(SectionGuess(title=tidy(text)))

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = tidy(paragraph.text)
        if is_blank(text) or _ANNEX.match(text):
            return
        place = Place(paragraph=paragraph.number)
        if _NOTE.match(text):
            self.notes_open = True
            rest = _NOTE.sub("", text).strip()
            if rest:
                self._note(rest)
        elif self.notes_open and not _NUMBERED.match(text):
            self._note(text)
        elif self.open_section(text):
            self.notes_open = False
        elif lines := lines_in(paragraph.text):
            self._lines(lines, place)
        else:
            self._words(text, place)

    def _note(self, text: str) -> None:
        self.reading.notes.append(re.sub(r"\A\d{1,2}[.、．]\s*", "", text))

    def _words(self, text: str, place: Place) -> None:
        """Take the first words as the title and what stands in brackets before the table as the introduction."""
        template = re.fullmatch(_TEMPLATE, text)
        if not self.reading.title and not text.startswith(("（", "(")):
            self._title(text)
        elif template:
            return
        elif not self.table_seen and text.startswith(("（", "(")) and not self.section.intro:
            self.section.intro = text.strip("（()）")
        elif not self.table_seen and len(text) <= 40 and not _SENTENCE.search(text) and not self.reading.guesses():
            self._title(self.reading.paper_title + text)
        else:
            why = _("This is running text; if it belongs to the form, add it as a text to read.")
            self.reading.unread.append(Unread(place, text, why))

    def _title(self, text: str) -> None:
        plain = _TEMPLATE.sub("", text)
        self.reading.title = _PLACEHOLDER.sub("", plain).strip() or plain
        self.reading.paper_title = _PLACEHOLDER.sub("{county}", plain)

    def _lines(self, lines: list[Line], place: Place) -> None:
        """Read “县（市、区）：   细分行业：   单位：万元”."""
        for line in lines:
            if line.label == "单位" and tidy(line.rest) in MONEY_UNITS:
                self.unit = tidy(line.rest)
            elif line.signature:
                why = _("This is a place for a signature or a stamp; it is signed on the printed sheet.")
                self.reading.unread.append(Unread(place, line.source, why))
            elif not is_blank(line.rest) and not line.is_open:
                why = _("A text follows the colon, so this seems to be no question.")
                self.reading.unread.append(Unread(place, line.source, why))
            else:
                label = taken_apart(line.label)
                kind = kind_of(label, line.rest, self.types, sheet_unit=self.unit)
                self.section.guesses.append(
                    Guess(
                        label=label.text,
                        type=kind.type,
                        place=place,
                        source=line.source,
                        help=label.help,
                        unit=kind.unit,
                        max_length=kind.max_length,
                        decimals=kind.decimals,
                        choices=kind.choices,
                        sure=kind.sure,
                    )
                )

    def _table(self, grid: Grid) -> None:
        self.table_seen = True
        self.notes_open = False
        if not grid.rows:
            return
        TableReader(self, grid).read()

    def add(self, guess: Guess) -> None:
        """Add a question to the section being read."""
        self.section.guesses.append(replace(guess, label=guess.label or self.section.title or self.reading.title))

    def leave_out(self, cell: Cell, grid: Grid, why: str) -> None:
        """Remember a cell that became no question."""
        place = Place(table=grid.number, row=cell.row + 1, column=cell.column + 1)
        self.reading.unread.append(Unread(place, tidy(cell.text), why))
