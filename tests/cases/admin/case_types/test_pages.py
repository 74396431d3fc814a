"""The versions of a case type: listed with their days, drawn, compared in words, as files."""

import copy
import datetime as dt

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from cases.models import CaseTypeDefinition, CaseTypeVersion
from cases.services.case_type_load import Validity, case_type_load
from cms.accounts.models import User
from tests.cases.admin.case_types.browser import post_of, url
from tests.cases.admin.case_types.conftest import SOURCE
from tests.cases.world import TWO_STEPS

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(two_steps: CaseTypeDefinition) -> CaseTypeDefinition:
    """Two versions, of which the second begins next week."""
    two_steps.latest_revision.publish()
    later = copy.deepcopy(TWO_STEPS)
    later["states"][1]["title"] = "待县级复核"
    later["transitions"] = [one for one in later["transitions"] if one["key"] != "reject"]
    later["phases"] = [{"key": "review", "title": "评审"}]
    week = timezone.localdate() + dt.timedelta(days=7)
    case_type_load(later, publish=True, validity=Validity(week, note="改名"))
    return two_steps


def test_versions_are_listed_with_the_days_on_which_new_cases_take_them(
    staff: Client, published: CaseTypeDefinition
) -> None:
    page = staff.get(url("versions", published.pk)).content.decode()
    week = timezone.localdate() + dt.timedelta(days=7)
    for words in ("未生效", "生效中", "改名", week.isoformat(), (week - dt.timedelta(days=1)).isoformat()):
        assert words in page


@pytest.mark.parametrize("name", ["version", "version_print"])
def test_a_version_is_drawn_with_a_table_beside(staff: Client, published: CaseTypeDefinition, name: str) -> None:
    page = staff.get(url(name, published.pk, 2)).content.decode()
    assert "<svg" in page
    assert page.count("待县级复核") > 2
    assert 'style="' not in page.partition("<svg")[2].partition("</svg>")[0]


def test_what_differs_between_two_versions_is_said_in_words(staff: Client, published: CaseTypeDefinition) -> None:
    page = staff.get(url("diff", published.pk), {"from": "1", "to": "2"}).content.decode()
    assert "待县级复核" in page
    assert "状态名称" in page
    assert "评审" in page
    same = staff.get(url("diff", published.pk), {"from": "1", "to": "1"}).content.decode()
    assert "两个版本内容相同。" in same


@pytest.mark.parametrize("query", [{"from": "9"}, {"to": "9"}])
def test_a_version_that_is_not_there_cannot_be_compared(
    staff: Client, published: CaseTypeDefinition, query: dict[str, str]
) -> None:
    assert staff.get(url("diff", published.pk), query).status_code == 404
    assert staff.get(url("version", published.pk, 9)).status_code == 404
    assert staff.get(url("version_yaml", published.pk, 9)).status_code == 404


def test_an_imported_file_is_exported_letter_for_letter(staff: Client, two_steps: CaseTypeDefinition) -> None:
    assert staff.get(url("export", two_steps.pk)).content == SOURCE.encode()


def test_saving_what_nobody_changed_leaves_the_file_as_it_was(staff: Client, two_steps: CaseTypeDefinition) -> None:
    staff.post(url("edit", two_steps.pk), post_of(TWO_STEPS))
    assert staff.get(url("export", two_steps.pk)).content == SOURCE.encode()


def test_a_changed_case_type_is_exported_in_the_one_way_of_writing(
    staff: Client, two_steps: CaseTypeDefinition
) -> None:
    document = {**TWO_STEPS, "title": "两步（改）"}
    staff.post(url("edit", two_steps.pk), post_of(document))
    text = staff.get(url("export", two_steps.pk)).content.decode()
    assert yaml.safe_load(text) == document
    staff.post(url("import"), {"text": text})
    assert staff.get(url("export", two_steps.pk)).content.decode() == text


def test_a_version_is_exported_as_it_was_published(staff: Client, published: CaseTypeDefinition) -> None:
    text = staff.get(url("version_yaml", published.pk, 2)).content.decode()
    assert yaml.safe_load(text) == CaseTypeVersion.objects.get(number=2).definition


def test_a_file_with_faults_is_refused_with_its_lines_and_stays_in_the_input(staff: Client) -> None:
    text = (
        "key: x\ntitle: 甲\nnumber_prefix: XX\nstates:\n  - key: a\n    title: 始\n    colour: red\ntransitions: []\n"
    )
    page = staff.post(url("import"), {"text": text}).content.decode()
    assert "第 7 行：" in page
    assert "colour: red" in page
    assert not CaseTypeDefinition.objects.exists()


def test_what_is_no_yaml_is_refused_with_its_line(staff: Client) -> None:
    page = staff.post(url("import"), {"text": "key: x\ntitle: [甲"}).content.decode()
    assert "无法读取该 YAML 文件" in page


@pytest.mark.parametrize("text", ["", "   ", "- 1", "key: &a [*a]", "[" * 5000])
def test_what_is_no_case_type_is_refused_without_a_crash(staff: Client, text: str) -> None:
    assert staff.post(url("import"), {"text": text}).status_code == 200
    assert not CaseTypeDefinition.objects.exists()


def test_a_file_that_names_its_own_parts_again_and_again_is_refused(staff: Client) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert "too large" in staff.post(url("import"), {"text": bomb}).content.decode()


def test_somebody_who_only_reviews_reaches_none_of_it(client: Client, published: CaseTypeDefinition) -> None:
    client.force_login(User.objects.create_user("reviewer@example.com"))
    for name in ("edit", "export", "versions", "diff"):
        assert client.get(url(name, published.pk)).status_code in (302, 403)
