"""Make the trail, the published case types and the read log append-only in the database itself."""

from django.db import migrations

from cms.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        append_only("cases_caseevent"),
        append_only("cases_casetypeversion"),
        append_only("cases_casereadlog"),
    ]
