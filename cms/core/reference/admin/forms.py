"""Forms of the reference data: they check what is typed, services store it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from cms.core.reference.admin.grid import GridField, GridWidget
from cms.core.reference.admin.rule_grids import COLUMNS, NOTE, column_rows, rule_rows, table_of_grids
from cms.core.reference.engine.cells import CellFault, value_of
from cms.core.reference.engine.code_list import CodeItem
from cms.core.reference.engine.rule_table import Column, RuleTable, table_from_json
from cms.core.reference.models import CodeList, RuleTableDefinition
from cms.core.reference.selectors.code_lists import stored_items


class RuleTableForm(WagtailAdminModelForm):
    """The draft of a rule table."""

    columns = GridField(
        label=_("Columns"),
        widget=GridWidget(COLUMNS),
        help_text=_("Conditions are what a formula asks with, in this order; results are what it gets."),
    )
    rows = GridField(
        label=_("Rows"),
        widget=GridWidget(follows="columns", last=NOTE),
        help_text=_(
            "The first row that fits counts. A condition is blank or 任意 for anything, 甲|乙 for one of several; "
            "ranges are written [40,60) or >=80."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = RuleTableDefinition
        fields = ["name", "code", "source", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = table_from_json(self.instance.content or {})
        self.initial |= {"revision": self.instance.revision}
        if table.conditions or table.results:
            self.initial |= {"columns": column_rows(table), "rows": rule_rows(table)}
        else:
            self.initial["columns"] = [["", "condition", "text", "exact"], ["", "result", "number", ""]]

    @property
    def table(self) -> RuleTable:
        """Return the table that was typed."""
        return table_of_grids(self.cleaned_data["columns"], self.cleaned_data["rows"])

    @property
    def expected_revision(self) -> int:
        """Return the revision that the person began with."""
        return self.cleaned_data.get("revision") or 0


class CodeListForm(WagtailAdminModelForm):
    """A code list with its items."""

    items = GridField(
        label=_("Items"),
        widget=GridWidget(
            [
                {"label": _("Value")},
                {"label": _("Label")},
                {"label": _("Parent value")},
                {"label": _("Can be chosen from")},
                {"label": _("until")},
            ]
        ),
        help_text=_(
            "Days are written 2025-10-20; a blank day is no limit. Published forms keep the options they have."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CodeList
        fields = ["name", "code", "source", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = stored_items(self.instance) if self.instance.pk else []
        self.initial |= {"revision": self.instance.revision, "items": item_rows(stored)}

    def clean_items(self) -> list[CodeItem]:
        """Return the items; a day that cannot be read is named with its row."""
        return items_of_rows(self.cleaned_data["items"])

    @property
    def expected_revision(self) -> int:
        """Return the revision that the person began with."""
        return self.cleaned_data.get("revision") or 0


def item_rows(items: list[CodeItem]) -> list[list[str]]:
    """Return the grid of items."""
    return [[one.value, one.label, one.parent, _day_text(one.since), _day_text(one.until)] for one in items]


def items_of_rows(rows: list[list[str]]) -> list[CodeItem]:
    """Return the items of a grid; ValidationError names the rows whose days cannot be read."""
    items, faults = [], []
    for index, row in enumerate(rows, 1):
        value, label, parent, since, until = [*row, "", "", "", "", ""][:5]
        try:
            items.append(CodeItem(value, label, parent, _day(since), _day(until)))
        except CellFault as error:
            message = gettext("Row %(row)s: “%(text)s” is no day. Write it as 2025-10-20.")
            faults.append(forms.ValidationError(message % {"row": index, "text": error}))
    if faults:
        raise forms.ValidationError(faults)
    return items


def _day(text: str) -> dt.date | None:
    found = value_of(text, "date") if text else None
    return found if isinstance(found, dt.date) else None


def _day_text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


class PublishForm(forms.Form):
    """From when to when a version counts."""

    valid_from = forms.DateField(label=_("valid from"), widget=AdminDateInput)
    valid_until = forms.DateField(
        label=_("valid until"),
        widget=AdminDateInput,
        required=False,
        help_text=_("Blank: until another version takes over."),
    )
    note = forms.CharField(label=_("what changed"), max_length=300, required=False)


class TryForm(forms.Form):
    """Keys to look up, one per condition."""

    def __init__(self, *args: Any, columns: tuple[Column, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index, column in enumerate(columns):
            self.fields[f"key{index}"] = forms.CharField(label=column.name, required=False)

    def keys(self) -> list[str]:
        """Return what was typed."""
        return [self.cleaned_data[name] for name in self.fields]


class WorkbookForm(forms.Form):
    """An Excel file."""

    workbook = forms.FileField(label=_("Excel workbook (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class DayForm(forms.Form):
    """What a day is, and why."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("It is"), choices=[("off", _("day off")), ("work", _("working day"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason or holiday"), max_length=100, help_text=_("Such as 国庆节, or the notice that moves the day.")
    )


class YearForm(forms.Form):
    """A year to begin."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
