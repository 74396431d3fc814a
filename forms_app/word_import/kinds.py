"""Of what type is a question? Guessed from its words and from what its answer cell holds. Pure Python."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from forms_app.engine.spec import Choice
from forms_app.word_import.labels import (
    COUNT_UNITS,
    MONEY_UNITS,
    Label,
    Option,
    is_date,
    is_period,
    limit_in,
    options_in,
    tidy,
    unit_in,
)

# Where the label alone tells the type: the first rule that fits. A type that the site does not have is passed over.
_BY_LABEL: tuple[tuple[str, str], ...] = (
    (r"统?一?社?会?信用代码|组织机构代码", "credit_code"),
    (r"身份证", "id_card"),
    (r"e-?mail|邮箱|电子邮件", "email"),
    (r"电话|手机|联系方式|传真|联系号码|座机", "phone"),
    (r"网址|网站地址|官网|链接", "url"),
    (r"起止|起讫|实施期|建设期|项目周期|有效期|期限", "date_range"),
    (r"年月\Z", "month"),
    (r"(?:日期|时间)\Z|时间(?=（)", "date"),
    (r"\A(?:成立|投产|申报|填报|统计)?年(?:份|度)\Z", "year"),
    (
        r"(?:所属|所在)(?:的)?(?:省|市|城市|地区|县|区|行政区|设区市)|\A县（市、区）\Z|\A(?:县|区|县区|市县|县市区)(?:名称)?\Z|行政区划",
        "region",
    ),
    (r"附件|扫描件|复印件|证明材料|佐证材料|照片|图片|营业执照(?!号|代码)", "file"),
    (r"是否|有无", "yes_no"),
    (r"所属.{0,6}行业|\A(?:细分)?行业(?:类别|领域|名称)?\Z", "select"),
    (r"占比|比例|比重|百分比|覆盖率|率(?:（|\Z)", "percent"),
    (
        r"金额|收入|利润|营收|投资|花费|费用|预算|价格|单价|总价|资产|产值|税(?:额|金)?\Z|税收|资金|补贴|贷款|投入(?!产出)",
        "money",
    ),
    (r"数量|个数|人数|家数|台数|总数|件数|次数|户数", "number"),
    (
        r"简介|概况|简述|描述|介绍|说明|理由|意见|内容|做法|成效|措施|计划|评价|问题|需求|建议|目标|经验|备注|基本情况|主要情况",
        "textarea",
    ),
)
_SHORT_TEXT = 100
_FALLBACK = {"id_card": "text", "url": "text", "month": "text", "year": "number", "percent": "number"}
_SEVERAL = re.compile(r"可?多选|可选多项|多项选择")
_REASON = re.compile(
    r"(?:若|如)(?P<when>未|不|否|是|无|有)?(?P<rest>[^，,]*)[，,]?\s*请?(?:另行)?(?:说明|注明|填写|列明)(?:理由|原因)?"
)
_NONE_OPTIONS = frozenset(
    {"无", "没有", "均无", "以上均无", "以上都没有", "未上", "不适用", "未开展", "都没有", "暂无"}
)
_LEVEL = re.compile(r"等级|级别|星级|档次|(?<!上)级\Z")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type with the attributes that the words give it; `sure` is False where the words leave it open."""

    type: str
    unit: str = ""
    max_length: int | None = None
    decimals: int | None = None
    choices: tuple[Choice, ...] = ()
    sure: bool = True


def kind_of(label: Label, answer: str, types: Collection[str], *, sheet_unit: str = "", large: bool = False) -> Kind:
    """Return the type of a question; `types` are those that the site has, `large` says that its cell is a big one."""
    words = f"{label.help} {tidy(answer)}"
    options = options_in(answer)
    if options:
        return _choice(label, options, words)
    if re.search(r"逐[条项](?:列|填|说)|分条列出|逐一列出", words) and "item_list" in types:
        return Kind("item_list")
    if is_period(answer):
        return Kind("date_range")
    if is_date(answer):
        return Kind("date" if "日" in answer or "month" not in types else "month")
    return _plain(label, words, unit_in(answer) or label.unit, types, sheet_unit=sheet_unit, large=large)


def _plain(label: Label, words: str, unit: str, types: Collection[str], *, sheet_unit: str, large: bool) -> Kind:
    limit = limit_in(words)
    if unit:
        return _counted(unit, types)
    if limit is not None:
        return Kind("textarea" if limit > _SHORT_TEXT else "text", max_length=limit)
    name = _named(label.text)
    made = {
        "yes_no": lambda: yes_no(words),
        "percent": lambda: _counted("%", types),
        "money": lambda: Kind("money", unit=sheet_unit or "万元", sure=bool(sheet_unit)),
        "number": lambda: Kind("number", decimals=0),
        "select": lambda: Kind("select", sure=False),
        "": lambda: Kind("textarea" if large else "text", sure=not large),
    }.get(name)
    if made:
        return made()
    return Kind(name if name in types else _FALLBACK.get(name, "text"), sure=name != "textarea")


def _counted(unit: str, types: Collection[str]) -> Kind:
    """Return the type of a number whose unit is printed."""
    if unit in MONEY_UNITS:
        return Kind("money", unit=unit)
    if unit == "%":
        return Kind("percent") if "percent" in types else Kind("number", unit="%")
    return Kind("number", unit=unit, decimals=0 if unit in COUNT_UNITS else None)


def _named(text: str) -> str:
    return next((name for pattern, name in _BY_LABEL if re.search(pattern, text, re.IGNORECASE)), "")


def yes_no(words: str) -> Kind:
    """Return 是 and 否; “若未通过，请说明理由” asks for words beside one of them."""
    reason = _REASON.search(words)
    yes, no = Choice("是", "是"), Choice("否", "否")
    if reason is None:
        return Kind("radio", choices=(yes, no))
    if reason["when"] in ("未", "不", "否", "无"):
        return Kind("radio_with_text", choices=(yes, Choice("否", "否", text="required")))
    return Kind("radio_with_text", choices=(Choice("是", "是", text="required"), no))


def is_level(label: Label) -> bool:
    """Say whether the answer is a level of a scale."""
    return bool(_LEVEL.search(label.text))


def _choice(label: Label, options: tuple[Option, ...], words: str) -> Kind:
    """Return a single choice unless the sheet says otherwise or several options ask for words of their own."""
    names = [one.label for one in options]
    with_words = [one for one in options if one.words]
    if set(names) == {"是", "否"} and (with_words or _REASON.search(words)):
        reason = yes_no(words)
        marked = {one.label for one in with_words} | {one.label for one in reason.choices if one.text}
        return Kind("radio_with_text", choices=tuple(_as_choice(one, one.label in marked, one=True) for one in options))
    several = bool(_SEVERAL.search(words) or _SEVERAL.search(label.text)) or len(with_words) > 1
    if several:
        return Kind("checkbox", choices=tuple(_as_choice(one, one.words) for one in options))
    sure = "单选" in words or len(options) <= 3
    if with_words:
        made = tuple(_as_choice(one, one.words, one=True) for one in options)
        return Kind("radio_with_text", choices=made, sure=sure)
    return Kind("radio", choices=tuple(Choice(name, name) for name in names), sure=sure)


def _as_choice(option: Option, words: bool, *, one: bool = False) -> Choice:
    alone = not one and option.label in _NONE_OPTIONS
    return Choice(option.label, option.label, text="required" if words and not alone else "", exclusive=alone)
