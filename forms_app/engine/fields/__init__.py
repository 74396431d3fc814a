"""The field types, by name. A new type is a class in one of these files and one line here."""

from collections.abc import Mapping

from forms_app.engine.fields.base import DisplayItem, FieldType, Indexed, Inputs, Post
from forms_app.engine.fields.choices import BeforeAfter, Checkbox, Radio, RadioWithText, Select
from forms_app.engine.fields.dates import Date, DateRange, Month, Year
from forms_app.engine.fields.directories import DirectoryEntry
from forms_app.engine.fields.files import File, Scan
from forms_app.engine.fields.numbers import Money, Number, Percent
from forms_app.engine.fields.people import Declaration, IdCard
from forms_app.engine.fields.places import CreditCode, Region
from forms_app.engine.fields.rows import ItemList, Matrix, Metrics, Table, new_row_id
from forms_app.engine.fields.texts import Email, Note, Phone, Text, TextArea, Url
from forms_app.engine.fields.trees import Industry

__all__ = [
    "COLUMN_TYPES",
    "DisplayItem",
    "FieldType",
    "Indexed",
    "Inputs",
    "Post",
    "field_type",
    "field_types",
    "new_row_id",
]


def field_type(name: str) -> FieldType:
    """Return the field type of this name; KeyError if there is none."""
    return _TYPES[name]


def field_types() -> Mapping[str, FieldType]:
    """Return all field types."""
    return _TYPES


# What a column of a table may be: types that have one input to be seen. A table may also be a column, of a table only.
COLUMN_TYPES = frozenset(
    {
        "text",
        "textarea",
        "number",
        "money",
        "percent",
        "radio",
        "select",
        "industry",
        "directory",
        "region",
        "credit_code",
        "id_card",
        "phone",
        "email",
        "url",
        "date",
        "year",
        "month",
    }
)

_TYPES: dict[str, FieldType] = {
    one.name: one
    for one in (
        Text(),
        TextArea(),
        Number(),
        Money(),
        Percent(),
        Radio(),
        Select(),
        Industry(),
        RadioWithText(),
        Checkbox(),
        Region(),
        CreditCode(),
        DirectoryEntry(),
        IdCard(),
        Phone(),
        Email(),
        Url(),
        Date(),
        Year(),
        Month(),
        DateRange(),
        ItemList(),
        Table(field_type),
        Matrix(field_type),
        BeforeAfter(),
        Metrics(),
        File(),
        Scan(),
        Declaration(),
        Note(),
    )
}
