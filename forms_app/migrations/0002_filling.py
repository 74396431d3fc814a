"""Files can be taken out of a draft; what was handed in or saved is never changed."""

from django.db import migrations, models

from cms.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("forms_app", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        append_only("forms_app_answerrevision"),
        append_only("forms_app_submissionround"),
        append_only("forms_app_sinkdelivery"),
    ]
