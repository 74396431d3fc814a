"""Code lists: ours, those from files, and those that a room lends."""

import datetime as dt

import pytest

from cms.accounts.models import Region
from cms.core.reference import facade
from cms.core.reference.engine.code_list import CodeItem
from cms.core.reference.errors import ReferenceDataInvalid, StaleReferenceData
from cms.core.reference.models import CodeList, CodeListItem
from cms.core.reference.services.code_lists import code_list_save

pytestmark = pytest.mark.django_db
ITEMS = [CodeItem("13", "农副食品加工业"), CodeItem("131", "谷物磨制", "13", until=dt.date(2025, 12, 31))]


def saved() -> CodeList:
    return code_list_save(
        code_list=CodeList(code="industry", name="行业"), items=ITEMS, expected_revision=0, actor=None
    )


def test_what_can_be_chosen_depends_on_the_day() -> None:
    saved()
    assert facade.code_list_items("industry", on=dt.date(2025, 6, 1)) == [
        ("13", "农副食品加工业", ""),
        ("131", "谷物磨制", "13"),
    ]
    assert facade.code_list_items("industry", on=dt.date(2026, 1, 1)) == [("13", "农副食品加工业", "")]
    assert facade.code_list_items("nothing") is None


def test_a_faulty_or_stale_list_changes_nothing() -> None:
    code_list = saved()
    with pytest.raises(ReferenceDataInvalid):
        code_list_save(code_list=code_list, items=[CodeItem("", "x")], expected_revision=1, actor=None)
    with pytest.raises(StaleReferenceData):
        code_list_save(code_list=code_list, items=ITEMS[:1], expected_revision=0, actor=None)
    assert CodeListItem.objects.count() == 2


def test_regions_are_lent_as_a_tree() -> None:
    province = Region.objects.create(code="990000", name="云省", level="province", path="990000/")
    Region.objects.create(code="990100", name="云溪市", level="city", parent=province, path="990000/990100/")
    assert facade.code_list_items("region") == [("990000", "云省", ""), ("990100", "云溪市", "990000")]
    assert "region" in dict(facade.code_lists())


def test_a_file_is_loaded_once() -> None:
    document = {"code": "own", "name": "自有", "items": ["甲", {"value": "2", "label": "乙", "parent": "甲"}]}
    assert facade.code_list_document_problems(document) == []
    assert facade.code_list_load(document).outcome == "published"
    assert facade.code_list_load(document).outcome == "unchanged"
    assert facade.code_list_items("own") == [("甲", "甲", ""), ("2", "乙", "甲")]
    wrong = {**document, "items": ["甲", {"value": "2", "label": "乙", "parent": "丙"}]}
    assert [problem.place for problem in facade.code_list_document_problems(wrong)] == [("items", 1)]
