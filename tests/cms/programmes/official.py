"""The official forms and rule tables as their files say them, evaluated without a database."""

import datetime as dt
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from cms.core.lined_yaml import read_lined
from cms.core.reference.engine.calendar import WorkCalendar
from cms.core.reference.engine.rule_book import RuleBook
from cms.core.reference.engine.rule_table import RuleTable
from cms.core.reference.services.rule_table_load import rule_table_of_document
from cms.programmes.files import DATA_FOLDER
from forms_app.engine.document import spec_from_document
from forms_app.engine.fields import field_type
from forms_app.engine.form_checks import findings_of
from forms_app.engine.form_state import FormState, evaluate_form
from forms_app.engine.formulas import formulas_of
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

TODAY = dt.date(2025, 10, 20)
JIANGSU = DATA_FOLDER / "jiangsu"


def source(name: str) -> Any:
    """Return what the regulation says, as data."""
    return json.loads((Path(__file__).parents[2] / "data" / name).read_text(encoding="utf-8"))


@cache
def official_form(name: str) -> FormSpec:
    """Return a form of the programme."""
    return spec_from_document(read_lined(JIANGSU / "forms" / f"{name}.yaml").content)


@cache
def official_tables() -> dict[str, RuleTable]:
    """Return the programme's rule tables by name."""
    documents = [read_lined(path).content for path in sorted((JIANGSU / "rules").glob("*.yaml"))]
    return {document["name"]: rule_table_of_document(document) for document in documents}


class OfficialWorld:
    """The programme's rule tables, on one day, without a calendar."""

    today = TODAY

    def __init__(self, **changed: RuleTable) -> None:
        self.book = RuleBook({**official_tables(), **changed})
        self.calendar = WorkCalendar()

    def lookup(self, table_name: str, keys: Any, /) -> Any:
        """Return what a rule table says."""
        return self.book.lookup(table_name, keys)

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Return nothing."""
        return None


class Sheet:
    """A form with answers by field key, and what comes of them."""

    def __init__(self, name: str, answers: dict[str, Any], world: OfficialWorld | None = None) -> None:
        self.spec = official_form(name)
        self.fields: dict[str, FieldSpec] = {one.key: one for _section, one in self.spec.fields()}
        by_section = {section.id: self._of(section, answers) for section in self.spec.sections}
        assert set(answers) <= set(self.fields), "an answer to a question that the form does not ask"
        self.state: FormState = evaluate_form(self.spec, by_section, world or OfficialWorld())

    def _of(self, section: SectionSpec, answers: dict[str, Any]) -> dict[str, Any]:
        return {one.id: typed(one, answers[one.key]) for one in section.fields if one.key in answers}

    def computed(self, key: str) -> Any:
        """Return what was computed for a field, as it is stored."""
        return self.state.computed[self.fields[key].id]

    def shown(self, key: str) -> str:
        """Return what people read: the answer, or — where it cannot be computed."""
        spec, value = self.fields[key], self.computed(key)
        return "—" if value is None else str(field_type(spec.type).display(spec, value, FixedLookups()))

    def says(self, tier: str = "error") -> set[str]:
        """Return the messages of a tier."""
        found = findings_of(formulas_of(self.spec), self.state)
        return {one.check.spec.message for one in found if one.check.spec.tier == tier}


def typed(spec: FieldSpec, value: Any) -> Any:
    """Return a plain answer as it is stored: rows by column key, amounts in the field's unit."""
    if spec.columns:
        columns = {column.key: column for column in spec.columns}
        return [
            {"id": f"r{number}", **{columns[key].id: typed(columns[key], cell) for key, cell in row.items()}}
            for number, row in enumerate(value, 1)
        ]
    if spec.type == "money":
        factor = {"万元": 10_000, "亿元": 100_000_000}.get(spec.unit, 1)
        return f"{Decimal(str(value)) * factor:.2f}"
    if spec.type == "checkbox":
        return {"selected": list(value), "texts": {}}
    return str(value)
