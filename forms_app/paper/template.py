"""The bureau's own .docx: placeholders and loops in the words of the form.

    {{ 营业收入 }}             the answer, as the official sheet prints it; choices as ☑ and □
    {{ 企业性质.民营 }}        one box of a question with options
    {{ 改造总花费.大写 }}      an amount as 人民币…元整; also .万元 and .元
    {{ 水平等级.改造前 }}      one half of a before/after answer; also .改造后
    {%tr for 行 in 费用明细 %} … {{ 行.金额 }} … {%tr endfor %}      a row of the Word table per row of the answer
    {% if 用过云服务 %} … {% else %} … {% endif %}                   whether there is an answer
    {{ 编号 }} {{ 校验码 }} {{ 单位所在地 }} {{ 表单版本 }}            what the sheet says of itself

A name is the label or the 字段代码 of a field; labels stand as they are, with their brackets. Nothing else is
understood: every tag is matched against these forms and replaced by a look-up in data that was prepared beforehand.
Jinja, in its sandbox and without functions, filters or attributes, sees nothing but those look-ups.
"""

import difflib
import html
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cms.core.formula.functions.money import rmb
from cms.core.money import in_unit
from cms.core.numerals import canonical
from cms.core.text import gettext_noop
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.paper.document import PaperContext
from forms_app.paper.template_marks import mark_pages
from forms_app.paper.template_names import codes_by_shared_label, columns_of, facets
from forms_app.paper.values import BOXED, cell_text, side_lines, value_lines

MOST_TAGS = 5000
_TAG = re.compile(r"\{\{(?P<output>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")
_FOR = re.compile(r"for\s+(?P<row>\w+)\s+in\s+(?P<table>.+)", re.DOTALL)
_IF = re.compile(r"(?P<word>if|elif)\s+(?P<no>not\s+)?(?P<name>.+)", re.DOTALL)
_PLAIN = ("else", "endif", "endfor")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
OWN = ("编号", "校验码", "单位所在地", "表单版本")

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a template: a message of the catalogue with its params."""

    message: str
    params: Mapping[str, str] = field(default_factory=dict)


UNKNOWN = gettext_noop("The template asks for “%(name)s”, which the form does not have.")
UNKNOWN_NEAR = gettext_noop("The template asks for “%(name)s”, which the form does not have. Is “%(near)s” meant?")
SHARED = gettext_noop("Several questions are called “%(name)s”. Say which by its field code: %(codes)s.")
NO_TABLE = gettext_noop("“%(name)s” is no repeating table, so there can be no loop over it.")
NOT_UNDERSTOOD = gettext_noop("“%(tag)s” is not understood. Only placeholders, loops over tables and if are possible.")
OUTSIDE = gettext_noop("“%(tag)s” stands outside of a table: such a tag goes into a table row of its own.")
UNREADABLE = gettext_noop("This file cannot be opened as a Word document (.docx). Save it again in Word or WPS.")
UNBALANCED = gettext_noop("A loop or an if is not closed, or closed twice: each needs its own endfor or endif.")
TOO_MANY = gettext_noop("The template has too many tags.")


class _Names:
    """Finds fields by what a template calls them, and says where their values will be."""

    def __init__(self, spec: FormSpec) -> None:
        found = [one for _section, one in spec.fields()]
        self.fields = {one.label: one for one in found} | {one.key: one for one in found}
        self.shared = codes_by_shared_label(spec)
        self.problems: list[TemplateProblem] = []
        self.tags = 0
        self.rows: list[tuple[str, FieldSpec | None]] = []

    def rewritten(self, xml: str) -> str:
        """Replace every tag by its look-up; what is not understood becomes a problem and nothing."""
        return _TAG.sub(self._tag, xml)

    def _tag(self, found: re.Match[str]) -> str:
        self.tags += 1
        if self.tags > MOST_TAGS:
            self._problem(TOO_MANY)
            return ""
        if (output := found["output"]) is not None:
            look_up = self._look_up(_words(output))
            return f"{{{{ {look_up} }}}}" if look_up else ""
        if (statement := found["statement"]) is not None:
            return self._statement(_words(statement))
        return ""

    def _statement(self, words: str) -> str:
        if words in _PLAIN:
            if words == "endfor" and self.rows:
                self.rows.pop()
            return f"{{% {words} %}}"
        if loop := _FOR.fullmatch(words):
            return self._loop(loop["row"], loop["table"].strip())
        if condition := _IF.fullmatch(words):
            look_up = self._look_up(condition["name"].strip())
            no = "not " if condition["no"] else ""
            return f"{{% {condition['word']} {no}{look_up or 'None'} %}}"
        # docxtpl has taken the mark of every tag that stands in a row of a table.
        self._problem(OUTSIDE if words.startswith("tr ") else NOT_UNDERSTOOD, tag=words[:60])
        return ""

    def _loop(self, row: str, name: str) -> str:
        self._refuse_shared(name)
        table = self.fields.get(name)
        if table is None:
            self._unknown(name, self.fields)
        elif not field_type(table.type).has_rows:
            self._problem(NO_TABLE, name=name)
            table = None
        self.rows.append((row, table))
        # An index of our own: what the template calls the row never reaches Jinja.
        return f"{{% for r{len(self.rows)} in t[{(table.id if table else '')!r}] %}}"

    def _look_up(self, name: str) -> str:
        self._refuse_shared(name)
        if name in self.fields or name in OWN:
            return f"d[{(self.fields[name].id if name in self.fields else name)!r}]"
        left, dot, right = name.rpartition(".")
        if dot:
            for depth, (row, table) in reversed(list(enumerate(self.rows, start=1))):
                if left == row:
                    return self._column(depth, table, right.strip())
            one = self.fields.get(left.strip())
            self._refuse_shared(left.strip())
            if one is not None and right.strip() in facets(one):
                return f"d[{f'{one.id}.{right.strip()}'!r}]"
        self._unknown(name, {**self.fields, **dict.fromkeys(OWN)})
        return ""

    def _column(self, depth: int, table: FieldSpec | None, name: str) -> str:
        if table is None:
            return ""
        known = columns_of(table)
        if name in known:
            return f"r{depth}[{known[name]!r}]"
        self._unknown(name, known)
        return ""

    def _refuse_shared(self, name: str) -> None:
        if codes := self.shared.get(name):
            self._problem(SHARED, name=name, codes="、".join(codes))

    def _unknown(self, name: str, known: Mapping[str, Any]) -> None:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        if near:
            self._problem(UNKNOWN_NEAR, name=name[:60], near=near[0])
        else:
            self._problem(UNKNOWN, name=name[:60])

    def _problem(self, message: str, **params: str) -> None:
        problem = TemplateProblem(message, params)
        if problem not in self.problems:
            self.problems.append(problem)


def _words(inside: str) -> str:
    """Return what a person typed between the braces: Word may have cut it up by its own marks."""
    plain = html.unescape(_MARKUP.sub("", inside)).replace("．", ".").replace("\u00a0", " ")
    return plain.strip().lstrip("-").rstrip("-").strip()


class _Template(DocxTemplate):
    """docxtpl with our own words between the braces."""

    def __init__(self, content: bytes, rewrite: Callable[[str], str]) -> None:
        super().__init__(io.BytesIO(content))
        self.rewrite = rewrite

    def patch_xml(self, src_xml: str) -> str:
        """Let docxtpl join what Word cut up, then put look-ups in the place of names."""
        return self.rewrite(super().patch_xml(src_xml))

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Leave the document's properties as they are: they are no place for tags."""

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Leave footnotes as they are."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def template_problems(content: bytes, spec: FormSpec) -> list[TemplateProblem]:
    """Return what is wrong with a template for this form; it is rendered empty to find what only that shows."""
    names = _Names(spec)
    try:
        _rendered(content, names, {"d": _Nothing(), "t": _Nothing()})
    except TemplateError:
        return names.problems or [TemplateProblem(UNBALANCED)]
    except Exception:  # noqa: BLE001  (whatever a strange file throws at the reader of Word files, it is unreadable)
        return [TemplateProblem(UNREADABLE)]
    return names.problems


