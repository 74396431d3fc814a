"""Who may see a case and who may not, on every way there is: no exception either way."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Case, CaseAccess, CaseReadLog
from cases.services.perform import perform
from cms.accounts.facade import acting_roles
from cms.accounts.models import User
from tests.permission_matrix import paths
from tests.permission_matrix.readers import Reader, make_readers
from tests.permission_matrix.world import NOTE, TOLD_ROLES, Matrix, make_matrix


@pytest.fixture
def matrix(db: None) -> Matrix:
    return make_matrix()


@pytest.fixture
def readers(matrix: Matrix) -> list[Reader]:
    return make_readers(matrix)


def difference(reader: Reader, path: str, found: frozenset[str], wanted: frozenset[str]) -> list[str]:
    """Return in words what a reader sees beyond what they may, and what they miss."""
    who = f"{reader.name}, {path}"
    return [f"{who}: sees {key}" for key in sorted(found - wanted)] + [
        f"{who}: misses {key}" for key in sorted(wanted - found)
    ]


@pytest.mark.parametrize("path", paths.ONE, ids=lambda path: path.name)
def test_an_address_of_a_case_opens_to_whoever_may_see_it_and_to_nobody_else(
    matrix: Matrix, readers: list[Reader], path: paths.One
) -> None:
    exceptions = []
    for reader in readers:
        found = paths.found_one(paths.signed_in(reader), path, matrix.places)
        exceptions += difference(reader, path.name, found, paths.expected(reader, path.room))
    assert exceptions == []


def test_a_list_names_the_cases_that_its_reader_may_see_and_no_others(matrix: Matrix, readers: list[Reader]) -> None:
    exceptions = []
    for reader in readers:
        client = paths.signed_in(reader)
        for path in paths.MANY:
            found = paths.found_many(client, path, matrix.places)
            exceptions += difference(reader, f"{path.name} {path.query}", found, paths.expected(reader, path.room))
    assert exceptions == []


def test_ways_without_an_address_tell_of_a_case_only_whoever_may_see_it(matrix: Matrix, readers: list[Reader]) -> None:
    exceptions = []
    for reader in readers:
        for name, (asks, wanted) in paths.ASKED.items():
            found = frozenset(key for key, place in matrix.places.items() if asks(reader, place))
            exceptions += difference(reader, name, found, wanted(reader))
    assert exceptions == []


def test_a_count_counts_what_its_reader_may_see(matrix: Matrix, readers: list[Reader]) -> None:
    wrong = []
    for reader in readers:
        client = paths.signed_in(reader)
        for name, wanted, counted in paths.counts(client, reader):
            if counted != wanted:
                wrong.append(f"{reader.name}, {name}: {counted} instead of {wanted}")
    assert wrong == []


def test_a_message_tells_of_a_case_only_whoever_may_see_it(
    matrix: Matrix, readers: list[Reader], mailoutbox: list[object]
) -> None:
    for key, place in matrix.places.items():
        if place.case.state == "review":
            where = key.split("-")[0]
            actor = matrix.person(f"who acts on {key}", matrix.bureau(where), "county_reviewer")
            CaseAccess.objects.create(case=place.case, user=actor, source="hand")
            note(place.case, actor)
    told = paths.told_by_messages(readers, matrix.places)
    exceptions = []
    for reader in readers:
        addressed = any(role in TOLD_ROLES for role in roles_of(reader))
        wanted = frozenset(key for key in reader.visible if matrix.places[key].case.state == "review")
        exceptions += difference(
            reader, "messages", told.get(reader.name, frozenset()), wanted if addressed else frozenset()
        )
    assert exceptions == []
    assert mailoutbox


def note(case: Case, actor: User) -> None:
    perform(
        case_id=case.pk,
        transition=NOTE,
        expected_revision=case.revision,
        idempotency_key=f"note-{case.pk}",
        actor=actor,
        payload={"comment": "已登记"},
    )


def roles_of(reader: Reader) -> set[str]:
    if not isinstance(reader.user, User) or not reader.user.is_active:
        return set()
    return {role.role for role in acting_roles(User.objects.get(pk=reader.user.pk))}


@pytest.mark.parametrize("path", paths.ONE, ids=lambda path: path.name)
def test_whoever_reads_a_case_or_a_file_of_it_is_in_the_log_of_reads(
    matrix: Matrix, readers: list[Reader], path: paths.One
) -> None:
    wrong = []
    for reader in readers:
        for key in paths.expected(reader, path.room):
            place = matrix.places[key]
            before = CaseReadLog.objects.count()
            paths.signed_in(reader).get(reverse(path.name, kwargs=path.arguments(place)))
            entries = CaseReadLog.objects.filter(case=place.case, user=reader.user).values_list("what", flat=True)
            newest = entries.order_by("-pk").first() or ""
            if CaseReadLog.objects.count() != before + 1 or newest.partition(":")[0] != path.logs:
                wrong.append(f"{reader.name}, {key}: {newest!r} instead of {path.logs!r}")
    assert wrong == []


def test_nobody_is_in_the_log_for_a_case_that_was_not_shown(matrix: Matrix, readers: list[Reader]) -> None:
    for path in paths.ONE:
        for reader in readers:
            client = paths.signed_in(reader)
            for key, place in matrix.places.items():
                if key not in paths.expected(reader, path.room):
                    client.get(reverse(path.name, kwargs=path.arguments(place)))
    assert list(CaseReadLog.objects.all()) == []


def test_an_export_notes_each_case_in_it(matrix: Matrix, readers: list[Reader]) -> None:
    for reader in (one for one in readers if one.desk):
        CaseReadLogs = CaseReadLog.objects.filter(user=reader.user, what="export")
        paths.text_of(paths.signed_in(reader).get(reverse("wagtail_cases:index"), {"export": "xlsx"}))
        assert {entry.case.pk for entry in CaseReadLogs} == {matrix.places[key].case.pk for key in reader.desk}


def addresses(resolver: URLResolver, before: str = "", space: tuple[str, ...] = ()) -> Iterator[tuple[str, str, str]]:
    """Yield (name, path, module of the view) of every address of the site."""
    for pattern in resolver.url_patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = (*space, pattern.namespace) if pattern.namespace else space
            yield from addresses(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"{space[0] if space else ''}:{pattern.name}", path, view.__module__


def test_every_address_of_the_cases_room_is_in_the_register() -> None:
    found = {
        name
        for name, path, module in addresses(get_resolver())
        if module.startswith("cases.") or path.startswith("api/v1/cases")
    }
    registered = {path.name for path in (*paths.ONE, *paths.MANY)} | paths.CHANGES | set(paths.NO_CASE)
    assert found - registered == set(), "enter in tests/permission_matrix/paths.py how a case is read there"
    assert {"wagtail_cases:detail", "cases:detail", "api-v1:read_case"} <= found, "the search itself must find them"


def test_the_register_holds_no_address_that_is_gone() -> None:
    found = {name for name, _path, _module in addresses(get_resolver())}
    assert ({path.name for path in (*paths.ONE, *paths.MANY)} | paths.CHANGES | set(paths.NO_CASE)) <= found
