"""Inputs that name other fields: a formula, typed with labels and stored with ids, and a reference to one field."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from forms_app.admin.lazy import builder_script


class TypedFormula(str):
    """A formula as people see it. `ids` is its stored form, known as long as nobody has changed the text.

    Renaming a field changes what its formulas look like, not what they say: whoever posts the text that was shown
    means the stored formula, whatever its labels are called by now.
    """

    ids: str

    def __new__(cls, text: str, ids: str = "") -> "TypedFormula":
        """Return the text with its stored form."""
        made = super().__new__(cls, text)
        made.ids = ids
        return made


class FormulaWidget(forms.Textarea):
    """Shows the formula and sends along what was shown and what that stands for."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedFormula:
        """Return what was typed; with its ids if it is what was shown."""
        text = data.get(name) or ""
        unchanged = text and text == data.get(f"{name}-shown")
        return TypedFormula(text, (data.get(f"{name}-ids") or "") if unchanged else "")


class FormulaBlock(blocks.FieldBlock):
    """A formula. `want` says what it must come out as: "boolean", "value", or "" for either."""

    def __init__(self, want: str = "", required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.want = want
        self.field = forms.CharField(
            required=required, help_text=help_text, max_length=4000, widget=FormulaWidget({"rows": 2})
        )
        super().__init__(**kwargs)

    def get_default(self) -> str:
        """Return nothing."""
        return ""

    def clean(self, value: Any) -> TypedFormula:
        """Keep what the text stands for."""
        return TypedFormula(super().clean(str(value or "")), getattr(value, "ids", ""))

    def get_form_state(self, value: Any) -> dict[str, str]:
        """Return what the browser shows and sends back, by the ending of the input's name."""
        text = str(value or "")
        ids = getattr(value, "ids", "")
        return {"": text, "shown": text if ids else "", "ids": ids}

    class Meta:
        icon = "code"


class FormulaWidgetAdapter(WidgetAdapter):
    """The input in the browser: with a menu of fields and functions, checked while typing."""

    js_constructor = "pilotdesk.FormulaInput"

    def js_args(self, widget: FormulaWidget) -> list[Any]:
        """Say how many lines it has."""
        return [widget.attrs.get("rows", 2)]

    @cached_property
    def media(self) -> forms.Media:
        """Return the script."""
        return super().media + forms.Media(js=[builder_script()])


class FieldReferenceWidget(forms.TextInput):
    """Stores the id of a field; the browser offers the fields of the form. `kinds` limits them by type."""

    def __init__(self, kinds: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.kinds = kinds


class FieldReferenceBlock(blocks.FieldBlock):
    """The id of another field of the form."""

    def __init__(self, kinds: tuple[str, ...] = (), help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, help_text=help_text, widget=FieldReferenceWidget(kinds))
        super().__init__(**kwargs)

    def get_default(self) -> str:
        """Return nothing."""
        return ""


class FieldReferenceAdapter(WidgetAdapter):
    """The input in the browser: a list of the form's fields."""

    js_constructor = "pilotdesk.FieldReference"

    def js_args(self, widget: FieldReferenceWidget) -> list[Any]:
        """Say which types of field it offers."""
        return [list(widget.kinds)]

    @cached_property
    def media(self) -> forms.Media:
        """Return the script."""
        return super().media + forms.Media(js=[builder_script()])


register(FormulaWidgetAdapter(), FormulaWidget)
register(FieldReferenceAdapter(), FieldReferenceWidget)