def template_bytes(content: bytes, spec: FormSpec, answers: Answers, lookups: Lookups, context: PaperContext) -> bytes:
    """Return the filled-in document; every page says whose it is and, if it has one, bears the check code."""
    filled = _rendered(content, _Names(spec), _data(spec, answers, lookups, context)).docx
    mark_pages(filled, context)
    stream = io.BytesIO()
    filled.save(stream)
    return stream.getvalue()


def _rendered(content: bytes, names: _Names, data: Mapping[str, Any]) -> DocxTemplate:
    template = _Template(content, names.rewritten)
    template.render(dict(data), jinja_env=_environment())
    return template


class _Nothing(dict[str, Any]):
    """Data of an empty form: every answer is blank, every table has no rows."""

    def __missing__(self, key: str) -> str:
        return ""


def _data(spec: FormSpec, answers: Answers, lookups: Lookups, context: PaperContext) -> dict[str, Any]:
    values: dict[str, Any] = _Nothing(
        {
            "编号": context.reference,
            "校验码": context.check_code,
            "单位所在地": context.placeholders.get("county", ""),
            "表单版本": str(context.version_number or ""),
        }
    )
    tables: dict[str, Any] = _Nothing()
    for section, one in spec.fields():
        value = answers.get(section.id, {}).get(one.id)
        kind = field_type(one.type)
        if not kind.has_value:
            continue
        values[one.id] = _text(line for line in value_lines(one, value, lookups))
        for name, part in facets(one).items():
            values[f"{one.id}.{name}"] = _facet(one, part, value, lookups)
        if kind.has_rows:
            tables[one.id] = [_row(one, number, row, lookups) for number, row in enumerate(value or (), start=1)]
    return {"d": values, "t": tables}


def _row(table: FieldSpec, number: int, row: Mapping[str, Any], lookups: Lookups) -> dict[str, str]:
    made: dict[str, str] = _Nothing({"#": str(number)})
    if table.type == "table":
        made.update({one.id: _clean(cell_text(one, row.get(one.id), lookups)) for one in table.columns})
    else:
        made.update({name: _clean(str(value)) for name, value in row.items()})
    return made


def _facet(one: FieldSpec, part: str, value: Any, lookups: Lookups) -> str:
    if one.type in BOXED:
        return "☑" if part in _ticked(value) else "□"
    if one.type in ("before_after", "metrics"):
        return _text(side_lines(one, value, part, lookups)) if value else ""
    if value in (None, ""):
        return ""
    amount = Decimal(str(value))
    return rmb(amount) if part == "upper" else canonical(in_unit(amount, part))


def _ticked(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value.get("selected", ())) | ({value["value"]} if value.get("value") else set())
    return {str(value)} if value else set()


def _text(lines: Any) -> str:
    return _clean("\n".join("\u3000".join(line) for line in lines))


def _clean(text: str) -> str:
    return _UNSAFE.sub("", text)
