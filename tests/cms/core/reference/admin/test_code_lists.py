"""Code lists in the admin: a grid, and Excel."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from cms.core.reference.models import CodeList, CodeListItem
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db
TYPED = {"name": "行业", "code": "industry", "source": "", "description": "", "revision": "0"}


@pytest.fixture
def editor() -> Client:
    user = make_user("lists@example.com")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_codelist", "change_codelist"])
    )
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"code_lists:{name}", args=args)


def added(editor: Client) -> CodeList:
    items = "34\t通用设备制造业\n348\t通用零部件制造\t34\t2020-01-01\t"
    assert editor.post(page("add"), {**TYPED, "items": items}).status_code == 302
    return CodeList.objects.get()


def test_items_are_pasted_and_shown_again(editor: Client) -> None:
    code_list = added(editor)
    assert list(CodeListItem.objects.values_list("value", "parent")) == [("34", ""), ("348", "34")]
    assert "348\t通用零部件制造\t34\t2020-01-01" in editor.get(page("edit", code_list.pk)).content.decode()


@pytest.mark.parametrize("items", ["34\t甲\n34\t乙", "1\t甲\t9", "1\t甲\t\t去年"])
def test_a_faulty_grid_is_shown_again_and_nothing_is_stored(editor: Client, items: str) -> None:
    answer = editor.post(page("add"), {**TYPED, "items": items})
    assert answer.status_code == 200
    assert items.split("\n", maxsplit=1)[0] in answer.content.decode()
    assert not CodeList.objects.exists()


def workbook(*rows: list[object]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "list.xlsx"
    return out


def test_a_workbook_replaces_the_items_or_nothing(editor: Client) -> None:
    code_list = added(editor)
    address = page("import", code_list.pk)
    refused = editor.post(
        address, {"workbook": workbook(["代码", "名称", "上级"], [35, "专用设备制造业"], [351, "采矿", 99])}
    )
    assert refused.status_code == 200
    assert "99" in refused.content.decode()
    assert CodeListItem.objects.count() == 2
    taken = workbook(["代码", "名称", "上级"], [35, "专用设备制造业"], [351, "采矿、冶金、建筑专用设备制造", 35])
    assert editor.post(address, {"workbook": taken}).status_code == 302
    assert list(CodeListItem.objects.values_list("value", "parent")) == [("35", ""), ("351", "35")]
