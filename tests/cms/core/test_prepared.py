"""A prepared query answers as the queryset does that it was made from."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import models

from cms.accounts.models import Organisation, Region
from cms.core.prepared import PreparedObjects, PreparedRows
from forms_app.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return Region.objects.create(code="990000", name="示范省", level=Region.Level.PROVINCE, path="/990000/")


def _regions(code: str) -> models.QuerySet[Region, tuple[object, ...]]:
    return Region.objects.filter(code=code).order_by("code").values_list("name", "updated_at", "parent__name")


def test_rows_come_converted_as_the_orm_gives_them(province: Region) -> None:
    rows = PreparedRows(_regions, code=str)
    assert rows(code="990000") == list(_regions("990000"))
    assert rows(code="nowhere") == []


def test_objects_are_instances_that_can_be_saved(province: Region) -> None:
    found = PreparedObjects(lambda code: Region.objects.filter(code=code), code=str)(code="990000")
    assert found == [province]
    found[0].name = "示范省改"
    found[0].save()
    province.refresh_from_db()
    assert province.name == "示范省改"


def test_objects_come_with_their_relations(province: Region, django_assert_num_queries) -> None:
    city = Region.objects.create(
        code="999900", name="云溪市", level=Region.Level.CITY, parent=province, path="/990000/999900/"
    )
    find = PreparedObjects(lambda code: Region.objects.filter(code=code).select_related("parent"), code=str)
    with django_assert_num_queries(2):
        found = find(code="999900") + find(code="990000")
        assert [(one.pk, one.parent) for one in found] == [(city.pk, province), (province.pk, None)]


def test_the_same_parameter_may_stand_in_several_places(province: Region) -> None:
    either = PreparedRows(
        lambda name: Region.objects.filter(models.Q(code=name) | models.Q(name=name)).values_list("pk"), name=str
    )
    assert either(name="990000") == either(name="示范省") == [(province.pk,)]


def test_ids_and_days_are_given_as_the_database_wants_them(django_assert_num_queries) -> None:
    drafts = PreparedRows(lambda key: Draft.objects.filter(pk=key).values_list("pk"), key=type(uuid4()))
    days = PreparedRows(lambda day: Organisation.objects.filter(created_at__date=day).values_list("pk"), day=dt.date)
    with django_assert_num_queries(2):
        assert drafts(key=uuid4()) == []
        assert days(day=dt.date(2026, 11, 21)) == []


def test_a_parameter_that_is_missing_or_unused_is_an_error() -> None:
    with pytest.raises(TypeError, match="code"):
        PreparedRows(_regions, code=str)()
    unused = PreparedRows(lambda code: Region.objects.values_list("pk"), code=str)
    with pytest.raises(TypeError, match="does not use code"):
        unused(code="1")
