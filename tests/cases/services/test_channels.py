"""By which ways people are told, and what they may refuse."""

from typing import Any

import pytest
from django.core.checks import run_checks

from cases.facade import case_type_faults, case_type_load
from cases.models import Case
from cases.selectors.definitions import latest_version
from cases.services.perform import perform
from cms.accounts.models import User
from cms.core import outbox, sms
from cms.core.models import OutboxMessage
from tests.cases.world import TWO_STEPS, World, _member, _organisation, _role

SENT: list[sms.Sms] = []


def take(message: sms.Sms) -> None:
    SENT.append(message)


@pytest.fixture
def texts(settings: Any) -> list[sms.Sms]:
    settings.SMS_SENDER = "tests.cases.services.test_channels.take"
    SENT.clear()
    return SENT


def telling(*messages: dict[str, Any]) -> dict[str, Any]:
    steps = [{**one, "notify": list(messages)} if one["key"] == "accept" else one for one in TWO_STEPS["transitions"]]
    return {**TWO_STEPS, "transitions": steps}


def accepted(world: World, *messages: dict[str, Any], comment: str = "同意") -> Case:
    case_type_load(telling(*messages), publish=True)
    case = world.case()
    provider = _organisation("甲县软件公司", "P1", "provider", world.county)
    case.provider, case.version = provider, latest_version("two-steps")
    case.save()
    _member("provider@example.com", "钱服", provider, _role("provider_member", "服务商经办人"))
    User.objects.filter(pk=world.applicant.pk).update(phone="13812345678")
    perform(
        case_id=case.pk,
        transition="accept",
        expected_revision=0,
        idempotency_key="k",
        actor=world.reviewer,
        payload={"comment": comment, "internal": True},
    )
    return case


def told() -> list[tuple[str, Any]]:
    found = OutboxMessage.objects.order_by("pk")
    return [(one.topic, one.payload.get("to") or one.payload.get("phone") or one.payload["user_id"]) for one in found]


ALL_WAYS = ["site", "mail", "sms"]


def test_the_provider_of_a_case_is_told_in_public_words_without_what_is_for_the_office(world: World) -> None:
    accepted(world, {"to": "provider", "title": "{state}", "body": "{comment}"}, comment="内部意见")
    assert told() == [
        ("notification", User.objects.get(email="provider@example.com").pk),
        ("mail", "provider@example.com"),
    ]
    assert "内部意见" not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))


def test_a_message_goes_by_the_ways_that_it_names(world: World) -> None:
    accepted(world, {"to": "applicant", "title": "已通过", "channels": ["sms"]})
    assert told() == [("sms", "13812345678")]


def test_a_text_message_names_its_template_and_carries_nothing_that_somebody_wrote(
    world: World, texts: list[sms.Sms]
) -> None:
    case = accepted(
        world, {"to": "applicant", "title": "{case_number} 已通过", "body": "{comment}", "channels": ALL_WAYS}
    )
    outbox.deliver_due()
    [text] = texts
    assert (text.phone, text.template) == ("13812345678", "two-steps.accept.0")
    assert text.params == {"case_number": case.number, "state": "已通过"}
    assert text.text == f"{case.number} 已通过"


@pytest.mark.parametrize(
    ("refused", "ways"),
    [
        ("mail_wanted", {"notification", "sms"}),
        ("sms_wanted", {"notification", "mail"}),
        ("phone", {"notification", "mail"}),
    ],
)
def test_whoever_refuses_a_way_is_told_by_the_others(world: World, refused: str, ways: set[str]) -> None:
    case_type_load(telling({"to": "applicant", "title": "已通过", "channels": ALL_WAYS}), publish=True)
    User.objects.filter(pk=world.applicant.pk).update(phone="13812345678")
    User.objects.filter(pk=world.applicant.pk).update(**{refused: "" if refused == "phone" else False})
    case = world.case()
    case.version = latest_version("two-steps")
    case.save()
    world.walk(case, "accept")
    assert {topic for topic, _to in told()} == ways


def test_without_a_sender_a_text_message_waits_and_says_why(world: World, settings: Any) -> None:
    settings.SMS_SENDER = ""
    accepted(world, {"to": "applicant", "title": "已通过", "channels": ["sms"]})
    outbox.deliver_due()
    assert "SMS_SENDER" in OutboxMessage.objects.get(topic="sms").last_error


def test_the_log_of_a_text_message_shows_its_number_in_part(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SMS_SENDER = "cms.core.sms.console_sender"
    lines: list[Any] = []
    monkeypatch.setattr(
        sms, "log", type("Log", (), {"info": lambda self, *words, **facts: lines.append((words, facts))})()
    )
    sms.send_sms(sms.Sms("k", "13812345678", "t", {}, "致电13812345678"))
    assert [words[0] for words, _facts in lines] == ["sms.console", "sms.sent"]
    assert "13812345678" not in str(lines)
    assert "138****5678" in str(lines)


def test_a_check_names_the_case_types_that_text_where_nobody_sends(world: World, settings: Any) -> None:
    def found() -> list[str]:
        return [one.msg for one in run_checks() if one.id == "cases.W001"]

    settings.SMS_SENDER = ""
    assert found() == []
    case_type_load(telling({"to": "applicant", "title": "已通过", "channels": ["sms"]}), publish=True)
    assert len(found()) == 1
    assert "两步审核" in found()[0]
    settings.SMS_SENDER = "cms.core.sms.console_sender"
    assert found() == []


def test_a_way_that_does_not_exist_is_a_fault(world: World) -> None:
    faults = case_type_faults(telling({"to": "applicant", "title": "已通过", "channels": ["site", "pigeon"]}))
    assert [one.message for one in faults if one.code == "unknown_channel"] == ["消息不能通过“pigeon”发送。"]
