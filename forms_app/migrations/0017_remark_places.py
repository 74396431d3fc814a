"""A remark may stand at a row within a row, and at a cell: a way takes the place of the id of a row or file."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr


def to_ways(apps: Any, schema_editor: Any) -> None:
    """Turn the id of a row or file into the way to it."""
    remarks = apps.get_model("forms_app", "Remark").objects.exclude(place="")
    remarks.update(place=Concat(Value("/"), F("place")))


def to_ids(apps: Any, schema_editor: Any) -> None:
    """Keep of each way the row or file with which it begins; a remark at a column becomes one at its field."""
    remarks = apps.get_model("forms_app", "Remark").objects.exclude(place="")
    remarks.filter(place__startswith=":").update(place="")
    for remark in remarks.filter(place__contains=":"):
        remark.place = remark.place.partition(":")[0]
        remark.save(update_fields=["place"])
    remarks.update(place=Substr("place", 2))


class Migration(migrations.Migration):
    """Rename, lengthen, and rewrite what is there."""

    dependencies = [("forms_app", "0016_library_names")]

    operations = [
        migrations.RenameField("remark", "item_id", "place"),
        migrations.AlterField("remark", "place", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(to_ways, to_ids),
    ]
