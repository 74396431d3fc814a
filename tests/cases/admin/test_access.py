"""The page of who can see a case: it lets in, withdraws, classifies, and keeps what was typed."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseAccess
from cms.accounts.models import Role, User
from tests.cases import desk_world


@pytest.fixture
def world(db: None) -> desk_world.World:
    return desk_world.World()


@pytest.fixture
def city(world: desk_world.World) -> User:
    """Give a reviewer of the city who may decide about access."""
    office = desk_world.organisation("云溪市工信局", "bureau", world.city)
    user = desk_world.member(office, "city_reviewer", name="程科长", staff=True, reads=True)
    Role.objects.filter(key="city_reviewer").update(cleared_for="confidential")
    user.user_permissions.add(*Permission.objects.filter(codename__in=("grant_case", "classify_case")))
    return user


def page(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, case: Case, *args: Any) -> str:
    return reverse(f"wagtail_cases:{name}", args=[case.number, *args])


def typed(who: str, **more: Any) -> dict[str, Any]:
    return {"who": who, "last_day": f"{timezone.localdate()}", "reason": "协助核查", "idempotency_key": "k", **more}


def test_a_person_found_by_name_is_let_in_and_withdrawn(world: desk_world.World, city: User) -> None:
    client, case = page(city), world.case
    assert client.post(url("access_grant", case), typed("冯审核")).status_code == 302
    access = CaseAccess.objects.get(user=world.other_reviewer)
    shown = client.get(url("access", case)).content.decode()
    assert "人工授权" in shown
    assert "冯审核" in shown
    assert page(world.other_reviewer).get(url("detail", case)).status_code == 200
    away = {"revoke_reason": "核查结束", "idempotency_key": "away"}
    assert client.post(url("access_revoke", case, access.pk), away).status_code == 302
    assert page(world.other_reviewer).get(url("detail", case)).status_code == 404


def test_of_several_with_the_name_one_is_chosen(world: desk_world.World, city: User) -> None:
    other = desk_world.member(world.other_bureau, "county_reviewer", name="冯审核", staff=True, reads=True)
    client = page(city)
    asked = client.post(url("access_grant", world.case), typed("冯审核"))
    assert asked.status_code == 422
    assert "有多人同名" in asked.content.decode()
    assert other.email in asked.content.decode()
    client.post(url("access_grant", world.case), typed("冯审核", person=other.pk))
    assert CaseAccess.objects.get().user == other


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"who": "没有此人"}, "没有找到该姓名"),
        ({"last_day": "明天"}, "请填写截止日期"),
        ({"last_day": "2026-02-31"}, "请填写截止日期"),
        ({"reason": " "}, "请填写授权或撤销的理由"),
        ({"last_day": f"{timezone.localdate() - datetime.timedelta(days=1)}"}, "一年以内"),
    ],
)
def test_what_does_not_suit_is_said_and_what_was_typed_stays(
    world: desk_world.World, city: User, changed: dict[str, str], words: str
) -> None:
    sent = {**typed("冯审核"), **changed}
    answer = page(city).post(url("access_grant", world.case), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert sent["who"] in answer.content.decode()
    assert not CaseAccess.objects.exists()


def test_whoever_may_not_decide_sees_who_has_access_and_no_forms(world: desk_world.World, city: User) -> None:
    client = page(world.reviewer)
    shown = client.get(url("access", world.case)).content.decode()
    assert "程科长" in shown
    assert 'name="who"' not in shown
    assert client.post(url("access_grant", world.case), typed("冯审核")).status_code == 403
    level = {"level": "public", "level_reason": "x", "expected_revision": "0"}
    assert client.post(url("classify", world.case), level).status_code == 403


def test_the_level_is_changed_with_a_reason(world: desk_world.World, city: User) -> None:
    client, case = page(city), world.case
    refused = client.post(url("classify", case), {"level": "confidential", "expected_revision": "0"})
    assert refused.status_code == 422
    assert "请填写调整密级的理由" in refused.content.decode()
    sent = {"level": "confidential", "level_reason": "商业秘密", "expected_revision": "0"}
    assert client.post(url("classify", case), sent).status_code == 302
    assert page(world.reviewer).get(url("detail", case)).status_code == 404
    assert client.post(url("classify", case), {**sent, "level": "public"}).status_code == 409


def test_the_page_costs_the_same_however_many_people_there_are(
    world: desk_world.World, city: User, django_assert_max_num_queries: Any
) -> None:
    client = page(city)
    client.get(url("access", world.case))
    with django_assert_max_num_queries(40) as few:
        client.get(url("access", world.case))
    for number in range(12):
        desk_world.member(world.bureau, "county_reviewer", name=f"同事{number}", staff=True, reads=True)
    with django_assert_max_num_queries(len(few)):
        client.get(url("access", world.case))
