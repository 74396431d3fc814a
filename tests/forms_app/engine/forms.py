"""A small form whose parts are computed, asked on condition and checked, for tests."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from forms_app.engine.document import spec_from_document
from forms_app.engine.form_env import BareWorld
from forms_app.engine.form_state import FormState, evaluate_form
from forms_app.engine.spec import FormSpec

TODAY = dt.date(2026, 11, 21)

BUDGET: dict[str, Any] = {
    "code": "budget",
    "title": "预算表",
    "sections": [
        {
            "key": "basic",
            "title": "基本情况",
            "fields": [
                {"id": "f-kind", "key": "kind", "label": "类型", "type": "radio", "choices": ["甲", "乙"]},
                {
                    "id": "f-why",
                    "key": "why",
                    "label": "原因",
                    "type": "text",
                    "required": True,
                    "visible": '[类型]="乙"',
                },
                {"id": "f-income", "key": "income", "label": "收入", "type": "money", "unit": "万元"},
                {
                    "id": "f-rate",
                    "key": "rate",
                    "label": "占比",
                    "type": "number",
                    "unit": "%",
                    "decimals": 2,
                    "formula": "=[总额]/[收入]*100",
                },
            ],
        },
        {
            "id": "s-costs",
            "key": "costs",
            "title": "费用",
            "fields": [
                {
                    "id": "f-costs",
                    "key": "costs",
                    "label": "费用明细",
                    "type": "table",
                    "columns": [
                        {"id": "c-name", "key": "name", "label": "名称", "type": "text", "required": True},
                        {"id": "c-count", "key": "count", "label": "数量", "type": "number"},
                        {"id": "c-price", "key": "price", "label": "单价", "type": "money", "unit": "万元"},
                        {
                            "id": "c-sum",
                            "key": "sum",
                            "label": "小计",
                            "type": "money",
                            "unit": "万元",
                            "formula": "[本行.数量]*[本行.单价]",
                            "total": True,
                        },
                        {
                            "id": "c-note",
                            "key": "note",
                            "label": "大额原因",
                            "type": "text",
                            "required": True,
                            "visible": "[本行.小计]>100",
                        },
                    ],
                },
                {
                    "id": "f-total",
                    "key": "total",
                    "label": "总额",
                    "type": "money",
                    "unit": "万元",
                    "formula": "SUM([费用明细.小计])",
                },
                {
                    "id": "f-words",
                    "key": "words",
                    "label": "大写",
                    "type": "text",
                    "formula": '人民币大写([总额],"万元")',
                },
            ],
        },
        {
            "id": "s-more",
            "key": "more",
            "title": "补充",
            "visible": "[总额]>500",
            "fields": [
                {"id": "f-loan", "key": "loan", "label": "贷款", "type": "money", "unit": "万元", "required": True},
                {
                    "id": "f-net",
                    "key": "net",
                    "label": "自筹",
                    "type": "money",
                    "unit": "万元",
                    "formula": "[总额]-[贷款]",
                },
            ],
        },
    ],
    "checks": [
        {"id": "k-over", "formula": "[总额]<=[收入]", "message": "费用不得超过收入。", "anchor": "income"},
        {
            "id": "k-dear",
            "formula": "[本行.单价]<=50",
            "message": "单价偏高。",
            "tier": "explain",
            "refused_phrases": ["情况属实", "无"],
        },
        {
            "id": "k-year",
            "formula": "ABS([收入]/[上年.收入]-1)<=30%",
            "message": "收入与上年相差超过30%。",
            "tier": "explain",
        },
        {"id": "k-few", "formula": "COUNT([费用明细.单价])<>1", "message": "只有一项费用。", "tier": "notice"},
    ],
}
BASIC, COSTS, MORE = spec_from_document(BUDGET).sections


def budget() -> FormSpec:
    """Return the form."""
    return spec_from_document(BUDGET)


def row(row_id: str, name: str, count: str, price: str) -> dict[str, str]:
    """Return a row of costs; the price is in 元, as it is stored."""
    return {"id": row_id, "c-name": name, "c-count": count, "c-price": price}


def state_of(answers: Mapping[str, Any], *, last: Mapping[str, Any] | None = None, **options: Any) -> FormState:
    """Return what the formulas come to for {field id: stored value}."""
    spec = budget()
    of_section = {
        section.id: {one.id: answers[one.id] for one in section.fields if one.id in answers}
        for section in spec.sections
    }
    return evaluate_form(spec, of_section, BareWorld(TODAY), last=last, **options)
