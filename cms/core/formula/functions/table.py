"""The functions as data: how they are called, what they take and give, and what the insert menu says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from cms.core.formula.errors import _

# What an argument may be. "numbers" and "values" may be single or lists; "list" is meant to be a column.
ArgumentKind = Literal["any", "number", "text", "date", "boolean", "numbers", "values", "field"]
ResultKind = Literal["any", "number", "text", "date", "boolean", "least"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `arguments` are the kinds of its arguments; beyond `least` they may be left out.

    With `repeats` the last kind may come again and again, up to `most`. `signature` and `description` are msgids.
    """

    name: str
    group: str
    arguments: tuple[ArgumentKind, ...]
    least: int
    result: ResultKind
    signature: str
    description: str
    repeats: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """Return how many arguments it takes at most."""
        return 100 if self.repeats else len(self.arguments)

    def kind_of(self, index: int) -> ArgumentKind:
        """Return what the argument at `index` (from 0) must be."""
        return self.arguments[min(index, len(self.arguments) - 1)]


GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "logic": _("Conditions"),
        "lists": _("Lists and totals"),
        "numbers": _("Numbers and rounding"),
        "text": _("Text"),
        "dates": _("Dates"),
        "money": _("Money, scores and rules"),
    }
)

_ALL = (
    Function(
        "IF",
        "logic",
        ("boolean", "any", "any"),
        2,
        "any",
        _("IF(condition, then, otherwise)"),
        _("One of two values, as the condition says. Without a third value it is blank otherwise."),
        aliases=("如果",),
    ),
    Function(
        "AND",
        "logic",
        ("boolean",),
        1,
        "boolean",
        _("AND(condition, condition, …)"),
        _("Whether all conditions are true. The first false one decides."),
        repeats=True,
        aliases=("并且", "且"),
    ),
    Function(
        "OR",
        "logic",
        ("boolean",),
        1,
        "boolean",
        _("OR(condition, condition, …)"),
        _("Whether at least one condition is true. The first true one decides."),
        repeats=True,
        aliases=("或者", "或"),
    ),
    Function(
        "NOT",
        "logic",
        ("boolean",),
        1,
        "boolean",
        _("NOT(condition)"),
        _("The opposite of a condition."),
        aliases=("非",),
    ),
    Function(
        "ISBLANK",
        "logic",
        ("values",),
        1,
        "boolean",
        _("ISBLANK(value)"),
        _("Whether nothing has been answered."),
        aliases=("为空", "未填"),
    ),
    Function(
        "IFERROR",
        "logic",
        ("any", "any"),
        2,
        "any",
        _("IFERROR(value, instead)"),
        _("The value, or the other one when it cannot be computed, such as a division by zero."),
        aliases=("如果出错",),
    ),
    Function(
        "IN",
        "logic",
        ("values", "values"),
        2,
        "boolean",
        _('IN([field], "one", "two", …)'),
        _("Whether the answer, or one of several answers, is among these values."),
        repeats=True,
        aliases=("属于",),
    ),
    Function(
        "CONTAINS",
        "logic",
        ("values", "any"),
        2,
        "boolean",
        _('CONTAINS([field], "text")'),
        _("Whether a text contains another text, or several answers contain this one."),
        aliases=("包含",),
    ),
    Function(
        "SUM",
        "lists",
        ("numbers",),
        1,
        "number",
        _("SUM([table.column], …)"),
        _("The total of numbers and columns."),
        repeats=True,
        aliases=("求和", "合计"),
    ),
    Function(
        "COUNT",
        "lists",
        ("values",),
        1,
        "number",
        _("COUNT([table.column], …)"),
        _("How many numbers and dates there are."),
        repeats=True,
        aliases=("计数",),
    ),
    Function(
        "COUNTA",
        "lists",
        ("values",),
        1,
        "number",
        _("COUNTA([table.column], …)"),
        _("How many values have been filled in."),
        repeats=True,
        aliases=("非空计数",),
    ),
    Function(
        "COUNTIF",
        "lists",
        ("values", "any"),
        2,
        "number",
        _('COUNTIF([table.column], ">=5")'),
        _("How many values meet a criterion: a value, or a text such as >=5, <>是 or 精密*."),
        aliases=("条件计数",),
    ),
    Function(
        "SUMIF",
        "lists",
        ("values", "any", "numbers"),
        2,
        "number",
        _('SUMIF([table.column], "criterion", [table.amount])'),
        _("The total of the amounts in the rows that meet a criterion."),
        aliases=("条件求和",),
    ),
    Function(
        "AVERAGE",
        "lists",
        ("numbers",),
        1,
        "number",
        _("AVERAGE([table.column], …)"),
        _("The mean of the numbers that have been filled in."),
        repeats=True,
        aliases=("平均值", "平均"),
    ),
    Function(
        "MIN",
        "lists",
        ("values",),
        1,
        "least",
        _("MIN(value, value, …)"),
        _("The least number, or the earliest date."),
        repeats=True,
        aliases=("最小值",),
    ),
    Function(
        "MAX",
        "lists",
        ("values",),
        1,
        "least",
        _("MAX(value, value, …)"),
        _("The greatest number, or the latest date."),
        repeats=True,
        aliases=("最大值",),
    ),
    Function(
        "ROUND",
        "numbers",
        ("number", "number"),
        1,
        "number",
        _("ROUND(number, decimals)"),
        _("Rounded half away from zero (四舍五入)."),
        aliases=("四舍五入",),
    ),
    Function(
        "ROUNDUP",
        "numbers",
        ("number", "number"),
        1,
        "number",
        _("ROUNDUP(number, decimals)"),
        _("Rounded away from zero."),
        aliases=("向上舍入",),
    ),
    Function(
        "ROUNDDOWN",
        "numbers",
        ("number", "number"),
        1,
        "number",
        _("ROUNDDOWN(number, decimals)"),
        _("Cut off towards zero."),
        aliases=("向下舍入",),
    ),
    Function(
        "ABS",
        "numbers",
        ("number",),
        1,
        "number",
        _("ABS(number)"),
        _("The number without its sign."),
        aliases=("绝对值",),
    ),
    Function(
        "INT",
        "numbers",
        ("number",),
        1,
        "number",
        _("INT(number)"),
        _("The next integer below."),
        aliases=("取整",),
    ),
    Function(
        "MOD",
        "numbers",
        ("number", "number"),
        2,
        "number",
        _("MOD(number, divisor)"),
        _("What is left of a division; it has the sign of the divisor."),
        aliases=("余数", "取余"),
    ),
    Function(
        "LEN",
        "text",
        ("text",),
        1,
        "number",
        _("LEN(text)"),
        _("How many characters a text has."),
        aliases=("字数", "长度"),
    ),
    Function(
        "LEFT",
        "text",
        ("text", "number"),
        1,
        "text",
        _("LEFT(text, count)"),
        _("The first characters of a text."),
        aliases=("左取",),
    ),
    Function(
        "RIGHT",
        "text",
        ("text", "number"),
        1,
        "text",
        _("RIGHT(text, count)"),
        _("The last characters of a text."),
        aliases=("右取",),
    ),
    Function(
        "MID",
        "text",
        ("text", "number", "number"),
        3,
        "text",
        _("MID(text, start, count)"),
        _("Characters from the middle of a text; the first one has number 1."),
        aliases=("中取",),
    ),
    Function(
        "CONCAT",
        "text",
        ("values",),
        1,
        "text",
        _("CONCAT(text, text, …)"),
        _("Texts and lists joined together."),
        repeats=True,
        aliases=("连接",),
    ),
    Function(
        "TEXT",
        "text",
        ("any", "text"),
        2,
        "text",
        _('TEXT(value, "0.00")'),
        _('A number or date written in a format: "0.00", "#,##0.00", "0.0%", "yyyy年m月d日".'),
        aliases=("文本格式",),
    ),
    Function(
        "DATE",
        "dates",
        ("number", "number", "number"),
        3,
        "date",
        _("DATE(year, month, day)"),
        _("The date of a year, month and day."),
        aliases=("日期",),
    ),
    Function(
        "TODAY",
        "dates",
        (),
        0,
        "date",
        _("TODAY()"),
        _("Today's date."),
        aliases=("今天",),
    ),
    Function(
        "YEAR",
        "dates",
        ("date",),
        1,
        "number",
        _("YEAR(date)"),
        _("The year of a date."),
        aliases=("年",),
    ),
    Function(
        "MONTH",
        "dates",
        ("date",),
        1,
        "number",
        _("MONTH(date)"),
        _("The month of a date, 1 to 12."),
        aliases=("月",),
    ),
    Function(
        "DAY",
        "dates",
        ("date",),
        1,
        "number",
        _("DAY(date)"),
        _("The day in the month of a date."),
        aliases=("日",),
    ),
    Function(
        "EDATE",
        "dates",
        ("date", "number"),
        2,
        "date",
        _("EDATE(date, months)"),
        _("The date so many months later, at most the last day of that month."),
        aliases=("月后",),
    ),
    Function(
        "DATEDIF",
        "dates",
        ("date", "date", "text"),
        3,
        "number",
        _('DATEDIF(start, end, "M")'),
        _('Complete years "Y", months "M" or days "D" between two dates; "YM", "YD", "MD" are what is left.'),
        aliases=("日期差",),
    ),
    Function(
        "WORKDAY",
        "dates",
        ("date", "number"),
        2,
        "date",
        _("WORKDAY(start, days)"),
        _("The date so many working days later."),
        aliases=("工作日后",),
    ),
    Function(
        "NETWORKDAYS",
        "dates",
        ("date", "date"),
        2,
        "number",
        _("NETWORKDAYS(start, end)"),
        _("How many working days there are, both ends included."),
        aliases=("工作日数",),
    ),
    Function(
        "RMBUPPER",
        "money",
        ("number", "text"),
        1,
        "text",
        _('RMBUPPER(amount, "万元")'),
        _("The amount in capital numerals (人民币大写); the unit of the amount is 元 unless another is named."),
        aliases=("人民币大写",),
    ),
    Function(
        "SCORE",
        "money",
        ("field",),
        1,
        "number",
        _("SCORE([question])"),
        _("The total of the scores of the chosen options."),
        aliases=("得分",),
    ),
    Function(
        "LOOKUP",
        "money",
        ("text", "any"),
        2,
        "any",
        _('LOOKUP("rule table", [field], …)'),
        _("What a rule table says for these answers."),
        repeats=True,
        aliases=("查表",),
    ),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({function.name: function for function in _ALL})
ALIASES: Mapping[str, str] = MappingProxyType({alias: function.name for function in _ALL for alias in function.aliases})
CONSTANTS: Mapping[str, bool] = MappingProxyType({"TRUE": True, "FALSE": False, "真": True, "假": False})


def canonical_name(name: str) -> str:
    """Return the English name in capitals of a function or constant, however it was typed."""
    return ALIASES.get(name, name.upper())
