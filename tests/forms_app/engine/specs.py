"""The info sheet and a field of every type, for tests."""

import datetime as dt
from pathlib import Path

import yaml

from forms_app.engine.compile import field_from_json
from forms_app.engine.document import spec_from_document
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FieldSpec, FormSpec

SHEET = Path(__file__).parents[3] / "cms/programmes/data/jiangsu/forms/enterprise-info-sheet.yaml"
FILE_ID = "0f0f0f0f-0000-4000-8000-000000000001"
SECOND_FILE_ID = "0f0f0f0f-0000-4000-8000-000000000002"
LOOKUPS = FixedLookups(
    regions={"990000": "示范省", "999900": "云溪市", "999921": "云溪市青岚县", "999922": "云溪市枫陵县"},
    attachments={FILE_ID: "营业执照.PDF", SECOND_FILE_ID: "照片.exe"},
    today=dt.date(2026, 11, 21),
)


def sheet() -> FormSpec:
    """Return 附2 as the programme files say it."""
    return spec_from_document(yaml.safe_load(SHEET.read_text()))


def a_field(type_: str, **attributes: object) -> FieldSpec:
    """Return a field f1 of this type."""
    return field_from_json({"id": "f1", "key": "k", "label": "问题", "type": type_, **attributes})


def choices(*labels: str, **text: str) -> list[dict[str, object]]:
    """Return choices; text={label: "required"}; an exclusive one ends with !."""
    return [
        {
            "value": label.rstrip("!"),
            "label": label.rstrip("!"),
            "exclusive": label.endswith("!"),
            "text": text.get(label, ""),
        }
        for label in labels
    ]


def every_type() -> dict[str, FieldSpec]:
    """Return one demanding field of every type."""
    columns = [
        {"id": "c1", "key": "a", "label": "品名", "type": "text", "required": True},
        {"id": "c2", "key": "b", "label": "金额", "type": "money", "unit": "万元"},
        {"id": "c3", "key": "c", "label": "评价", "type": "select", "choices": choices("好", "差")},
    ]
    plain = (
        "text",
        "textarea",
        "email",
        "phone",
        "credit_code",
        "region",
        "date",
        "year",
        "month",
        "url",
        "id_card",
        "percent",
        "declaration",
        "scan",
        "date_range",
        "item_list",
        "metrics",
    )
    return {
        **{name: a_field(name) for name in (*plain, "item_list", "metrics")},
        "number": a_field("number", unit="人", allow_negative=True),
        "money": a_field("money", unit="万元", decimals=6, allow_negative=True),
        "radio": a_field("radio", choices=choices("甲", "乙")),
        "industry": a_field(
            "industry",
            choices=[
                {"value": "C", "label": "制造业"},
                {"value": "34", "label": "通用设备制造业", "parent": "C"},
                {"value": "3421", "label": "金属切削机床制造", "parent": "34"},
            ],
        ),
        "select": a_field("select", choices=choices("甲", "乙")),
        "radio_with_text": a_field("radio_with_text", choices=choices("是", "否", 否="required")),
        "checkbox": a_field(
            "checkbox", choices=choices("公有云", "私有云", "未上!", 公有云="required", 私有云="optional")
        ),
        "before_after": a_field("before_after", choices=choices("未达一级", "一级", "二级")),
        "directory": a_field("directory", directory="provider", allow_typed=True),
        "table": a_field("table", columns=columns),
        "matrix": a_field(
            "matrix",
            rows=[{"id": "m1", "label": "设备联网率"}, {"id": "m2", "label": "能耗"}],
            columns=[{"id": "c1", "key": "a", "label": "改造前", "type": "number", "required": True}, columns[2]],
        ),
        "file": a_field("file", accept=["pdf"]),
        "note": a_field("note"),
    }
