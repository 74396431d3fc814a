"""How far each enterprise's sheet is, for those who review the region."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.models import Membership, User
from cms.accounts.selectors.acting import forget_acting_roles
from cms.core.downloads.models import Download
from cms.core.downloads.selectors import may_fetch
from cms.core.downloads.worker import run_download
from forms_app.models import Draft
from forms_app.selectors.sheet_progress import SheetProgress, matching_sheets, progress_query, progress_rows
from forms_app.selectors.submission_list import submission_table
from forms_app.selectors.submission_scope import readable_sheets
from forms_app.services.draft_discard import draft_discard
from tests.cms.accounts.conftest import make_member, make_organisation, make_user
from tests.forms_app.admin.test_submissions import signed_in
from tests.forms_app.world import BASICS, EFFECTS, OFFICE, SPEC, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.row("JS-70")]

STAGED = replace(SPEC, sections=(BASICS, EFFECTS, replace(OFFICE, stage="after")), stages_at_start=("before",))


@pytest.fixture
def world(db: None) -> World:
    return make_world(STAGED)


def url(world: World, query: str = "") -> str:
    return reverse("wagtail_submissions:progress", args=[world.version.definition_id]) + query


def sheets(world: World, user: User, **asked: list[str]) -> list[SheetProgress]:
    table = submission_table(world.version.definition_id)
    query = progress_query(lambda name: asked.get(name, []))
    return progress_rows(matching_sheets(readable_sheets(user), table, query), table)


def another_firm(world: World) -> Draft:
    """Return the draft of another enterprise of the county, just begun."""
    firm, filler = make_organisation(world.firm.region), make_user(f"filler{Draft.objects.count()}@example.com")
    make_member(filler, firm, "org_member")
    return replace(world, firm=firm, filler=filler).start()


def test_each_sheet_is_listed_with_what_is_filled_in_of_each_section(world: World) -> None:
    world.submitted()
    (row,) = sheets(world, world.reviewer)
    basics, effects, office = row.sections
    assert basics is not None and effects is not None and office is not None
    assert (basics.filled, basics.asked, basics.percent) == (7, 8, 87)
    # Needs, cloud and period of thirteen questions: the level and the metrics ask for a value before and one after.
    assert (effects.filled, effects.asked) == (3, 13)
    assert (office.filled, office.asked, office.missing) == (0, 3, 0), "its stage is not open: nothing is due"
    assert (row.whole.filled, row.whole.asked) == (10, 24)
    assert (row.organisation, row.status, row.changed_by) == (world.firm.name, "submitted", str(world.filler))


def test_a_sheet_counts_from_its_first_day_but_says_nothing_of_its_answers(world: World) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-profile": "不给审核人看的内容"})
    page = signed_in(world.reviewer).get(url(world)).content.decode()
    assert world.firm.name in page
    assert "不给审核人看的内容" not in page
    (row,) = sheets(world, world.reviewer)
    assert (row.status, row.reference) == ("open", "")
    assert "必填缺" in page, "the name was left empty"


def test_a_draft_that_was_given_up_is_not_listed(world: World) -> None:
    draft = world.start()
    draft_discard(draft_id=draft.pk, actor=world.filler)
    assert sheets(world, world.reviewer) == []


def test_another_county_sees_nothing_and_who_reviews_nothing_is_turned_away(world: World) -> None:
    world.submitted()
    assert sheets(world, world.other_reviewer) == []
    page = signed_in(world.other_reviewer).get(url(world)).content.decode()
    assert world.firm.name not in page and "还没有单位开始填写" in page
    assert signed_in(world.filler).get(url(world)).status_code in (302, 403)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": ["submitted"]}, 1),
        ({"status": ["open"]}, 1),
        ({"status": ["accepted"]}, 0),
        ({"status": ["; drop"]}, 2),
        ({"region": ["999921"]}, 2),
        ({"region": ["999922"]}, 0),
        ({"region": ["999900"]}, 2),
        ({"q": ["XX-"]}, 1),
        ({"q": ["没有这家"]}, 0),
    ],
)
def test_the_list_is_filtered(world: World, asked: dict[str, list[str]], found: int) -> None:
    world.submitted()
    another_firm(world)
    assert len(sheets(world, world.reviewer, **asked)) == found


def test_the_list_takes_the_same_number_of_queries_for_one_sheet_and_for_ten(world: World) -> None:
    client = signed_in(world.reviewer)
    world.submitted()
    counts = []
    for more in (0, 9):
        for _ in range(more):
            another_firm(world)
        client.get(url(world))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(world))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_taken_along_as_a_workbook(world: World, private_downloads: None) -> None:
    world.submitted()
    another_firm(world)
    client: Client = signed_in(world.reviewer)
    response = client.post(url(world, "?status=submitted"))
    download = Download.objects.get()
    assert response["Location"] == reverse("downloads:detail", args=[download.pk])
    assert run_download(download.pk) == "ready"
    made = Download.objects.get().file.read()
    rows = list(openpyxl.load_workbook(BytesIO(made)).active.iter_rows(values_only=True))
    assert list(rows[0][5:9]) == ["全表完成率（%）", "已填项", "应填项", "必填未填项"]
    assert list(rows[0][9:12]) == ["一、基本情况（%）", "二、改造情况（%）", "三、绩效评价（%）"]
    assert len(rows) == 2
    assert rows[1][0] == world.firm.name
    assert list(rows[1][5:12]) == [41, 10, 24, 0, 87, 23, 0]


def test_who_has_lost_the_region_does_not_get_the_file(world: World) -> None:
    world.submitted()
    signed_in(world.reviewer).post(url(world))
    download = Download.objects.get()
    assert may_fetch(world.reviewer, download)
    Membership.objects.filter(user=world.reviewer).delete()
    forget_acting_roles(world.reviewer)
    assert not may_fetch(world.reviewer, download)
