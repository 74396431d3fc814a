"""The browser looks up rule tables and working days exactly as the server does."""

import datetime as dt
import json
import random
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

from cms.core.formula.wire import to_wire
from cms.core.reference.engine.calendar import CalendarUnknown, WorkCalendar, YearDays
from cms.core.reference.engine.rule_book import RuleBook
from cms.core.reference.engine.rule_table import Column, Row, RuleTable, rule_problems
from scripts import frontend

D = dt.date
TABLE = RuleTable(
    conditions=(
        Column("得分", "number", "range"),
        Column("类型"),
        Column("日期", "date", "range"),
        Column("专精特新", "boolean"),
        Column("档次", "number"),
    ),
    results=(Column("等级"), Column("上限", "number"), Column("截止", "date"), Column("可补", "boolean")),
    rows=(
        Row((">=80", "规上|规下", "[2025-01-01,2025-07-01)", "是", "1|2"), ("四级", "50.50", "2026-09-30", "是")),
        Row(("(60,80)", "规上", "", "", ""), ("三级", "30%", "", "否")),
        Row(("[20,60]", "", "<=2025-12-31", "否", "2.0"), ("二级", "", "2026-01-01", "")),
        Row(("20", "任意", ">2025-06-01", "", ""), ("一级", "1", "", "是")),
    ),
)
KEYS: tuple[list[Any], ...] = (
    [Decimal(20), Decimal("59.999"), Decimal(60), Decimal("79.99"), Decimal(80), None, "80", "八十", "20.0"],
    ["规上", "规下", " 规上 ", "其他", None, Decimal(5)],
    [D(2025, 1, 1), D(2025, 6, 30), D(2025, 7, 1), D(2026, 1, 1), None, "2025-06-30", "昨天"],
    [True, False, None, "是", "否", "也许"],
    [Decimal(1), Decimal("2.00"), Decimal(3), "2", None],
)


def in_browser_code(cases: list[dict[str, Any]]) -> list[Any]:
    node, npm, _origin = frontend.node_and_npm()
    frontend.ensure_node_modules(npm)
    lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    script = str(Path(__file__).parent / "lines.mjs")
    done = subprocess.run([*node, script], input=lines, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_both_languages_find_the_same_row() -> None:
    assert rule_problems(TABLE) == []
    book = RuleBook({"表": TABLE})
    names = ["表", "表.上限", "表.截止", "表.可补", "表.没有", "没有"]
    chance = random.Random(20251020)
    asked = [(chance.choice(names), [chance.choice(keys) for keys in KEYS]) for _time in range(3000)]
    asked.append(("表", [Decimal(1)]))
    tables = book.for_browser()
    here = [to_wire(book.lookup(name, keys)) for name, keys in asked]
    there = in_browser_code(
        [{"tables": tables, "name": name, "keys": [to_wire(key) for key in keys]} for name, keys in asked]
    )
    assert [pair for pair in zip(asked, here, there, strict=True) if pair[1] != pair[2]] == []
    assert len({json.dumps(one, sort_keys=True) for one in here}) > 8, "the cases reach every row and every error"


def test_both_languages_know_the_same_working_days() -> None:
    calendar = WorkCalendar(
        {2026: YearDays(frozenset({D(2026, 10, 1)}), frozenset({D(2026, 10, 10)})), 2027: YearDays()}
    )
    days = [D(2025, 12, 25) + dt.timedelta(days=n) for n in range(760)]

    def known(day: D) -> bool | None:
        try:
            return calendar.is_workday(day)
        except CalendarUnknown:
            return None

    years = calendar.for_browser(2020, 2030)
    there = in_browser_code([{"years": years, "day": day.isoformat()} for day in days])
    assert there == [known(day) for day in days]
