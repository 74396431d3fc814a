"""Load the demo: roles, regions, organisations, people, experts and products."""

from django.db import transaction

from cases.facade import experts_load
from cms.accounts.facade import ImportCounts, directory_import, roles_install
from cms.content.facade import products_load
from cms.programmes.demo.document import demo_part


@transaction.atomic
def demo_load() -> ImportCounts:
    """Add what is missing of the demo's people and products; a second call finds everything and adds nothing."""
    roles_install()
    people = demo_part("people")
    counts = directory_import(
        regions=demo_part("regions")["regions"],
        organisations=demo_part("organisations")["organisations"],
        people=people["people"],
        password=people["password"],
    )
    experts_load(**demo_part("experts"))
    products_load(entries=demo_part("products")["products"])
    return counts
