"""What a state hides from a role is nowhere to be read by it: not on a page, not in a file, not on paper."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import CaseAccess, CaseReadLog, CaseType, CaseTypeVersion
from cases.selectors.timeline import timeline
from cases.services.perform import perform
from cases.services.sheet_pdf import CASE_SHEET
from cms.accounts.models import User
from cms.core.audit import sha256_of
from cms.core.downloads.registry import download_kind
from tests.cases.desk_world import DEFINITION, staff_group
from tests.cases.sheets import SheetWorld, make_sheet_world, with_file
from tests.cms.accounts.conftest import make_user

SECRET = "车床数据采集"


def hide(world: SheetWorld, hidden: dict[str, list[str]]) -> None:
    """Publish the desk's case type with sections hidden in review, and pin the case to it."""
    states = [{**one, "hidden": hidden} if one["key"] == "review" else one for one in DEFINITION["states"]]
    definition: dict[str, Any] = {**DEFINITION, "states": states}
    world.case.version = CaseTypeVersion.objects.create(
        case_type=CaseType.objects.get(key="sheet"),
        number=CaseTypeVersion.objects.count() + 1,
        definition=definition,
        sha256=sha256_of(definition),
    )
    world.case.save()


@pytest.fixture
def world(db: None) -> SheetWorld:
    return make_sheet_world()


def pages(world: SheetWorld, desk: bool) -> Iterator[str]:
    """Yield every address on which answers of the case are read."""
    attachment = with_file(world)
    number = world.case.number
    space = "wagtail_cases" if desk else "cases"
    yield reverse(f"{space}:detail", args=[number])
    yield reverse(f"{space}:compare", args=[number])
    yield reverse(f"{space}:file", args=[number, attachment.pk])
    yield reverse(f"{space}:paper", args=[number, "docx"])
    if desk:
        yield reverse("wagtail_cases:changes", args=[number])
        yield reverse("wagtail_cases:print", args=[number])
        yield reverse("wagtail_cases:file_preview", args=[number, attachment.pk])


def read(user: User, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content.decode(errors="replace")


@pytest.mark.parametrize("who", ["reviewer", "let in", "applicant"])
def test_a_hidden_section_is_on_no_path(world: SheetWorld, who: str) -> None:
    user = {"reviewer": world.reviewer, "applicant": world.forms.filler}.get(who) or make_user("guest@example.com")
    if who == "let in":
        user.groups.add(staff_group())
        CaseAccess.objects.create(case=world.case, user=user, source="grant:1")
    desk = who != "applicant"
    addresses = list(pages(world, desk))
    assert SECRET in read(user, addresses[0])[1], "what is not hidden is shown"
    hide(world, {"county_reviewer": ["effects"], "org_member": ["effects"]})
    before = CaseReadLog.objects.count()
    for address in addresses:
        status, text = read(user, address)
        assert SECRET not in text, address
        assert status == (200 if address.endswith(f"{world.case.number}/") else status)
        assert status in (200, 302, 404), address
        assert "%PDF" not in text, address
    assert CaseReadLog.objects.count() == before + 1, "only the page itself was given out"
    kind = download_kind(CASE_SHEET)
    assert kind is not None
    assert not kind.allowed(User.objects.get(pk=user.pk), {"case": world.case.number})


def test_it_is_hidden_from_the_named_role_only_and_only_in_that_state(world: SheetWorld) -> None:
    hide(world, {"expert": ["effects"]})
    address = reverse("wagtail_cases:detail", args=[world.case.number])
    assert SECRET in read(world.reviewer, address)[1]
    hide(world, {"county_reviewer": ["effects"]})
    assert SECRET not in read(world.reviewer, address)[1]
    world.case.state = "accepted"
    world.case.save()
    assert SECRET in read(world.reviewer, address)[1]


def test_a_comment_for_the_office_reaches_no_applicant_on_any_path(world: SheetWorld) -> None:
    perform(
        case_id=world.case.pk,
        transition="note",
        expected_revision=0,
        idempotency_key="inside",
        actor=world.reviewer,
        payload={"comment": "内部：疑似重复申报", "internal": True},
    )
    own = (
        reverse("cases:detail", args=[world.case.number]),
        reverse("cases:index"),
        reverse("home:start"),
        reverse("api-v1:read_events", args=[world.case.number]),
        reverse("api-v1:read_case", args=[world.case.number]),
    )
    for address in own:
        status, text = read(world.forms.filler, address)
        assert status == 200
        assert "疑似重复申报" not in text, address
    assert "疑似重复申报" in read(world.reviewer, reverse("wagtail_cases:detail", args=[world.case.number]))[1]
    assert [entry.comment for entry in timeline(world.case, "applicant")] == [""]
