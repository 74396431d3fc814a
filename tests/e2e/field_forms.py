"""Forms for the browser that no programme has: every field type in one section, a long table, a long section."""

from typing import Any

Document = dict[str, Any]

CODE = "every-field-type"
LONG_CODE = "long-form"
COLUMNS = 12
ROWS = 200
LONG_FIELDS = 500


def _field(key: str, label: str, type_: str, **attributes: Any) -> Document:
    return {"key": key, "label": label, "type": type_, **attributes}


def every_type_fields() -> list[Document]:
    """Return one field of every type, with help, as a sheet would have it."""
    inner = [
        _field("name", "产品名称", "text", required=True),
        _field("count", "数量", "number", unit="套", decimals=0),
    ]
    return [
        _field("name", "企业名称", "text", required=True, help="与营业执照一致"),
        _field("profile", "企业基本情况", "textarea", max_length=500, help="主营业务、规模"),
        _field("phone", "联系电话", "phone"),
        _field("mail", "电子邮箱", "email"),
        _field("site", "企业网址", "url"),
        _field("card", "经办人身份证号", "id_card", private=True),
        _field("code", "统一社会信用代码", "credit_code"),
        _field("county", "所属县区", "region"),
        _field("provider", "数字化服务商", "directory", directory="provider", allow_typed=True),
        _field("staff", "从业人员", "number", unit="人", decimals=0, min_value="1", max_value="99999"),
        _field("revenue", "营业收入", "money", unit="万元"),
        _field("share", "研发投入占比", "percent", max_value="100"),
        _field("day", "验收日期", "date"),
        _field("month", "开工年月", "month"),
        _field("year", "入库年份", "year", min_value="2020", max_value="2030"),
        _field("period", "起止时间", "date_range"),
        _field("kind", "企业性质", "radio", choices=["国有", "民营", "其他"]),
        _field("size", "企业规模", "select", choices=["大型", "中型", "小型"]),
        _field(
            "branch",
            "所属行业",
            "industry",
            choices=[
                {"value": "C", "label": "制造业"},
                {"value": "34", "label": "通用设备制造业", "parent": "C"},
                {"value": "35", "label": "专用设备制造业", "parent": "C"},
                {"value": "3421", "label": "金属切削机床制造", "parent": "34"},
                {"value": "3422", "label": "金属成形机床制造", "parent": "34"},
                {"value": "3511", "label": "矿山机械制造", "parent": "35"},
            ],
        ),
        _field("field_of_work", "改造方向", "select", choices=["研发", "生产"]),
        _field(
            "scene",
            "改造场景",
            "select",
            cascade="$field_of_work",
            choices=[
                {"label": "产品设计", "parent": "研发"},
                {"label": "工艺仿真", "parent": "研发"},
                {"label": "智能排产", "parent": "生产"},
                {"label": "设备联网", "parent": "生产"},
            ],
        ),
        _field(
            "model",
            "是否愿意作样板",
            "radio_with_text",
            choices=[{"label": "是", "text": "optional"}, {"label": "否", "text": "required"}],
        ),
        _field(
            "cloud",
            "云应用情况",
            "checkbox",
            choices=[
                {"label": "公有云", "text": "required"},
                {"label": "私有云"},
                {"label": "未上云", "exclusive": True},
            ],
        ),
        _field("level", "水平等级", "before_after", choices=["一级", "二级", "三级"]),
        _field("needs", "改造需求", "item_list", help="逐条列出"),
        _field("effects", "降本成效", "metrics", suggestions=[{"name": "设备联网率", "unit": "%", "group": "数字化"}]),
        _field(
            "budget",
            "投资预算",
            "table",
            help="分项填写",
            columns=[
                _field("item", "项目", "text", required=True, help="软件、硬件或服务"),
                _field("cost", "金额", "money", unit="万元", total=True),
                _field("share", "占比", "percent"),
                _field("day", "付款日期", "date"),
                _field("kind", "类别", "select", choices=["软件", "硬件", "服务"]),
                _field("county", "所在县区", "region"),
                _field("done", "已付", "radio", choices=["是", "否"]),
                _field("remark", "说明", "textarea", max_length=200),
            ],
        ),
        _field(
            "scenes",
            "场景与产品",
            "table",
            columns=[_field("scene", "场景名称", "text"), _field("products", "所用产品", "table", columns=inner)],
        ),
        _field(
            "indicators",
            "关键指标",
            "matrix",
            rows=["设备联网率", "能耗", "不良品率"],
            columns=[
                _field("y2024", "2024年", "number", total=True),
                _field("y2025", "2025年", "number"),
                _field("why", "说明", "text"),
            ],
        ),
        _field("proofs", "证明材料", "file", accept=["pdf", "png", "jpg"], max_size_mb=1, max_items=5),
        _field("scan", "盖章扫描件", "scan", accept=["pdf"]),
        _field("reading", "填写说明", "note", help="请如实填写。"),
        _field("promise", "真实性承诺", "declaration", help="本单位承诺所填内容真实、完整。"),
    ]


def every_type_form() -> Document:
    """Return a form with every field type in its first section."""
    fields = every_type_fields()
    fields = [_with_ids(one, "") for one in fields]
    section = {"id": "sall", "key": "all", "number": "一", "title": "全部填报项", "fields": fields}
    return {"code": CODE, "title": "全部填报项示例", "audience": ["enterprise"], "sections": [section]}


def _with_ids(document: Document, above: str) -> Document:
    """Give every field an id that tests can spell: fname, ccost."""
    own = f"{'c' if above else 'f'}{document['key'].replace('_', '')}"
    made = {**document, "id": own}
    if "cascade" in made:
        made["cascade"] = f"f{made['cascade'].removeprefix('$').replace('_', '')}"
    if "columns" in made:
        made["columns"] = [_with_ids(one, own) for one in made["columns"]]
    if "rows" in made:
        made["rows"] = [{"id": f"m{number}", "label": label} for number, label in enumerate(made["rows"], start=1)]
    return made


def _many_field(number: int) -> Document:
    type_ = ("text", "number", "date", "money", "select")[number % 5]
    options = {"choices": ["甲", "乙"]} if type_ == "select" else {}
    return _field(f"f{number}", f"填报项{number}", type_, **options)


def long_form() -> Document:
    """Return a form with a table of twelve columns, and a section of five hundred fields."""
    columns = [_field(f"n{number}", f"第{number}列", "number", total=True) for number in range(1, COLUMNS)]
    table = _field("table", "明细", "table", columns=[_field("name", "名称", "text"), *columns], max_items=400)
    types = ("text", "number", "date", "money", "select")
    many = [
        _field(
            f"f{number}", f"填报项{number}", types[number % 5], **({"choices": ["甲", "乙"]} if number % 5 == 4 else {})
        )
        for number in range(LONG_FIELDS)
    ]
    return {
        "code": LONG_CODE,
        "title": "大表示例",
        "audience": ["enterprise"],
        "sections": [
            {"id": "stable", "key": "table", "title": "明细表", "fields": [_with_ids(table, "")]},
            {"id": "smany", "key": "many", "title": "长表", "fields": [_with_ids(one, "") for one in many]},
        ],
    }
