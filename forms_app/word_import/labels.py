"""What the words of a cell say: label, unit, limit, instructions, options. Pure Python, no layout."""

import re
import unicodedata
from dataclasses import dataclass

BOX = "□☐▢◻☑☒■◯"
# 口 is typed for a box so often that it counts as one where it begins a word and a real list follows.
_BOX_SPLIT = re.compile(rf"[{BOX}]|(?:(?<=^)|(?<=[\s　]))[口○〇](?=\S)")
_BLANKS = "_＿ \t\u3000\xa0…·.。—-"
_PAREN = re.compile(r"[（(](?P<inside>(?:[^（()）]|[（(][^（()）]*[)）])*)[)）]")
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff（(）)、：:])[ \t\u3000\xa0]+(?=[\u4e00-\u9fff（(）)、：:])")
_INSTRUCTION = re.compile(
    r"请|若|如(?:有|无|为|果|实|涉)|列出|填写|填报|填列|说明|描述|以内|不超过|不少于|以上的字|选填|可加|可增|可多选|多选|单选|勾选|盖章|签字"
    r"|签章|打[√✓]|仅|字$|例如|格式|另附|附后|不限|必填|限\d"
)
MONEY_UNITS = ("万元", "亿元", "元")
# Counted in whole numbers, and measured.
COUNT_UNITS = frozenset("家个人项台套件次年天月日条名场期户辆处份分种批张本篇") | {"台套", "台/套", "台（套）", "人次"}
MEASURE_UNITS = frozenset({"亩", "吨", "平方米", "公里", "小时", "吨标煤", "千瓦时"})
_UNIT_WORD = re.compile(r"(?:单位[：:]\s*)?(?P<unit>万元人民币|[^\s，,；;：:]{1,6})\Z")
_LIMIT = re.compile(
    r"(?:不超过|不多于|限|最多|控制在|至多)?\s*(?P<least>\d{1,5}\s*[-—~～至到]\s*)?(?P<most>\d{1,5})\s*(?:个)?(?:汉)?字(?P<tail>以内|之内|内|左右)?"
)
_ROW_LIMIT = re.compile(r"(?:不超过|最多|限|至多)\s*(\d{1,3})\s*(?:项|条|个|行)")
_HINT_START = re.compile(
    r"\A(?:若|如(?:有|无|为|果)|请|可(?:多选|加|增|另|附|自行)|应(?:当|填|如|按)|须|按(?:照|实)|注[：:]|例(?:如|[：:])|填写|指(?![标数])"
    r"|[=＝]|逐[条项])"
)
_DATE_BLANK = re.compile(r"(?:\A|[\s_＿　Xx×\d])年[\s_＿　]*月(?:[\s_＿　]*日)?")
_PERIOD_BLANK = re.compile(r"月[^月]*(?:至|—|-|－|～|~|到)[^月]*年?[^月]*月")


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice; `words` says whether the paper leaves room for words behind it."""

    label: str
    words: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart."""

    text: str
    unit: str = ""
    help: str = ""
    symbol: str = ""


def is_blank(text: str) -> bool:
    """Say whether a cell is there to be written in."""
    return not text.strip(_BLANKS + "\n")


def tidy(text: str) -> str:
    """Return the words in one line, without the gaps that only spread them over the cell."""
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return _CJK_GAP.sub("", flat).strip()


def unit_in(inside: str) -> str:
    """Return the unit that a bracket names, "" if it names none."""
    match = _UNIT_WORD.match(tidy(inside))
    unit = match["unit"].removesuffix("人民币") if match else ""
    if unit in ("%", "％", "百分比", "百分数"):
        return "%"
    return unit if unit in MONEY_UNITS or unit in COUNT_UNITS | MEASURE_UNITS else ""


def taken_apart(text: str) -> Label:
    """Return label, unit and instructions of a label cell; brackets that belong to the name stay in it."""
    unit, helps, symbol = "", [], ""
    name = tidy(text)
    for match in list(_PAREN.finditer(name)):
        inside = match["inside"]
        found = unit_in(inside)
        mark = re.match(r"\s*数值\s*([A-Z])\s*\Z", inside)
        if found and not unit:
            unit = found
        elif mark:
            symbol = mark[1]
        elif _INSTRUCTION.search(inside):
            helps.append(inside.strip())
        else:
            continue
        name = name.replace(match[0], "", 1)
    name = tidy(name).strip("：:").strip()
    name, after = _sentence_split(name)
    if after:
        helps.insert(0, after)
    name = re.sub(r"\A(?:[（(]?\d{1,2}[)）.、．]|[①-⑳])\s*", "", name)
    return Label(name.strip("*＊ "), unit, "；".join(helps), symbol)


def _sentence_split(name: str) -> tuple[str, str]:
    """Part “「链式」模式：描述…” into the name and the instruction behind its colon."""
    head, colon, tail = name.partition("：") if "：" in name else name.partition(":")
    if colon and tail.strip() and 0 < len(head) <= 30:
        return head.strip(), tail.strip()
    return name, ""


def limit_in(*texts: str) -> int | None:
    """Return the most characters that an instruction allows."""
    for text in texts:
        for match in _LIMIT.finditer(text):
            if match["tail"] or re.match(r"不超过|不多于|限|最多|控制在|至多", match[0]):
                return int(match["most"])
    return None


def rows_limit_in(*texts: str) -> int | None:
    """Return the most rows that an instruction allows."""
    match = next((found for text in texts if (found := _ROW_LIMIT.search(text))), None)
    return int(match[1]) if match else None


def options_in(text: str) -> tuple[Option, ...]:
    """Return the options of a list with boxes; none if the cell has no such list."""
    parts = _BOX_SPLIT.split(text)
    if len(parts) < (2 if any(sign in text for sign in BOX) else 3):
        return ()
    found = [_option(part) for part in parts[1:]]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _option(part: str) -> Option | None:
    line = tidy(part).strip("；;，,。、")
    room = bool(re.search(r"[_＿]{2,}|[：:]\s*\Z|[：:][_＿\s]", part)) or bool(
        re.search(r"[（(]\s*[_＿]*\s*[)）]", part)
    )
    asked = bool(re.search(r"[（(].*(?:注明|说明|填写).*[)）]", line))
    name = (
        re.sub(r"[（(]\s*(?:请)?(?:注明|说明|填写)?[^（()）]*?(?:注明|说明|填写)?\s*[)）]\Z", "", line)
        if asked
        else line
    )
    name = re.sub(r"[（(][\s_＿]*[)）]", "", name)
    name = re.split(r"[：:]?[_＿]{2,}|[：:]\s*\Z", name)[0].strip("：: ")
    return Option(name, room or asked) if name else None


def is_hint(text: str) -> bool:
    """Say whether a cell holds no label but a hint in the place of an answer."""
    line = tidy(text)
    if not line or options_in(text):
        return False
    whole = _PAREN.match(line)
    if whole and whole.end() == len(line):
        return True
    return bool(_HINT_START.match(line) or unit_in(line) or is_date(text))


def is_date(text: str) -> bool:
    """Say whether the cell leaves room for a date: 年 月 日."""
    line = tidy(text).strip("_＿ ")
    rest = re.sub(r"[\s_＿　Xx×\d年月日至到—－~～.-]", "", line)
    return not rest and bool(_DATE_BLANK.search(f" {text}"))


def is_period(text: str) -> bool:
    """Say whether the cell leaves room for a beginning and an end."""
    return is_date(text) and bool(_PERIOD_BLANK.search(text))
