"""Bring the roles, their groups and the groups' permissions to what `data/roles.yaml` says."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.accounts.errors import UnknownPermission
from cms.accounts.models import Role

ROLES_FILE = Path(__file__).parent.parent / "data" / "roles.yaml"


@transaction.atomic
def roles_install(*, path: Path = ROLES_FILE) -> int:
    """Create or correct every role of the file; return how many there are. Doing it twice changes nothing.

    Permissions that staff gave a group by hand stay: the file says the least that a role needs.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["roles"]
    for entry in entries:
        Role.objects.update_or_create(
            key=entry["key"],
            defaults={
                "name": entry["name"],
                "name_en": entry["name_en"],
                "organisation_kinds": entry["kinds"],
                "group": _install_group(entry) if entry.get("permissions") else None,
                "administers_organisation": entry.get("administers_organisation", False),
                "reads_region_cases": entry.get("reads_region_cases", False),
                "cleared_for": entry.get("cleared_for", Role.Clearance.INTERNAL),
            },
        )
    return len(entries)


def _install_group(entry: dict[str, Any]) -> Group:
    group = Group.objects.filter(name=entry["name"]).first() or Group.objects.filter(name=entry.get("was")).first()
    if group is None:
        group = Group.objects.create(name=entry["name"])
    elif group.name != entry["name"]:
        group.name = entry["name"]
        group.save(update_fields=["name"])
    group.permissions.add(*_permissions(entry["permissions"]))
    root = Page.get_first_root_node()
    for permission in _permissions(f"wagtailcore.{codename}" for codename in entry.get("pages", [])):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in _permissions(entry.get("collections", [])):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _permissions(names: Iterable[str]) -> list[Permission]:
    found = []
    for name in names:
        app_label, _, codename = name.partition(".")
        permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
        if permission is None:
            raise UnknownPermission(name)
        found.append(permission)
    return found
