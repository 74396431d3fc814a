"""The submissions of a form as a file: who may have it, what stands in it, and that nothing in it is computed."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.accounts.models import Membership, User
from cms.accounts.selectors.acting import forget_acting_roles
from cms.core.audit import sha256_of
from cms.core.downloads.models import Download
from cms.core.downloads.selectors import may_fetch
from cms.core.downloads.worker import run_download
from forms_app.engine.compile import spec_to_json
from forms_app.models import FormVersion, Submission
from forms_app.selectors.submission_list import submission_table
from forms_app.selectors.submission_rows import export_rows
from forms_app.selectors.submission_scope import readable_submissions
from forms_app.selectors.versions import spec_of
from forms_app.services.submission_export import submissions_export_request
from forms_app.services.submission_files import csv_pieces, inert, write_xlsx
from tests.cms.accounts.conftest import make_user
from tests.forms_app.world import BASICS, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(world: World) -> User:
    return make_user("root@example.com", is_superuser=True)


def ask(world: World, owner: User, extension: str = "xlsx", **query: list[str]) -> Download:
    return submissions_export_request(
        definition=world.version.definition, query=query, extension=extension, owner=owner
    )


def made(download: Download) -> Download:
    assert run_download(download.pk) == "ready", Download.objects.get(pk=download.pk).error
    return Download.objects.get(pk=download.pk)


def sheet(download: Download) -> list[dict[str, Any]]:
    rows = load_workbook(io.BytesIO(made(download).file.read())).active.iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows if any(row)]


def table(download: Download) -> list[dict[str, str]]:
    content = made(download).file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def publish_again(world: World) -> FormVersion:
    """Publish a second version: the name is called otherwise, the kind is not asked any more."""
    spec = spec_of(world.version)
    fields = tuple(
        replace(one, label="单位名称") if one.id == "f-name" else one for one in BASICS.fields if one.id != "f-kind"
    )
    content = spec_to_json(replace(spec, sections=(replace(spec.sections[0], fields=fields), *spec.sections[1:])))
    return FormVersion.objects.create(
        definition=world.version.definition, number=2, content=content, sha256=sha256_of(content)
    )


def test_the_worker_makes_a_sheet_of_all_versions_with_the_version_of_each_row(world: World, private_downloads) -> None:
    first = world.submitted()
    publish_again(world)
    second = world.submitted("key-2")
    rows = sheet(ask(world, world.reviewer, sort=["reference"]))
    assert [(row["编号"], row["版本"]) for row in rows] == [(first.reference, 1), (second.reference, 2)]
    assert [row["单位名称"] for row in rows] == [world.firm.name] * 2
    assert [row["企业性质（旧版）"] for row in rows] == ["民营", None]
    assert [row["营业收入（万元）"] for row in rows] == [6500.5] * 2
    assert rows[0]["改造需求"] == "1. 车床数据采集\n2. 能耗监测"


def test_a_csv_says_the_same(world: World, private_downloads) -> None:
    submission = world.submitted()
    (row,) = table(ask(world, world.reviewer, "csv"))
    assert (row["编号"], row["营业收入（万元）"], row["企业性质"]) == (submission.reference, "6500.5", "民营")


def test_the_export_takes_the_filters_of_the_list(world: World, private_downloads) -> None:
    world.submitted()
    assert len(sheet(ask(world, world.reviewer, **{"a.f-money.min": ["6500"]}))) == 1
    assert sheet(ask(world, world.reviewer, **{"a.f-money.min": ["6501"]})) == []


def test_each_reads_the_regions_that_they_review_and_their_own_organisation(world: World, superuser: User) -> None:
    submission = world.submitted()
    for person, sees in (
        (world.reviewer, True),
        (world.other_reviewer, False),
        (world.filler, True),
        (world.colleague, True),
        (world.stranger, False),
        (superuser, True),
        (make_user("nobody@example.com"), False),
    ):
        assert (list(readable_submissions(person)) == [submission]) is sees, person


def test_an_enterprise_is_given_its_own_rows_only(world: World, private_downloads) -> None:
    world.submitted()
    assert len(sheet(ask(world, world.filler))) == 1
    assert sheet(ask(world, world.stranger)) == []


def test_who_acts_for_nobody_is_given_no_file(world: World) -> None:
    with pytest.raises(PermissionDenied):
        ask(world, make_user("nobody@example.com"))
    assert not Download.objects.exists()


def test_who_lost_the_region_may_not_fetch_the_file_any_more(world: World, private_downloads) -> None:
    world.submitted()
    download = made(ask(world, world.reviewer))
    assert may_fetch(world.reviewer, download)
    assert not may_fetch(world.other_reviewer, download)
    Membership.objects.filter(user=world.reviewer).delete()
    forget_acting_roles(world.reviewer)
    assert not may_fetch(world.reviewer, download)


def test_who_lost_the_region_before_the_worker_came_gets_nothing(world: World, private_downloads) -> None:
    download = ask(world, world.reviewer)
    Membership.objects.filter(user=world.reviewer).delete()
    assert run_download(download.pk) == "failed"


def test_who_took_what_along_stands_in_the_log(world: World) -> None:
    ask(world, world.reviewer, "csv", status=["accepted"])
    entry = ModelLogEntry.objects.get(action="forms_app.submissions_export")
    assert (entry.user, entry.data) == (world.reviewer, {"extension": "csv", "query": {"status": ["accepted"]}})


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_text_of_a_csv_is_computed(text: str) -> None:
    content = b"".join(csv_pieces([text], [[text]])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline=""))) == [[f"'{text}"]] * 2


@pytest.mark.parametrize("text", ["-5", "+12.5", "正文", "", "a=1"])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_a_text_that_looks_like_a_formula_is_text_in_a_sheet(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "s", ["=A1"], [["=1+1"], ["@x"]])
    cells = [row[0] for row in load_workbook(path).active.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=A1", "s"), ("=1+1", "s"), ("@x", "s")]


def test_a_long_export_takes_no_more_queries_per_row(world: World, django_assert_num_queries) -> None:
    world.submitted()
    world.submitted("key-2")
    shown = submission_table(world.version.definition_id)
    found = Submission.objects.order_by("reference")
    list(export_rows(found, shown, lambda done, total: None, exact=False))
    with django_assert_num_queries(4):  # the ids, the names of regions, the files and the rounds of a batch
        assert len(list(export_rows(found, shown, lambda done, total: None, exact=False))) == 2
