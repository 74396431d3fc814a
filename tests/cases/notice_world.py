"""A procedure with a public notice, and the case type of objections to it."""

from typing import Any

from cases.facade import case_type_load
from tests.cases.terms_world import OFFICE, SYSTEM

OBJECTION: dict[str, Any] = {
    "key": "objection",
    "title": "公示异议核查",
    "number_prefix": "YY",
    "confidentiality": "internal",
    "states": [
        {"key": "received", "title": "已收到异议", "kind": "start"},
        {"key": "checking", "title": "核查中", "kind": "work"},
        {"key": "closed", "title": "已办结", "kind": "final"},
    ],
    "transitions": [
        {"key": "receive", "title": "登记", "from": ["received"], "to": "checking", "actor": SYSTEM},
        {"key": "settle", "title": "办结", "from": ["checking"], "to": "closed", "actor": OFFICE},
    ],
}

LISTED: dict[str, Any] = {
    "key": "listed",
    "title": "名录入库",
    "number_prefix": "RK",
    "states": [
        {"key": "draft", "title": "拟入库", "kind": "start"},
        {
            "key": "notice",
            "title": "公示中",
            "kind": "notice",
            "notice": {
                "title": "关于{applicant}拟入库的公示",
                "body": "经评审，拟将{applicant}（{region}）纳入名录。\n如有异议，请在公示期内实名提出。",
                "length": 5,
                "unit": "working_day",
                "objections": "objection",
                "closes": "notice_end",
            },
        },
        {"key": "after", "title": "待入库", "kind": "work"},
        {"key": "admitted", "title": "已入库", "kind": "final"},
    ],
    "transitions": [
        {"key": "publish", "title": "公示", "from": ["draft"], "to": "notice", "actor": OFFICE},
        {"key": "notice_end", "title": "公示结束", "from": ["notice"], "to": "after", "actor": SYSTEM},
        {
            "key": "admit",
            "title": "入库",
            "from": ["after"],
            "to": "admitted",
            "actor": OFFICE,
            "requires": [{"name": "links_closed", "kinds": ["objection"]}],
            "effects": [{"name": "register.fact", "kind": "admitted", "months": 24}],
        },
    ],
}


def notices() -> None:
    """Publish both procedures."""
    case_type_load(OBJECTION, publish=True)
    case_type_load(LISTED, publish=True)
