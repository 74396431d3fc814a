"""Load the demo: roles, regions, organisations and people."""

from django.db import transaction

from cms.accounts.facade import ImportCounts, directory_import, roles_install
from cms.programmes.demo.document import demo_part


@transaction.atomic
def demo_load() -> ImportCounts:
    """Add what is missing of the demo's people; a second call finds everything and adds nothing."""
    roles_install()
    people = demo_part("people")
    return directory_import(
        regions=demo_part("regions")["regions"],
        organisations=demo_part("organisations")["organisations"],
        people=people["people"],
        password=people["password"],
    )
