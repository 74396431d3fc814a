"""A sheet of a hundred pages as PDF and Word: what the worker needs for it, against the limit of ten seconds."""

import datetime as dt
import io
import itertools
import statistics
from collections.abc import Callable

from pypdf import PdfReader

from bench.measure import Result, processor_time
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.paper import PaperContext, render_docx, render_pdf

LIMIT_MS = 10_000.0
PAGES = 100
ROWS = 1500
ROUNDS = 3
_turns = itertools.count(1)
SENTENCE = "本企业主要从事精密零件加工，年产量约三百万件。"
LOOKUPS = FixedLookups(regions={}, today=dt.date(2026, 1, 1))
CONTEXT = PaperContext(
    reference="FORM-2026-000001",
    version_number=1,
    check_code="KTPE-APVF-SVKB",
    verify_url="https://pilot.example.com/verify/KTPE-APVF-SVKB/",
)


def _form() -> FormSpec:
    """Return a form of sixty long answers and one long table with six columns."""
    columns = tuple(FieldSpec(id=f"c{at}", key=f"c{at}", label=f"列{at}", type="text") for at in range(6))
    texts = tuple(FieldSpec(id=f"f{at}", key=f"f{at}", label=f"情况{at}", type="textarea") for at in range(60))
    table = FieldSpec(id="rows", key="rows", label="明细", type="table", columns=columns)
    sections = (SectionSpec("s1", "s1", "情况", fields=texts), SectionSpec("s2", "s2", "明细", fields=(table,)))
    return FormSpec(code="long", title="一百页的申报表", sections=sections)


def _answers() -> dict[str, dict[str, object]]:
    """Return answers as nobody gave them before: Typst remembers what it has laid out."""
    turn = next(_turns)
    rows = [{"id": f"r{row}", **{f"c{at}": f"第{row}行{turn}的内容{at}" for at in range(6)}} for row in range(ROWS)]
    return {"s1": {f"f{at}": f"{turn}{at}{SENTENCE}" * 12 for at in range(60)}, "s2": {"rows": rows}}


def _against_limit(name: str, work: Callable[[], object]) -> Result:
    probe = processor_time(work, 1)
    probe()
    spent = statistics.median(probe() for _ in range(ROUNDS))
    ratio = round(spent / LIMIT_MS, 3)
    return Result(name=name, ours=round(spent, 1), reference=LIMIT_MS, ratio=ratio, goal=1.0, met=ratio <= 1.0)


def paper_pdf() -> Result:
    """The PDF of a hundred pages."""
    form = _form()
    pages = len(PdfReader(io.BytesIO(render_pdf(form, _answers(), LOOKUPS, context=CONTEXT))).pages)
    assert pages >= PAGES, pages
    name = f"PDF of {pages} pages / limit of 10 s in the worker"
    return _against_limit(name, lambda: render_pdf(form, _answers(), LOOKUPS, context=CONTEXT))


def paper_word() -> Result:
    """The same sheet as Word."""
    form = _form()
    name = "the same sheet as Word / 10 s"
    return _against_limit(name, lambda: render_docx(form, _answers(), LOOKUPS, context=CONTEXT))
