"""The pool of experts: who keeps it, what an entry must say, and whom a day finds in it."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import ModelLogEntry

from cases.models import Expert, Speciality
from cms.accounts.models import User
from tests.cases.desk_world import World, organisation

TODAY = datetime.date(2026, 6, 15)


@pytest.fixture
def keeper(client: Client, world: World) -> Client:
    codenames = ("access_admin", "add_expert", "change_expert", "view_expert", "view_speciality")
    world.editor.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(world.editor)
    return client


def entry(speciality: Speciality, **changes: Any) -> dict[str, Any]:
    return {
        "email": "new@example.com",
        "specialities": [speciality.pk],
        "employer_name": "某大学",
        "valid_from": "2026-01-01",
        "status": "active",
        **changes,
    }


def expert(name: str = "专家甲", **fields: Any) -> Expert:
    user = User.objects.create_user(f"expert{Expert.objects.count()}@example.com", full_name=name)
    return Expert.objects.create(user=user, **{"valid_from": datetime.date(2026, 1, 1), **fields})


def test_somebody_with_an_account_is_taken_into_the_pool_and_the_entry_is_logged(keeper: Client) -> None:
    finance = Speciality.objects.create(key="finance", title="财务")
    User.objects.create_user("new@example.com", full_name="新专家")
    assert keeper.post("/admin/experts/new/", entry(finance)).status_code == 302
    made = Expert.objects.get()
    assert (str(made), made.works_for, list(made.specialities.all())) == ("新专家", "某大学", [finance])
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=made.pk).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody@example.com"}, "email"),
        ({"employer_name": ""}, "employer"),
        ({"status": "barred"}, "barred_reason"),
        ({"valid_until": "2025-12-31"}, "valid_until"),
        ({"specialities": []}, "specialities"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_at_its_field(
    keeper: Client, changes: dict[str, Any], field: str
) -> None:
    finance = Speciality.objects.create(key="finance", title="财务")
    User.objects.create_user("new@example.com")
    response = keeper.post("/admin/experts/new/", entry(finance, **changes))
    assert field in response.context["form"].errors
    assert not Expert.objects.exists()


def test_nobody_is_in_the_pool_twice(keeper: Client) -> None:
    finance = Speciality.objects.create(key="finance", title="财务")
    known = expert()
    response = keeper.post("/admin/experts/new/", entry(finance, email=known.user.email))
    assert "email" in response.context["form"].errors


def test_the_list_is_narrowed_by_speciality_at_a_constant_number_of_queries(
    keeper: Client, django_assert_max_num_queries: Any
) -> None:
    finance, law = (Speciality.objects.create(key=key, title=key) for key in ("finance", "law"))
    for number in range(12):
        expert(f"财务{number}").specialities.add(finance)
        expert(f"法律{number}").specialities.add(law)
    keeper.get("/admin/experts/")
    with django_assert_max_num_queries(22):
        page = keeper.get(f"/admin/experts/?specialities={finance.pk}").content.decode()
    assert "财务3" in page
    assert "法律3" not in page


def test_an_expert_is_never_deleted(keeper: Client) -> None:
    known = expert()
    keeper.post(f"/admin/experts/delete/{known.pk}/")
    assert Expert.objects.filter(pk=known.pk).exists()


def test_a_reviewer_does_not_keep_the_pool(client: Client, world: World) -> None:
    client.force_login(world.reviewer)
    assert client.get("/admin/experts/").status_code in (302, 403)


@pytest.mark.parametrize(
    ("fields", "inside"),
    [
        ({}, True),
        ({"valid_until": TODAY}, True),
        ({"valid_until": TODAY - datetime.timedelta(days=1)}, False),
        ({"valid_from": TODAY + datetime.timedelta(days=1)}, False),
    ],
)
def test_an_appointment_runs_from_its_first_to_its_last_day(world: World, fields: Any, inside: bool) -> None:
    known = expert(**fields)
    assert Expert.objects.in_office(TODAY).filter(pk=known.pk).exists() is inside


@pytest.mark.parametrize(
    ("days", "barred"),
    [
        ({}, True),
        ({"barred_from": TODAY, "barred_until": TODAY}, True),
        ({"barred_from": TODAY + datetime.timedelta(days=1)}, False),
        ({"barred_until": TODAY - datetime.timedelta(days=1)}, False),
    ],
)
def test_a_bar_holds_between_its_days(world: World, days: Any, barred: bool) -> None:
    known = expert(
        status="barred", barred_reason="违规", employer=organisation("某所", "enterprise", world.county), **days
    )
    assert Expert.objects.barred(TODAY).filter(pk=known.pk).exists() is barred


def test_the_database_itself_refuses_a_bar_without_a_reason(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        expert(status="barred")


def test_whoever_has_lost_the_account_is_not_drawn(world: World) -> None:
    known = expert()
    User.objects.filter(pk=known.user_id).update(is_active=False)
    assert not Expert.objects.in_office(TODAY).exists()
