"""The one door of the reference data: rule tables, code lists, working days."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from cms.core.formula import ErrorValue
from cms.core.reference.engine.calendar import CalendarUnknown, DayTooFar, WorkCalendar
from cms.core.reference.engine.cells import Scalar
from cms.core.reference.engine.rule_book import RuleBook, table_name_of
from cms.core.reference.selectors.calendar import missing_year, work_calendar
from cms.core.reference.selectors.code_lists import code_list_items, code_lists, lend_code_list
from cms.core.reference.selectors.rules import rule_book, rule_table_names, rule_table_references
from cms.core.reference.selectors.world import ReferenceWorld
from cms.core.reference.services.calendar_watch import TOPIC as CALENDAR_YEAR_MISSING
from cms.core.reference.services.calendar_watch import calendar_year_report
from cms.core.reference.services.code_list_load import code_list_document_problems, code_list_load, items_of_document
from cms.core.reference.services.loaded import ReferenceLoad
from cms.core.reference.services.rule_table_load import (
    references_of_document,
    rule_table_document_problems,
    rule_table_load,
)

__all__ = [
    "CALENDAR_YEAR_MISSING",
    "CalendarUnknown",
    "DayTooFar",
    "ReferenceLoad",
    "ReferenceWorld",
    "RuleBook",
    "WorkCalendar",
    "add_workdays",
    "calendar_year_report",
    "code_list_document_problems",
    "code_list_items",
    "code_list_load",
    "code_lists",
    "is_workday",
    "items_of_document",
    "lend_code_list",
    "missing_year",
    "references_of_document",
    "rule_book",
    "rule_lookup",
    "rule_table_document_problems",
    "rule_table_load",
    "rule_table_names",
    "rule_table_references",
    "table_name_of",
    "tables_for",
    "work_calendar",
    "workdays_between",
]


def rule_lookup(name: str, keys: Sequence[object], *, on: dt.date) -> Scalar | ErrorValue | None:
    """Return what one look-up in a rule table gives on a day; take a rule_book for many."""
    return rule_book(on=on, names=[name]).lookup(name, keys)


def tables_for(names: Iterable[str], *, on: dt.date) -> dict[str, Any]:
    """Return the named tables for the browser (static_src/js/reference/rule_table.js)."""
    return rule_book(on=on, names=names).for_browser()


def is_workday(day: dt.date) -> bool:
    """Say whether people work on a day; CalendarUnknown if its year has not been entered."""
    return work_calendar().is_workday(day)


def add_workdays(start: dt.date, days: int) -> dt.date:
    """Return the `days`-th working day after `start`; see WorkCalendar.add_workdays."""
    return work_calendar().add_workdays(start, days)


def workdays_between(start: dt.date, end: dt.date) -> int:
    """Return how many working days lie after `start` up to `end` included; see WorkCalendar."""
    return work_calendar().workdays_between(start, end)
