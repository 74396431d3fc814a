"""Explanations to checks; and what a person typed is told apart from what the site computed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def everything_was_typed(apps, schema_editor):
    """Count every revision so far as a person's."""
    apps.get_model("forms_app", "SectionAnswer").objects.update(typed_revision=models.F("revision"))


class Migration(migrations.Migration):
    dependencies = [
        ("forms_app", "0002_filling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sectionanswer",
            name="typed_revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(everything_was_typed, migrations.RunPython.noop),
        migrations.AddField(
            model_name="submissionround",
            name="explanations",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="CheckExplanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_id", models.CharField(max_length=40)),
                ("row_id", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(max_length=1000, verbose_name="explanation")),
                ("basis", models.CharField(max_length=64)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="explanations", to="forms_app.draft"
                    ),
                ),
            ],
            options={
                "verbose_name": "explanation",
                "verbose_name_plural": "explanations",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "check_id", "row_id"), name="one_explanation_per_check_and_row"
                    )
                ],
            },
        ),
    ]
