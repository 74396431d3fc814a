"""Rule tables, code lists, the calendar."""

from cms.core.reference.models.calendar import CalendarDay, CalendarYear
from cms.core.reference.models.code_list import CodeList, CodeListItem
from cms.core.reference.models.rule_table import RuleTableDefinition, RuleTableVersion

__all__ = ["CalendarDay", "CalendarYear", "CodeList", "CodeListItem", "RuleTableDefinition", "RuleTableVersion"]
