"""Rule tables in the admin: edited as a grid, tried, published, compared, and taken to Excel and back."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cms.core.reference.engine.rule_table import Column, Row, table_from_json
from cms.core.reference.models import RuleTableDefinition, RuleTableVersion
from tests.cms.accounts.conftest import make_user

pytestmark = pytest.mark.django_db
COLUMNS = "等级\tcondition\ttext\texact\n上限\tresult\tnumber\t"
ROWS = "等级\t上限\t备注\n二级\t30\t原则上\n三级\t50\t"
TYPED = {"name": "补贴上限", "code": "caps", "source": "第五条", "description": "", "columns": COLUMNS, "rows": ROWS}


def signed_in(*codenames: str) -> Client:
    user = make_user("rules@example.com")
    wanted = ["access_admin", *codenames]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    names = ("add", "change", "view", "publish")
    return signed_in(*(f"{name}_ruletabledefinition" for name in names))


def page(name: str, *args: object) -> str:
    return reverse(f"rule_tables:{name}", args=args)


def added(editor: Client) -> RuleTableDefinition:
    response = editor.post(page("add"), {**TYPED, "revision": "0"})
    assert response.status_code == 302, response.content.decode()
    return RuleTableDefinition.objects.get()


def test_what_is_typed_in_the_grids_is_the_table(editor: Client) -> None:
    definition = added(editor)
    table = table_from_json(definition.content)
    assert table.conditions == (Column("等级"),)
    assert table.results == (Column("上限", "number"),)
    assert table.rows == (Row(("二级",), ("30",), "原则上"), Row(("三级",), ("50",)))
    shown = editor.get(page("edit", definition.pk)).content.decode()
    assert "二级\t30\t原则上" in shown
    assert "js/grid" in shown


def test_a_stale_form_does_not_overwrite(editor: Client) -> None:
    definition = added(editor)
    address = page("edit", definition.pk)
    assert editor.post(address, {**TYPED, "revision": "1", "source": "第六条"}).status_code == 302
    answer = editor.post(address, {**TYPED, "revision": "1", "source": "第七条"})
    assert answer.status_code == 200
    assert "第七条" in answer.content.decode()
    assert RuleTableDefinition.objects.get().source == "第六条"


def test_publishing_shows_faults_by_row_and_column(editor: Client) -> None:
    definition = added(editor)
    wrong = ROWS.replace("50", "五十")
    editor.post(page("edit", definition.pk), {**TYPED, "rows": wrong, "revision": "1"})
    address = page("publish", definition.pk)
    assert "五十" in editor.get(address).content.decode()
    editor.post(address, {"valid_from": "2025-01-01"})
    assert not RuleTableVersion.objects.exists()


def test_a_version_is_published_listed_and_compared(editor: Client) -> None:
    definition = added(editor)
    assert editor.post(page("publish", definition.pk), {"valid_from": "2025-01-01"}).status_code == 302
    editor.post(page("edit", definition.pk), {**TYPED, "rows": ROWS.replace("30", "35"), "revision": "1"})
    assert "35" in editor.get(page("publish", definition.pk)).content.decode()
    editor.post(page("publish", definition.pk), {"valid_from": "2026-01-01", "note": "提高"})
    assert "提高" in editor.get(page("versions", definition.pk)).content.decode()
    compared = editor.get(page("version", definition.pk, 2))
    assert [(one.kind, one.cells) for one in compared.context["changes"]] == [
        ("removed", ("二级", "30")),
        ("added", ("二级", "35")),
    ]


def test_trying_out_says_which_row_fits(editor: Client) -> None:
    definition = added(editor)
    answer = editor.get(page("try", definition.pk), {"asked": "1", "key0": "三级"})
    assert (answer.context["hit_number"], answer.context["results"]) == (2, [("上限", 50)])
    missed = editor.get(page("try", definition.pk), {"asked": "1", "key0": "九级"})
    assert missed.context["hit"] is None
    assert "#N/A" in missed.content.decode()


def test_a_workbook_goes_out_and_comes_back_the_same(editor: Client) -> None:
    definition = added(editor)
    before = definition.content
    content = editor.get(page("export", definition.pk)).content
    book = load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][2]] == ["二级", "30", "原则上"]
    editor.post(page("edit", definition.pk), {**TYPED, "rows": "等级\t上限\n二级\t1", "revision": "1"})
    upload = io.BytesIO(content)
    upload.name = "caps.xlsx"
    assert editor.post(page("import", definition.pk), {"workbook": upload}).status_code == 302
    definition.refresh_from_db()
    assert definition.content == before


def test_a_file_that_is_no_workbook_is_refused(editor: Client) -> None:
    definition = added(editor)
    upload = io.BytesIO(b"PK\x03\x04 nonsense")
    upload.name = "caps.xlsx"
    answer = editor.post(page("import", definition.pk), {"workbook": upload})
    assert answer.status_code == 200
    assert answer.context["form"].errors["workbook"]
    assert RuleTableDefinition.objects.get().revision == 1


def test_who_may_edit_may_not_publish_without_the_permission() -> None:
    client = signed_in("add_ruletabledefinition", "change_ruletabledefinition")
    definition = added(client)
    assert page("publish", definition.pk) not in client.get(page("edit", definition.pk)).content.decode()
    client.post(page("publish", definition.pk), {"valid_from": "2025-01-01"})
    assert not RuleTableVersion.objects.exists()


def test_nobody_deletes_a_rule_table(editor: Client) -> None:
    definition = added(editor)
    editor.post(page("delete", definition.pk))
    assert RuleTableDefinition.objects.exists()


def test_the_list_costs_the_same_for_any_number_of_tables(
    editor: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        RuleTableDefinition.objects.create(code=f"t{number}", name=f"表{number}")
    editor.get(page("index"))
    # One of them asks whether the person was let in to a case by name: the menu has the desk then.
    with django_assert_max_num_queries(13):
        assert "表11" in editor.get(page("index")).content.decode()
