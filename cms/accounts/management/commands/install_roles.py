"""`manage.py install_roles`: run after `migrate`, which creates the permissions that the roles name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.accounts.errors import UnknownPermission
from cms.accounts.services.roles_install import roles_install


class Command(BaseCommand):
    """Bring roles and groups to what data/roles.yaml says."""

    help = "Create or correct the default roles, their admin groups and permissions."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = roles_install()
        except UnknownPermission as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"roles: {count}")
