"""Which page sent a save, and what was typed and rejected at every revision: what merging two people's saves needs."""

from django.db import migrations, models

from cms.core.append_only import protect, release

REVISIONS = "forms_app_answerrevision"


def protect_again(apps, schema_editor):
    """SQLite copies a table to add a column, and the copy has no triggers."""
    release(schema_editor, REVISIONS)
    protect(schema_editor, REVISIONS)


class Migration(migrations.Migration):
    dependencies = [("forms_app", "0005_paper_code")]

    operations = [
        migrations.AddField(
            model_name="answerrevision",
            name="rejected",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="answerrevision",
            name="writer",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="sectionanswer",
            name="writer",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="sectionanswer",
            name="writer_sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(protect_again, migrations.RunPython.noop, elidable=False),
    ]
