"""The demo's people."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from cases.models import Expert
from cms.accounts import facade
from cms.accounts.models import Membership, Organisation, Region
from cms.core.identifiers import check_credit_code, credit_code_warning
from cms.programmes.demo.document import demo_accounts
from cms.programmes.demo.load import demo_load

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing_and_overwrites_nothing(django_assert_max_num_queries) -> None:
    first = demo_load()
    assert (first.regions, first.organisations, first.people) == (7, 75, 21)
    Organisation.objects.filter(name__startswith="鹭汀卫康").update(name="改名公司（演示）")
    with django_assert_max_num_queries(300):
        second = demo_load()
    assert (second.regions, second.organisations, second.people) == (0, 0, 0)
    assert Organisation.objects.filter(name="改名公司（演示）").exists()


def test_every_demo_code_is_valid() -> None:
    demo_load()
    for code in Organisation.objects.values_list("credit_code", flat=True):
        assert check_credit_code(code) is None, code
        assert credit_code_warning(code) is None, code


def test_every_county_has_a_bureau_and_the_reviewers_read_their_own_county() -> None:
    demo_load()
    for region in Region.objects.exclude(level="province"):
        assert Organisation.objects.filter(kind="bureau", region=region).count() == 1, region
    user = get_user_model().objects.get(email="qinglan@example.com")
    assert facade.readable_region_ids(user) == {Region.objects.get(code="999921").pk}
    enterprise = get_user_model().objects.get(email="enterprise@example.com")
    assert {role.region_id for role in facade.acting_roles(enterprise)} == facade.readable_region_ids(user)


def test_demo_staff_enter_the_admin_and_applicants_do_not() -> None:
    demo_load()
    for account in demo_accounts():
        user = get_user_model().objects.get(email=account.email)
        assert user.check_password(account.password)
        assert user.has_perm("wagtailadmin.access_admin") == (account.start == "/admin/"), account.email
    assert Membership.objects.count() == len(demo_accounts())


def test_the_table_of_accounts_names_each_person() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    for account in demo_accounts():
        assert account.email in out.getvalue()
        assert account.title in out.getvalue()


def test_the_pool_has_experts_of_many_employers_who_hold_the_role_and_never_enter_the_admin() -> None:
    demo_load()
    experts = Expert.objects.select_related("user").prefetch_related("specialities")
    assert len(experts) >= 9
    assert len({expert.employer_id for expert in experts}) >= 9
    assert len({one.key for expert in experts for one in expert.specialities.all()}) >= 4
    for expert in experts:
        assert "expert" in {role.role for role in facade.acting_roles(expert.user)}
        assert not expert.user.has_perm("wagtailadmin.access_admin")
