"""A case type in the editor, and the member of staff who edits it."""

import pytest
import yaml
from django.contrib.auth.models import Group
from django.test import Client

from cases.models import CaseTypeDefinition
from cases.services.case_type_import import case_type_import
from cms.accounts.facade import roles_install
from cms.accounts.models import User
from tests.cases.world import TWO_STEPS

SOURCE = "# 两步审核\n" + yaml.safe_dump(TWO_STEPS, allow_unicode=True, sort_keys=False)


@pytest.fixture
def staff(client: Client) -> Client:
    """A form administrator who is signed in."""
    roles_install()
    user = User.objects.create_user(email="forms@example.com", password="x")
    user.groups.add(Group.objects.get(name="表单管理员"))
    client.force_login(user)
    return client


@pytest.fixture
def two_steps(db: None) -> CaseTypeDefinition:
    """The case type of two steps as a draft in the editor, from a file."""
    return case_type_import(text=SOURCE, actor=None)
