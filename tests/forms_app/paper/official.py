"""The official sheet 附2 as the programme's data says it, its transcription to compare with, and one firm's answers."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from forms_app.engine.document import spec_from_document
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FieldSpec, FormSpec

ROOT = Path(__file__).parents[3]
SHEET = ROOT / "cms/programmes/data/jiangsu/forms/enterprise-info-sheet.yaml"
OFFICIAL = json.loads((ROOT / "tests/data/js_fujian2_info_sheet.json").read_text(encoding="utf-8"))
LOOKUPS = FixedLookups(regions={"999921": "云溪市青岚县"}, today=dt.date(2026, 11, 21))


def typed(name: str) -> dict[str, str]:
    """Return a name that no directory lists, as it is stored."""
    return {"id": "", "text": name}


def official_spec() -> FormSpec:
    """Return 附2 as the programme ships it."""
    return spec_from_document(yaml.safe_load(SHEET.read_text(encoding="utf-8")))


def answers_of(by_key: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return answers under the ids of the form, given under its human keys."""
    answers: dict[str, dict[str, Any]] = {}
    for section, spec in official_spec().fields():
        given = by_key.get(section.key, {})
        if spec.key in given:
            answers.setdefault(section.id, {})[spec.id] = _value(spec, given[spec.key])
    return answers


def _value(spec: FieldSpec, value: Any) -> Any:
    if spec.type != "table":
        return value
    ids = {column.key: column.id for column in spec.columns}
    return [{ids.get(key, key): text for key, text in row.items()} for row in value]


BY_KEY: dict[str, dict[str, Any]] = {
    "basic": {
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
    "needs": {
        "need_collect": [{"id": "a", "text": "机床未联网，产量靠人工抄录"}, {"id": "b", "text": "能耗数据无采集"}],
        "need_link": [{"id": "c", "text": "订单、库存与生产系统互不相通"}],
        "need_data": [{"id": "d", "text": "物料编码不统一，报表口径不一"}],
    },
    "results": {
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
            {
                "id": "k",
                "provider": typed("云溪智衡数字科技有限公司（演示）"),
                "product": typed("设备联网平台"),
                "rating": "很满意",
            },
            {
                "id": "l",
                "provider": typed("青岚数砺软件有限公司（演示）"),
                "product": typed("制造执行系统"),
                "rating": "满意",
            },
        ],
    },
    "evaluation": {"evaluated": "是", "eval_pass": {"value": "否", "text": "联网率未达方案目标"}},
}

ANSWERS = answers_of(BY_KEY)
