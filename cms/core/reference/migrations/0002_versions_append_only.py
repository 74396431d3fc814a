"""A published version of a rule table never changes: the database refuses it."""

from django.db import migrations

from cms.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [append_only("reference_ruletableversion")]
