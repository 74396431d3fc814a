"""Forms whose parts are computed, asked on condition and checked, for the browser tests."""

from typing import Any

from tests.forms_app.engine.forms import BUDGET

BUDGET_CODE = "e2e-budget"
WIDE_CODE = "e2e-wide"
WIDE_COLUMNS = 12


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
    return {"code": WIDE_CODE, "title": "宽表示例", "audience": ["enterprise"], "sections": [section]}
