"""The official sheet 附2 as a form version, made from the transcription of the regulation, and one firm's answers."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec

OFFICIAL = json.loads((Path(__file__).parents[2] / "data" / "js_fujian2_info_sheet.json").read_text(encoding="utf-8"))
EFFECTS = "数字化改造成效\n（根据实际改造内容可选填）"
TYPES = {
    "yes_no": "radio",
    "yes_no_reason": "radio_with_text",
    "checkbox_with_text": "checkbox",
    "level_before_after": "before_after",
    "metrics_before_after": "metrics",
}
SECTION_PAPER: dict[str, dict[str, Any]] = {
    "一": {"columns": [21, 29, 21, 29], "groups": {"size": {"label": "企业规模", "columns": [21, 79]}}},
    "二": {
        "columns": [17, 33, 50],
        "groups": {"needs": {"label": "试点企业面临的各类数字化需求"}},
    },
    "三": {
        "columns": [17, 35, 24, 24],
        "groups": {
            "effects": {"label": EFFECTS, "header": ["改造阶段", "改造前", "改造后"]},
            "effects_continued": {"label": EFFECTS},
        },
    },
    "四": {"columns": [36, 64]},
}
FIELD_PAPER: dict[str, dict[str, Any]] = {
    "enterprise_name": {"row": 1},
    "city_county": {"row": 1, "col": 1},
    "reg_address": {"row": 2},
    "credit_code": {"row": 2, "col": 1},
    "contact": {"row": 3},
    "contact_way": {"row": 3, "col": 1},
    "profile": {"row": 4, "label": "企业基本情况\n(500字以内)"},
    "ownership": {"row": 5},
    "size": {"row": 6, "group": "size", "label_cell": False},
    "scale": {"row": 7, "group": "size", "label_cell": False},
    "quality": {"row": 8, "boxes": "lines", "label": "优质中小企业\n情况"},
    "sub_industry": {"row": 8, "col": 1},
    "revenue": {"row": 9},
    "profit": {"row": 9, "col": 1},
    "revenue_per_head": {"row": 10},
    "digital_invested": {"row": 10, "col": 1},
    "work_items": {"row": 1, "hint": "若有多项，请逐项列出。"},
    "cloud": {"row": 2, "boxes": 2},
    "period": {"row": 3},
    "total_cost": {"row": 3, "col": 1, "label": "改造总花费(万元)"},
    "level": {"row": 5, "group": "effects"},
    "provider_eval": {"row": 13, "rows": "lines", "hint": "若使用多个数字化服务商及多项产品，请逐项列出。"},
    "evaluated": {"row": 1},
    "eval_pass": {"row": 2, "label": "绩效评价是否通过\n(若未通过，请说明理由)"},
    "is_model": {"row": 3, "label": "是否将该企业作为样板\n(若是，请说明理由)"},
}
NOTES = (
    "试点县（市、区）及时组织试点企业自行填写或联合数字化服务商共同填写表中第一至三项内容。",
    "数字化改造成效定量指标可包括关键工序数控化率、生产设备联网率等。",
)
LOOKUPS = FixedLookups(regions={"999921": "云溪市青岚县"}, today=dt.date(2026, 11, 21))


def official_spec() -> FormSpec:
    """Return 附2 with the labels and the order of the regulation."""
    return FormSpec(
        code="sheet",
        title="改造信息表",
        paper_title="{county}数字化转型试点企业改造信息表",
        sections=tuple(_section(section) for section in OFFICIAL["sections"]),
        notes=NOTES,
    )


def _section(section: dict[str, Any]) -> SectionSpec:
    return SectionSpec(
        id=section["no"],
        key=section["no"],
        title=section["title"],
        number=section["no"],
        title_suffix=section["title_suffix"],
        fields=(*(_field(field) for field in section["fields"]), *_internal(section["no"])),
        paper=SECTION_PAPER[section["no"]],
    )


def _internal(number: str) -> tuple[FieldSpec, ...]:
    """What the site asks beyond the official sheet; never printed."""
    if number != "一":
        return ()
    return (FieldSpec(id="staff", key="staff", label="从业人员", type="number", unit="人", printed=False),)


def _field(field: dict[str, Any]) -> FieldSpec:
    kind = "table" if field.get("item_fields") else TYPES.get(field["type"], field["type"])
    choices = field["choices"] or (["是", "否"] if field["type"].startswith("yes_no") else [])
    return FieldSpec(
        id=field["key"],
        key=field["key"],
        label=field["label"],
        type=kind,
        unit=field["unit"] or "",
        choices=tuple(_choice(choice) for choice in choices),
        columns=tuple(FieldSpec(id=name, key=name, label=name, type="text") for name in field.get("item_fields", ())),
        paper=_paper(field),
    )


def _choice(choice: str | dict[str, Any]) -> Choice:
    if isinstance(choice, str):
        return Choice(choice, choice)
    return Choice(choice["label"], choice["label"], "required" if choice["text"] else "")


def _paper(field: dict[str, Any]) -> dict[str, Any]:
    key = field["key"]
    if key.startswith("need_"):
        label = field["label"].replace("用面临", "用\n面临")
        return {"group": "needs", "label": f"{label}\n(逐条列出)"}
    if key.startswith("eff_"):
        group = "effects" if key == "eff_collect" else "effects_continued"
        row = int(field["source"]["cell"].split("R")[1].split("C")[0])
        return {"row": row, "group": group, "label": f"{field['label']}\n(请尽量用若干\n定量指标描述)"}
    return FIELD_PAPER[key]


ANSWERS: dict[str, dict[str, Any]] = {
    "一": {
        "enterprise_name": "青岚精工机械有限公司（演示）",
        "city_county": "999921",
        "reg_address": "云溪市青岚县演示路1号",
        "credit_code": "91999921PDY0001234",
        "contact": "王演示",
        "contact_way": "000-00000301",
        "profile": "公司成立于2008年，主要从事通用零部件的研发、生产和销售。" * 6,
        "ownership": "民营",
        "size": "小型企业",
        "scale": "规模以上企业",
        "quality": "专精特新中小企业",
        "sub_industry": "通用零部件制造",
        "revenue": "65000000.00",
        "profit": "-1250000.00",
        "revenue_per_head": "524200.00",
        "digital_invested": "1800000.00",
        "staff": "124",
    },
    "二": {
        "need_collect": [{"id": "a", "text": "机床未联网，产量靠人工抄录"}, {"id": "b", "text": "能耗数据无采集"}],
        "need_link": [{"id": "c", "text": "订单、库存与生产系统互不相通"}],
        "need_data": [{"id": "d", "text": "物料编码不统一，报表口径不一"}],
    },
    "三": {
        "work_items": [
            {"id": "e", "text": "部署设备联网平台，接入机床42台"},
            {"id": "f", "text": "上线制造执行系统"},
            {"id": "g", "text": "建设统一数据看板"},
        ],
        "cloud": {"selected": ["公有云"], "texts": {"公有云": "云溪智衡工业云"}},
        "period": {"start": "2025-01-01", "end": "2025-10-20"},
        "total_cost": "1564000.00",
        "level": {"before": "一级", "after": "三级"},
        "eff_collect": [
            {"id": "h", "name": "生产设备联网率", "unit": "%", "before": "35", "after": "80"},
            {"id": "i", "name": "关键工序数控化率", "unit": "%", "before": "40", "after": "72.5"},
        ],
        "eff_cost": [{"id": "j", "name": "单位产品能耗", "unit": "千瓦时/件", "before": "3.2", "after": ""}],
        "provider_eval": [
            {"id": "k", "数字化服务商": "云溪智衡数字科技有限公司（演示）", "产品": "设备联网平台", "评价": "响应及时"},
            {"id": "l", "数字化服务商": "青岚数砺软件有限公司（演示）", "产品": "制造执行系统", "评价": "功能满足需要"},
        ],
    },
    "四": {"evaluated": "是", "eval_pass": {"value": "否", "text": "联网率未达方案目标"}},
}
