"""A template to begin with: every field of the form with its placeholder, to be arranged in Word."""

import io
from collections.abc import Mapping

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.paper.template_names import codes_by_shared_label, columns_of
from forms_app.paper.word import HEITI, XIAOBIAOSONG, set_page, set_type, type_run


def starter_bytes(spec: FormSpec) -> bytes:
    """Return a .docx in which every field stands beside its placeholder; loops run over the repeating tables."""
    word = Document()
    word.core_properties.author = ""
    set_page(word.sections[0])
    set_type(word)
    shared = codes_by_shared_label(spec)
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    type_run(title.add_run((spec.paper_title or spec.title).replace("{county}", "{{ 单位所在地 }}")), XIAOBIAOSONG, 22)
    for section in spec.sections:
        heading = f"{section.number}、{section.title}" if section.number else section.title
        type_run(word.add_paragraph().add_run(heading), HEITI, 12)
        fields = [one for one in section.fields if field_type(one.type).has_value and one.printed]
        plain = [one for one in fields if not field_type(one.type).has_rows]
        if plain:
            table = word.add_table(rows=0, cols=2, style="Table Grid")
            for one in plain:
                label, value = table.add_row().cells
                label.text, value.text = one.label, f"{{{{ {_name(one, shared)} }}}}"
        for one in fields:
            if field_type(one.type).has_rows:
                _loop(word, one, _name(one, shared))
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _name(one: FieldSpec, shared: Mapping[str, object]) -> str:
    return one.key if one.label in shared else one.label


def _loop(word: WordDocument, one: FieldSpec, name: str) -> None:
    known = columns_of(one)
    names = ["序号", *(column.label for column in one.columns)] if one.columns else list(known)
    word.add_paragraph(one.label)
    table = word.add_table(rows=4, cols=len(names), style="Table Grid")
    table.rows[1].cells[0].text = f"{{%tr for 行 in {name} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for at, column in enumerate(names):
        table.rows[0].cells[at].text = column
        table.rows[2].cells[at].text = f"{{{{ 行.{column} }}}}"
