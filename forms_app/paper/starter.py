"""A template to begin with: every field of the form with its placeholder, to be arranged in Word."""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.paper.template import columns_of


def starter_bytes(spec: FormSpec) -> bytes:
    """Return a .docx in which every field stands beside its placeholder; loops run over the repeating tables."""
    word = Document()
    word.core_properties.author = ""
    title = word.add_paragraph(spec.paper_title or spec.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for section in spec.sections:
        word.add_paragraph(f"{section.number}、{section.title}" if section.number else section.title)
        fields = [one for one in section.fields if field_type(one.type).has_value and one.printed]
        plain = [one for one in fields if not field_type(one.type).has_rows]
        if plain:
            table = word.add_table(rows=0, cols=2, style="Table Grid")
            for one in plain:
                label, value = table.add_row().cells
                label.text, value.text = one.label, f"{{{{ {one.label} }}}}"
        for one in fields:
            if field_type(one.type).has_rows:
                _loop(word, one)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _loop(word: WordDocument, one: FieldSpec) -> None:
    known = columns_of(one)
    names = ["序号", *(column.label for column in one.columns)] if one.columns else list(known)
    word.add_paragraph(one.label)
    table = word.add_table(rows=4, cols=len(names), style="Table Grid")
    table.rows[1].cells[0].text = f"{{%tr for 行 in {one.label} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for at, name in enumerate(names):
        table.rows[0].cells[at].text = name
        table.rows[2].cells[at].text = f"{{{{ 行.{name} }}}}"
