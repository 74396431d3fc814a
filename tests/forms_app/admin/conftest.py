"""A site that knows the receiver which the sheet names."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from forms_app.models import FormDefinition
from forms_app.services import sinks
from forms_app.services.stream_of_form import definition_fill
from tests.forms_app.engine.specs import sheet


@pytest.fixture(autouse=True)
def case_sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register a receiver called "case", whatever rooms are installed above this one."""
    monkeypatch.setattr(sinks, "_handlers", {"case": lambda delivery: None})
    yield


@pytest.fixture
def definition(sheet_rules: None) -> FormDefinition:
    """The info sheet, published."""
    made = FormDefinition(code=sheet().code, live=False)
    definition_fill(made, sheet())
    made.save()
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def staff(client: Client) -> Client:
    """A form administrator who is signed in."""
    roles_install()
    user = User.objects.create_user(email="forms@example.com", password="x")
    user.groups.add(Group.objects.get(name="表单管理员"))
    client.force_login(user)
    return client
