"""The record of changes of the form behind a case."""

import pytest
from django.test import Client

from cases.models import CaseReadLog
from tests.cases.sheets import SheetWorld

pytestmark = pytest.mark.row("JS-70")


@pytest.fixture
def desk(client: Client, sheet: SheetWorld) -> Client:
    client.force_login(sheet.reviewer)
    return client


def test_the_desk_opens_it_from_the_case_and_that_is_logged(desk: Client, sheet: SheetWorld) -> None:
    sheet.second_round()
    address = f"/admin/cases/{sheet.case.number}/changes/"
    assert address in desk.get(f"/admin/cases/{sheet.case.number}/").content.decode()
    page = desk.get(address).content.decode()
    assert "传感器" in page and "首次提交前的填写过程" in page
    assert page.count("<ins>") == 1, "what stood there before the first hand-in is not shown"
    assert CaseReadLog.objects.filter(what="changes").count() == 1


def test_another_county_does_not(client: Client, sheet: SheetWorld) -> None:
    client.force_login(sheet.forms.other_reviewer)
    assert client.get(f"/admin/cases/{sheet.case.number}/changes/").status_code == 404
    assert not CaseReadLog.objects.exists()
