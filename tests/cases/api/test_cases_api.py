"""Cases in the API: the scope of the screens, one event per key, problems in words."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, CaseEvent, CaseReadLog
from tests.cases import desk_world
from tests.cases.desk_world import World

LIST = "/api/v1/cases"


@pytest.fixture
def api(client: Client, world: World) -> Client:
    client.force_login(world.reviewer)
    return client


def url(case: Case, rest: str = "") -> str:
    return f"{LIST}/{case.number}{rest}"


def take(api: Client, case: Case, key: str = "note", *, once: str = "k-1", **body: Any) -> Any:
    body = {"expected_revision": case.revision, "comment": "已核实", **body}
    headers = {"Idempotency-Key": once} if once else {}
    return api.post(url(case, f"/transitions/{key}"), body, content_type="application/json", headers=headers)


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def test_the_list_holds_what_the_caller_may_see(api: Client, world: World) -> None:
    body = api.get(LIST).json()
    assert [item["number"] for item in body["items"]] == [world.case.number]
    assert (body["count"], body["more"]) == (1, False)


def test_the_list_is_filtered_and_paged(api: Client, world: World) -> None:
    done = desk_world.case(world.enterprise, state="accepted")
    assert [item["number"] for item in api.get(LIST, {"state": "accepted"}).json()["items"]] == [done.number]
    assert api.get(LIST, {"region": "999922"}).json()["items"] == []
    assert len(api.get(LIST, {"q": "青岚", "limit": 1}).json()["items"]) == 1
    assert api.get(LIST, {"limit": 1}).json()["more"] is True
    assert api.get(LIST, {"limit": 1, "offset": 1}).json()["more"] is False


def test_a_list_out_of_bounds_is_a_problem_in_words(api: Client) -> None:
    body = problem(api.get(LIST, {"limit": 1000}))
    assert (body["status"], body["code"]) == (422, "invalid")


def test_an_applicant_reads_public_words(client: Client, world: World) -> None:
    client.force_login(world.applicant)
    assert client.get(url(world.case)).json()["state_title"] == "审核中"
    assert client.get(url(world.other_case)).status_code == 404


def test_reading_one_case_and_its_history_is_logged(api: Client, world: World) -> None:
    body = api.get(url(world.case)).json()
    assert body["applicant"]["name"] == world.enterprise.name
    assert [action["key"] for action in body["actions"]] == ["return", "accept", "note"]
    take(api, world.case)
    assert [event["comment"] for event in api.get(url(world.case, "/events")).json()] == ["已核实"]
    assert list(CaseReadLog.objects.order_by("pk").values_list("what", flat=True)) == ["api", "events"]


def test_the_same_key_makes_one_event(api: Client, world: World) -> None:
    first, second = take(api, world.case), take(api, world.case)
    assert (first.status_code, second.status_code) == (200, 200)
    assert (first.json()["replayed"], second.json()["replayed"]) == (False, True)
    assert CaseEvent.objects.count() == 1


def test_a_stale_revision_answers_409_with_where_the_case_stands(api: Client, world: World) -> None:
    take(api, world.case)
    body = problem(take(api, world.case, once="k-2"))
    assert (body["status"], body["code"], body["revision"]) == (409, "stale_revision", 1)
    assert "其他人员" in body["detail"] or "他人" in body["detail"]


def test_what_is_missing_answers_422_and_what_is_not_permitted_403(api: Client, client: Client, world: World) -> None:
    assert problem(take(api, world.case, comment=""))["status"] == 422
    client.force_login(world.applicant)
    assert problem(take(client, world.case))["status"] == 403
    assert not CaseEvent.objects.exists()


def test_a_transition_of_the_form_is_refused(client: Client, world: World) -> None:
    Case.objects.filter(pk=world.case.pk).update(state="returned")
    client.force_login(world.applicant)
    assert problem(take(client, world.case, "resubmit"))["code"] == "transition_not_allowed"


@pytest.mark.parametrize("once", ["", "x" * 101])
def test_a_transition_without_a_usable_key_is_refused(api: Client, world: World, once: str) -> None:
    assert problem(take(api, world.case, once=once))["status"] == 422


def test_a_foreign_case_answers_404_everywhere(api: Client, world: World) -> None:
    for response in (
        api.get(url(world.other_case)),
        api.get(url(world.other_case, "/events")),
        take(api, world.other_case),
    ):
        assert problem(response)["status"] == 404
        assert world.other_case.title not in response.content.decode()
    assert not CaseReadLog.objects.exists()


def test_nobody_signed_out_gets_anything(client: Client, world: World) -> None:
    assert problem(client.get(LIST))["status"] == 401


def test_a_transition_without_the_csrf_once_is_refused(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.reviewer)
    assert take(strict, world.case).status_code == 403
    assert not CaseEvent.objects.exists()


def test_the_list_takes_the_same_number_of_queries_for_one_case_and_for_twenty(
    api: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    api.get(LIST)
    with django_assert_max_num_queries(15) as one:
        api.get(LIST)
    for _ in range(19):
        desk_world.case(world.enterprise)
    with django_assert_max_num_queries(15) as many:
        api.get(LIST)
    assert len(one) == len(many)


def test_a_provider_reads_what_the_applicant_reads_and_never_what_the_office_keeps_to_itself(
    client: Client, world: World
) -> None:
    provider = desk_world.organisation("云帆数科", "provider", world.county)
    Case.objects.filter(pk=world.case.pk).update(provider=provider)
    client.force_login(world.reviewer)
    take(client, world.case, comment="内部：怀疑虚报", internal=True)

    client.force_login(desk_world.member(provider, "provider_member"))
    assert client.get(url(world.case)).json()["state_title"] == "审核中"
    event = client.get(url(world.case, "/events")).json()[0]
    assert (event["comment"], event["actor"]) == ("", "")
