"""A small site with one column of each kind and the people who write and approve."""

from dataclasses import dataclass

import pytest
from wagtail.models import Page, Site

from cms.accounts.facade import role_group, roles_install
from cms.accounts.models import User
from cms.content.facade import workflow_install
from cms.content.models import NoticeIndexPage, PolicyIndexPage


@dataclass
class Desk:
    """The columns and the people."""

    site: Site
    notices: NoticeIndexPage
    policies: PolicyIndexPage
    editor: User
    publisher: User


def person(email: str, role: str) -> User:
    """Return somebody in the admin group of a role."""
    user = User.objects.create_user(email, "secret-of-tests")
    user.groups.add(role_group(role))
    return user


@pytest.fixture
def desk(db: None, settings, tmp_path) -> Desk:
    """The site of these tests; files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    roles_install()
    workflow_install(approvers=role_group("publisher"))
    site = Site.objects.get(is_default_site=True)
    root: Page = site.root_page
    notices = root.add_child(instance=NoticeIndexPage(title="通知公告", slug="notices", show_in_menus=True))
    policies = root.add_child(instance=PolicyIndexPage(title="政策文件", slug="policies", show_in_menus=True))
    return Desk(
        site=site,
        notices=notices,
        policies=policies,
        editor=person("editor@example.org", "editor"),
        publisher=person("publisher@example.org", "publisher"),
    )
