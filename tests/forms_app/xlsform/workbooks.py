"""XLSForm workbooks as users of ODK and KoBoToolbox write them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Mapping[str, Any]]


def workbook(survey: Rows, choices: Rows = (), settings: Mapping[str, Any] | None = None) -> bytes:
    """Return an .xlsx with these rows; the headings are the keys in their first order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("survey", survey), ("choices", choices), ("settings", [settings] if settings else [])):
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        if columns:
            sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _row(type_: str, name: str = "", label: str = "", **cells: Any) -> dict[str, Any]:
    return {"type": type_, "name": name, "label": label, **cells}


YES_NO = [{"list_name": "yn", "name": "yes", "label": "是"}, {"list_name": "yn", "name": "no", "label": "否"}]

# A survey as the documentation of ODK teaches it: logic on groups, patterns, dates, repeats within repeats.
ODK_SURVEY = [
    _row("start", "start"),
    _row("begin group", "firm", "企业信息"),
    _row("text", "name", "企业名称", required="yes", constraint="string-length(.) <= 60"),
    _row("text", "code", "邮政编码", constraint="regex(., '^[0-9]{6}$')", constraint_message="邮政编码是6位数字。"),
    _row("date", "founded", "成立日期", constraint=". <= today()", constraint_message="成立日期不能晚于今天。"),
    _row("calculate", "age", "", calculation="int((today() - ${founded}) div 365.25)"),
    _row("note", "told", "${name}已成立${age}年"),
    _row("select_one yn", "pilot", "是否试点企业", default="no"),
    _row("integer", "staff", "职工人数", default=10, constraint=". >= 1 and . <= 5000"),
    _row("begin_group", "more", "试点情况", relevant="${pilot} = 'yes'"),
    _row("select_multiple field or_other", "fields", "应用场景", constraint="count-selected(.) <= 2"),
    _row("text", "why", "其他说明", relevant="selected(${fields}, 'other')", appearance="multiline"),
    _row("begin_group", "deeper", "", relevant="${staff} > 100"),
    _row("decimal", "spent", "投入", required="${pilot} = 'yes'", required_message="试点企业须填投入。"),
    _row("end_group"),
    _row("end_group"),
    _row("end group"),
    _row("begin_group", "lines", "产线"),
    _row("begin_repeat", "line", "产线清单", repeat_count="3", relevant="${pilot} = 'yes'"),
    _row("text", "line_name", "产线名称", default="一号线"),
    _row("begin_group", "cost", "费用", relevant="${line_name} != ''"),
    _row("begin_repeat", "machine", "设备", repeat_count="${staff}"),
    _row("text", "machine_name", "设备名称"),
    _row("integer", "price", "单价", relevant="${machine_name} != ''"),
    _row("end_repeat"),
    _row("integer", "sum", "合计"),
    _row("end_group"),
    _row("end_repeat"),
    _row("range", "rating", "评分", parameters="start=0 end=10 step=2"),
    _row("acknowledge", "sure", "以上信息属实"),
    _row("time", "hour", "开工时间"),
    _row("dateTime", "moment", "验收时间"),
    _row("date", "month", "填报月份", appearance="month-year"),
    _row("select_one yn", "listed", "是否上市", appearance="horizontal"),
    _row("end_group"),
]
ODK_CHOICES = [
    *YES_NO,
    {"list_name": "field", "name": "design", "label": "研发设计"},
    {"list_name": "field", "name": "make", "label": "生产制造"},
]

# A survey as KoBoToolbox exports it: two languages, columns of its own, a cascade over three levels.
KOBO_SURVEY = [
    {
        "type": type_,
        "name": name,
        "$kuid": f"k{index}",
        "label::English (en)": english,
        "label::中文 (zh)": chinese,
        "hint::中文 (zh)": "",
        "required": "false",
        "choice_filter": filter_,
        "media::image": "",
        "bind::oc:itemgroup": "a",
        "disabled": disabled,
    }
    for index, (type_, name, english, chinese, filter_, disabled) in enumerate(
        [
            ("select_one province", "province", "Province", "省份", "", ""),
            ("select_one city", "city", "City", "城市", "province=${province}", ""),
            ("select_one county", "county", "County", "县区", "province = ${province} and city = ${city}", ""),
            ("text", "old", "Old", "旧问题", "", "yes"),
        ]
    )
]
KOBO_CHOICES = [
    {"list_name": "province", "name": "js", "label::English (en)": "Jiangsu", "label::中文 (zh)": "江苏"},
    {"list_name": "province", "name": "zj", "label::English (en)": "Zhejiang", "label::中文 (zh)": "浙江"},
    {"list_name": "city", "name": "nj", "label::中文 (zh)": "南京", "province": "js"},
    {"list_name": "city", "name": "hz", "label::中文 (zh)": "杭州", "province": "zj"},
    {"list_name": "county", "name": "lh", "label::中文 (zh)": "六合", "province": "js", "city": "nj"},
    {"list_name": "county", "name": "xh", "label::中文 (zh)": "西湖", "province": "zj", "city": "hz"},
]
KOBO_SETTINGS = {"form_title": "地区", "version": "v1", "default_language": "中文 (zh)", "style": "pages"}

# What has no counterpart, one row after the other from row 2 on.
FOREIGN_SURVEY = [
    _row("geopoint", "place", "位置"),
    _row("select_one_from_file list.csv", "filed", "名单"),
    _row("rank yn", "order", "排序"),
    _row("integer", "digits", "数字", constraint="regex(., '[0-9]+')"),
    _row("text", "back", "反向引用", constraint=r"regex(., '(a)\1')"),
    _row("text", "pulled", "外部数据", calculation="pulldata('x', 'a', 'b', 'c')"),
    _row("begin_group", "hidden_group", "组", relevant="${nobody} = 1"),
    _row("text", "one", "一"),
    _row("text", "two", "二"),
    _row("end_group"),
    _row("select_one yn", "answered", "选择", default="maybe"),
    _row("begin_kobomatrix", "matrix", "矩阵"),
    _row("video", "film", "录像"),
]
