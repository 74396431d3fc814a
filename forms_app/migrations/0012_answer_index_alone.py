"""The index of answers knows the version and the organisation, so that lists count without the submissions."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

BATCH = 5_000


def fill(apps, schema_editor):
    """Take both from the submissions, a stretch of ids at a time."""
    entries = apps.get_model("forms_app", "AnswerIndex").objects.using(schema_editor.connection.alias)
    submissions = apps.get_model("forms_app", "Submission").objects.filter(pk=OuterRef("submission"))
    ends = entries.aggregate(first=models.Min("pk"), last=models.Max("pk"))
    if ends["last"] is None:
        return
    if schema_editor.connection.vendor == "postgresql":
        # A table with foreign keys still to be checked cannot be altered: let each statement check its own.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for start in range(ends["first"], ends["last"] + 1, BATCH):
        entries.filter(pk__gte=start, pk__lt=start + BATCH).update(
            version_id=Subquery(submissions.values("version_id")),
            organisation_id=Subquery(submissions.values("organisation_id")),
        )


def _key(to, **options):
    return models.ForeignKey(
        to=to, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", **options
    )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
        ("forms_app", "0011_explanations_of_inner_rows"),
    ]

    operations = [
        migrations.AddField("answerindex", "version", _key("forms_app.formversion", null=True)),
        migrations.AddField("answerindex", "organisation", _key("accounts.organisation", null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("answerindex", "version", _key("forms_app.formversion")),
        migrations.AlterField("answerindex", "organisation", _key("accounts.organisation")),
        migrations.RemoveIndex("answerindex", "answer_by_text"),
        migrations.RemoveIndex("answerindex", "answer_by_number"),
        migrations.AddIndex(
            "answerindex",
            models.Index(fields=["version", "field_key", "text", "organisation"], name="answer_by_text"),
        ),
        migrations.AddIndex(
            "answerindex",
            models.Index(fields=["version", "field_key", "number", "organisation"], name="answer_by_number"),
        ),
    ]
