"""Forms whose parts are computed, asked on condition and checked, for the browser tests."""

from typing import Any

from tests.forms_app.engine.forms import BUDGET

BUDGET_CODE = "e2e-budget"
WIDE_CODE = "e2e-wide"
WIDE_COLUMNS = 12
DEEP_CODE = "e2e-deep"


def budget_form() -> dict[str, Any]:
    """Return the budget of the engine's tests."""
    return {**BUDGET, "code": BUDGET_CODE, "audience": ["enterprise"]}


def wide_form() -> dict[str, Any]:
    """Return a table of twelve columns, four of which are computed in each row and summed below."""
    typed = [
        {"id": f"n{at}", "key": f"n{at}", "label": f"数{at}", "type": "number", "total": True}
        for at in range(WIDE_COLUMNS - 4)
    ]
    computed = [
        {
            "id": f"s{at}",
            "key": f"s{at}",
            "label": f"积{at}",
            "type": "number",
            "total": True,
            "formula": f"[本行.数{at}]*[本行.数{at + 1}]" + (f"+[本行.积{at - 1}]" if at else ""),
        }
        for at in range(4)
    ]
    total = {"id": "wsum", "key": "wsum", "label": "总计", "type": "number", "formula": "SUM([宽表.积3])"}
    table = {
        "id": "wide",
        "key": "wide",
        "label": "宽表",
        "type": "table",
        "max_items": 200,
        "columns": typed + computed,
    }
    section = {"id": "swide", "key": "wide", "title": "宽表", "fields": [table, total]}
    return {"code": WIDE_CODE, "title": "宽表示例", "audience": ["enterprise"], "sections": [section, _shares()]}


def _shares() -> dict[str, Any]:
    """Return a section with a table whose rows each read a whole column."""
    columns = [
        {"id": "amount", "key": "amount", "label": "金额", "type": "number"},
        {
            "id": "share",
            "key": "share",
            "label": "占比",
            "type": "number",
            "unit": "%",
            "formula": "[本行.金额]/SUM([份额.金额])*100",
        },
    ]
    table = {"id": "parts", "key": "parts", "label": "份额", "type": "table", "columns": columns}
    return {"id": "sparts", "key": "shares", "title": "份额", "fields": [table]}


def deep_form() -> dict[str, Any]:
    """Return a table within a table and a matrix with computed rows, each with what reads across it."""
    products = {
        "id": "prods",
        "key": "prods",
        "label": "产品",
        "type": "table",
        "columns": [
            _number("price", "单价"),
            _number("count", "数量"),
            _number("cost", "金额", formula="[本行.单价]*[本行.数量]*[上级.系数]"),
        ],
    }
    scenes = {
        "id": "scenes",
        "key": "scenes",
        "label": "场景",
        "type": "table",
        "columns": [_number("factor", "系数"), products, _number("sub", "小计", formula="SUM([本行.产品.金额])")],
    }
    years = {
        "id": "years",
        "key": "years",
        "label": "产值",
        "type": "matrix",
        "columns": [_number("y1", "改造前"), _number("y2", "改造后")],
        "rows": [
            {"id": "inc", "label": "收入"},
            {"id": "out", "label": "成本"},
            {"id": "net", "label": "利润", "formula": "[本列.收入]-[本列.成本]"},
        ],
    }
    things = {"id": "things", "key": "things", "label": "清单", "type": "item_list"}
    fields = [
        scenes,
        _number("dtotal", "总额", formula="SUM([场景.产品.金额])"),
        years,
        _number("profit", "改造后利润", formula="[产值.利润.改造后]"),
        things,
        _number("named", "条数", formula="COUNTA([清单])"),
    ]
    section = {"id": "sdeep", "key": "deep", "title": "场景与产值", "fields": fields}
    return {"code": DEEP_CODE, "title": "嵌套示例", "audience": ["enterprise"], "sections": [section]}


def _number(key: str, label: str, **more: str) -> dict[str, Any]:
    return {"id": key, "key": key, "label": label, "type": "number", **more}
