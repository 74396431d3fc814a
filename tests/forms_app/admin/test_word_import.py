"""A Word sheet becomes a draft in the builder: upload, confirmation, marks, refusals."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms.accounts.facade import roles_install
from cms.accounts.models import User
from forms_app.models import FormDefinition, FormVersion
from forms_app.services.form_publish import FormNotPublishable
from forms_app.services.stream_of_form import spec_of_definition
from tests.forms_app.word_import.sheets import info_sheet

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(FormDefinition.snippet_viewset.get_url_name(name), args=args)


def staff_client(email: str = "forms@example.com") -> Client:
    roles_install()
    user = User.objects.create_user(email=email, password="x")
    user.groups.add(Group.objects.get(name="表单管理员"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    """A form administrator who is signed in."""
    return staff_client()


def upload(staff: Client, content: bytes, name: str = "附2.docx") -> Any:
    return staff.post(url("import_word"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def sealed(page: Any) -> str:
    found = re.search(r'name="read" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_the_list_leads_to_the_import(staff: Client) -> None:
    assert url("import") in staff.get(url("list")).content.decode()
    assert "import/word/" in staff.get(url("import")).content.decode()


def test_the_guesses_are_shown_beside_what_they_were_read_from(staff: Client) -> None:
    page = upload(staff, info_sheet()).content.decode()
    assert "企业信用代码" in page
    assert "口国有 □民营" in page
    assert 'value="credit_code" selected' in page
    assert not FormDefinition.objects.exists()


def test_what_is_ticked_is_plain_and_the_rest_is_marked_and_blocks_publishing(staff: Client) -> None:
    read = sealed(upload(staff, info_sheet()))
    post = {
        "read": read,
        "code": "info",
        "title": "信息表",
        "g0-label": "单位名称",
        "g0-type": "text",
        "g0-accept": "on",
        "g1-drop": "on",
        "g2-type": "textarea",
    }
    staff.post(url("import_word"), post)
    definition = FormDefinition.objects.get()
    assert not definition.live
    assert not FormVersion.objects.exists()
    latest = definition.get_latest_revision_as_object()
    fields = [one for _section, one in spec_of_definition(latest).fields()]
    assert len(fields) == 37
    assert (fields[0].label, fields[0].key, fields[0].to_confirm) == ("单位名称", "danwei_mingcheng", "")
    assert (fields[1].label, fields[1].type) == ("注册地址", "textarea")
    assert "注册地址" in fields[1].to_confirm
    assert "所属城市及县区" not in [one.label for one in fields]
    with pytest.raises(FormNotPublishable, match="注册地址"):
        latest.latest_revision.publish(skip_permission_checks=True)


def test_the_builder_shows_the_mark(staff: Client) -> None:
    read = sealed(upload(staff, info_sheet()))
    made = staff.post(url("import_word"), {"read": read, "code": "info", "title": "信息表"}, follow=True)
    assert made.redirect_chain[-1][0] == url("edit", FormDefinition.objects.get().pk)
    assert "to_confirm" in made.content.decode()


def test_all_can_be_accepted_at_once(staff: Client) -> None:
    read = sealed(upload(staff, info_sheet()))
    staff.post(url("import_word"), {"read": read, "code": "info", "title": "信息表", "accept_all": "1"})
    latest = FormDefinition.objects.get().get_latest_revision_as_object()
    assert not any(one.to_confirm for _section, one in spec_of_definition(latest).fields())


def test_a_code_in_use_keeps_what_was_typed(staff: Client) -> None:
    FormDefinition.objects.create(code="info", title="旧表", live=False)
    read = sealed(upload(staff, info_sheet()))
    answer = staff.post(url("import_word"), {"read": read, "code": "info", "title": "信息表", "g0-label": "单位名称"})
    assert answer.status_code == 400
    assert 'value="单位名称"' in answer.content.decode()
    assert FormDefinition.objects.count() == 1


def test_what_another_person_read_is_not_taken(staff: Client) -> None:
    read = sealed(upload(staff, info_sheet()))
    other = staff_client("other@example.com")
    other.post(url("import_word"), {"read": read, "code": "info", "title": "信息表"})
    staff.post(url("import_word"), {"read": read + "x", "code": "info", "title": "信息表"})
    assert not FormDefinition.objects.exists()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.docx"), (b"%PDF-1.4", "a.docx"), (b"x", "a.exe"), (info_sheet(), "a.doc"), (bomb(), "a.docx")],
    ids=["empty", "other kind", "other ending", "old word", "bomb"],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_message(staff: Client, content: bytes, name: str) -> None:
    page = upload(staff, content, name)
    assert page.redirect_chain[-1][0] == url("import")
    assert "messages" in page.content.decode()
    assert [str(one) for one in page.context["messages"]] or "w-messages" in page.content.decode()
    assert not FormDefinition.objects.exists()


def test_only_form_administrators_get_in(client: Client) -> None:
    roles_install()
    user = User.objects.create_user(email="editor@example.com", password="x")
    user.groups.add(Group.objects.get(name="信息编辑"))
    client.force_login(user)
    for name in ("import", "import_word"):
        assert client.get(url(name)).status_code == 302
