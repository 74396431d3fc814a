"""The list of the submissions of a form in the admin."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.core.audit import sha256_of
from cms.core.downloads.models import Download
from forms_app.engine.compile import spec_to_json
from forms_app.models import AnswerIndex, FormVersion
from forms_app.selectors.submission_list import counted, list_query, matching, submission_table
from forms_app.selectors.submission_scope import readable_entries, readable_submissions
from forms_app.selectors.versions import spec_of
from forms_app.services.index_rebuild import index_rebuild_all
from tests.cms.accounts.conftest import make_organisation, make_user
from tests.forms_app.world import BASICS, SPEC, World, make_world

pytestmark = pytest.mark.django_db


INDEXED = {"name", "kind", "money"}


@pytest.fixture
def listed(db: None) -> World:
    """The small world with one submission and an index of three of its answers."""
    fields = tuple(replace(one, indexed=one.key in INDEXED) for one in BASICS.fields)
    world = make_world(replace(SPEC, sections=(replace(BASICS, fields=fields), *SPEC.sections[1:])))
    world.submitted()
    return world


def signed_in(user: User) -> Client:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


def url(world: World, query: str = "") -> str:
    return reverse("wagtail_submissions:list", args=[world.version.definition_id]) + query


def references(world: World, user: User, **asked: list[str]) -> list[str]:
    """Return what the list finds; what is counted without the submissions is always as many."""
    table = submission_table(world.version.definition_id)
    query = list_query(table, lambda name: asked.get(name, []))
    found = [one.reference for one in matching(readable_submissions(user), table, query)]
    assert counted(readable_submissions(user), readable_entries(user), table, query).count() == len(found)
    return found


def test_a_reviewer_sees_the_region_and_another_one_sees_nothing(listed: World) -> None:
    page = signed_in(listed.reviewer).get(url(listed)).content.decode()
    assert listed.firm.name in page and "6,500.50" in page and "民营" in page
    page = signed_in(listed.other_reviewer).get(url(listed)).content.decode()
    assert listed.firm.name not in page and "还没有提交记录" in page


def test_who_reviews_nothing_is_turned_away(listed: World) -> None:
    for name in (reverse("wagtail_submissions:index"), url(listed)):
        assert signed_in(listed.filler).get(name).status_code in (302, 403)


def test_the_forms_are_listed(listed: World) -> None:
    page = signed_in(listed.reviewer).get(reverse("wagtail_submissions:index")).content.decode()
    assert listed.version.definition.title in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"a.f-kind": ["民营"]}, True),
        ({"a.f-kind": ["国有"]}, False),
        ({"a.f-money.min": ["6,500"]}, True),
        ({"a.f-money.min": ["6500"], "a.f-money.max": ["6500.4"]}, False),
        ({"a.f-money.max": ["6500.5"]}, True),
        ({"q": ["没有这家"]}, False),
        ({"a.f-kind": ["民营"], "a.f-money.min": ["6500"]}, True),
        ({"a.f-kind": ["民营"], "a.f-money.min": ["6501"]}, False),
        ({"a.f-kind": ["民营"], "q": ["没有这家"]}, False),
        ({"a.f-kind": ["民营"], "status": ["submitted"], "region": ["999921"]}, True),
        ({"a.f-kind": ["民营"], "status": ["accepted"]}, False),
        ({"a.f-kind": ["民营"], "region": ["999922"]}, False),
        ({"status": ["submitted"]}, True),
        ({"status": ["accepted"]}, False),
        ({"region": ["999921"]}, True),
        ({"region": ["999922"]}, False),
        ({"region": ["000000"]}, False),
        ({"a.f-money.min": ["多"], "sort": ["; drop"]}, True),
    ],
)
def test_filters_leave_what_was_asked_for(listed: World, asked: dict[str, list[str]], found: bool) -> None:
    assert bool(references(listed, listed.reviewer, **asked)) is found


def test_a_text_answer_is_found_by_a_part_of_it(listed: World) -> None:
    assert references(listed, listed.reviewer, **{"a.f-name": [listed.firm.name[1:3]]})
    assert not references(listed, listed.reviewer, **{"a.f-name": ["乌有"]})


def test_an_office_of_another_region_counts_none(listed: World) -> None:
    assert references(listed, listed.reviewer, **{"a.f-kind": ["民营"]})
    assert not references(listed, listed.other_reviewer, **{"a.f-kind": ["民营"]})


def test_an_answer_is_counted_without_reading_submissions(listed: World) -> None:
    table = submission_table(listed.version.definition_id)
    query = list_query(table, lambda name: {"a.f-kind": ["民营"]}.get(name, []))
    for reader in (listed.reviewer, listed.other_reviewer):
        rows = counted(readable_submissions(reader), readable_entries(reader), table, query)
        assert '"forms_app_submission"' not in str(rows.query)


def test_an_older_index_is_told_the_version_and_the_organisation(listed: World) -> None:
    newer = FormVersion.objects.create(
        definition=listed.version.definition, number=2, content=listed.version.content, sha256="0" * 64
    )
    AnswerIndex.objects.update(version=newer, organisation=make_organisation(listed.firm.region))
    migration = import_module("forms_app.migrations.0012_answer_index_alone")
    migration.fill(apps, connection.schema_editor())
    known = set(AnswerIndex.objects.values_list("version", "organisation"))
    assert known == {(listed.version.pk, listed.firm.pk)}


def test_sorting_by_an_answer_keeps_those_without_it(listed: World) -> None:
    first = references(listed, listed.reviewer)
    listed.submitted("key-2").index.filter(field_key="money").delete()
    for sort in ("f-money", "-f-money"):
        found = references(listed, listed.reviewer, sort=[sort])
        assert len(found) == 2 and found[0] == first[0]


def test_a_renamed_code_is_the_same_answer_and_another_field_with_the_old_code_is_not(listed: World) -> None:
    spec = spec_of(listed.version)
    fields = tuple(
        replace(one, key={"kind": "nature", "profile": "kind"}.get(one.key, one.key), indexed=one.indexed)
        for one in spec.sections[0].fields
    )
    fields = tuple(replace(one, indexed=True) if one.key == "kind" else one for one in fields)
    newer = replace(spec, sections=(replace(spec.sections[0], fields=fields), *spec.sections[1:]))
    content = spec_to_json(newer)
    FormVersion.objects.create(
        definition=listed.version.definition, number=2, content=content, sha256=sha256_of(content)
    )
    listed.submitted("key-2")
    index_rebuild_all()
    assert len(references(listed, listed.reviewer, **{"a.f-kind": ["民营"]})) == 2
    assert len(references(listed, listed.reviewer, **{"a.f-profile": ["精密零件"]})) == 1


def test_the_columns_are_those_that_were_chosen(listed: World) -> None:
    page = signed_in(listed.reviewer).get(url(listed, "?c=f-kind"))
    assert [one["label"] for one in page.context["headings"]][6:] == ["企业性质"]


def test_an_export_begins_in_the_downloads_with_the_filters(listed: World) -> None:
    answer = signed_in(listed.reviewer).post(url(listed, "?a.f-kind=民营&p=3"), {"extension": "csv"})
    download = Download.objects.get()
    assert answer.url == reverse("downloads:detail", args=[download.pk])
    assert (download.owner, download.params["query"]) == (listed.reviewer, {"a.f-kind": ["民营"]})


def test_no_other_file_is_made(listed: World) -> None:
    assert signed_in(listed.reviewer).post(url(listed), {"extension": "exe"}).status_code == 404
    assert not Download.objects.exists()


def test_the_list_takes_the_same_queries_for_one_row_and_for_many(
    listed: World, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(make_user("root@example.com", is_superuser=True))
    client.get(url(listed))

    def queries_of_forms() -> int:
        # What the admin around the list asks depends on what it keeps for a while.
        with django_assert_max_num_queries(60) as found:
            client.get(url(listed))
        return sum("forms_app_" in one["sql"] for one in found.captured_queries)

    first = queries_of_forms()
    for number in range(2, 6):
        listed.submitted(f"key-{number}")
    assert queries_of_forms() == first > 0
