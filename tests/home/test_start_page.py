"""Where somebody who signs in arrives."""

from http import HTTPStatus

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from cms.accounts.facade import notify
from cms.accounts.models import Membership, Role, User
from cms.accounts.services.roles_install import roles_install
from tests.cases.desk_world import World as DeskWorld
from tests.cms.accounts.conftest import make_member, make_organisation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(db: None) -> User:
    """Somebody who fills in forms for an enterprise."""
    roles_install()
    region = make_region("990000", "示范省", "province")
    organisation = make_organisation(region, name="青岚面粉有限公司")
    user = User.objects.create_user("member@example.com", "secret", full_name="魏企业")
    make_member(user, organisation, "org_member")
    return user


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/my/")
    assert response.status_code == HTTPStatus.FOUND
    assert response.url.startswith("/accounts/login/")


def test_somebody_without_an_organisation_is_told_to_name_one(client: Client) -> None:
    client.force_login(User.objects.create_user("new@example.com", "secret"))
    assert "请先登记或加入单位" in client.get("/my/").content.decode()


def test_staff_are_sent_to_their_desk(client: Client) -> None:
    user = User.objects.create_user("staff@example.com", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get("/my/").url == "/admin/"


def test_a_member_sees_the_organisation_and_that_nothing_waits(client: Client, member: User) -> None:
    client.force_login(member)
    body = client.get("/my/").content.decode()
    assert "青岚面粉有限公司" in body
    assert "暂无待办" in body


def test_unread_messages_are_counted_in_the_menu(client: Client, member: User) -> None:
    notify(user_id=member.pk, key="a", title="表单已退回修改")
    client.force_login(member)
    assert '<span class="portal-nav-count">1<' in client.get("/my/").content.decode()


def test_the_start_page_lists_the_own_firms_cases_and_not_those_that_an_office_reads(client: Client) -> None:
    world = DeskWorld()
    firm_role = Role.objects.get(key="org_member")
    Membership.objects.create(
        user=world.other_reviewer, organisation=world.enterprise, role=firm_role, valid_from=timezone.localdate()
    )
    client.force_login(world.other_reviewer)
    page = client.get("/my/").content.decode()
    assert world.case.number in page
    assert world.other_case.number not in page
