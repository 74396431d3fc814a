"""The admin group behind a role."""

from django.contrib.auth.models import Group

from cms.accounts.models import Role


def role_group(key: str) -> Group | None:
    """Return the admin group of the role `key`; None for roles of applicants and before the roles are installed."""
    role = Role.objects.select_related("group").filter(key=key).first()
    return role.group if role else None
