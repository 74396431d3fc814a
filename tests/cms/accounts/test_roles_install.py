"""Roles and what their groups may do."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from cms.accounts.errors import UnknownPermission
from cms.accounts.models import Role
from cms.accounts.services import roles_install as module
from cms.accounts.services.roles_install import roles_install

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return (
        Role.objects.count(),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        Group.permissions.through.objects.count(),
    )


def test_installing_twice_changes_nothing() -> None:
    call_command("install_roles")
    first = counts()
    call_command("install_roles")
    assert counts() == first


def test_an_unknown_permission_is_an_error_and_leaves_nothing_behind(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text(
        "roles: [{key: a, name: 甲, name_en: A, kinds: [bureau], permissions: [wagtailadmin.access_admin, cases.fly]}]",
        encoding="utf-8",
    )
    with pytest.raises(UnknownPermission, match=r"cases\.fly"):
        roles_install(path=path)
    assert not Role.objects.filter(key="a").exists()
    monkeypatch.setattr(module, "_permissions", lambda names: (_ for _ in ()).throw(UnknownPermission("cases.fly")))
    with pytest.raises(CommandError, match=r"cases\.fly"):
        call_command("install_roles")


def test_applicants_roles_have_no_group_and_every_staff_group_enters_the_admin() -> None:
    roles_install()
    for role in Role.objects.all():
        if role.organisation_kinds == ["bureau"]:
            assert role.group.permissions.filter(codename="access_admin").exists(), role.key
        else:
            assert role.group is None, role.key


def test_editors_write_pages_and_only_publishers_publish() -> None:
    roles_install()
    root = Page.get_first_root_node()

    def may(name: str) -> set[str]:
        rows = GroupPagePermission.objects.filter(group__name=name, page=root)
        return set(rows.values_list("permission__codename", flat=True))

    assert may("信息编辑") == {"add_page", "change_page"}
    assert "publish_page" in may("信息审核发布")
    assert may("表单管理员") == set()


def test_the_moderation_workflow_passes_to_the_publishers() -> None:
    roles_install()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert [group.name for group in GroupApprovalTask.objects.get().groups.all()] == ["信息审核发布"]
