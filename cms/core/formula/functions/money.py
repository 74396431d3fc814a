"""Amounts in capital numerals (人民币大写), scores of options, and rule tables."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cms.core.formula.arithmetic import multiply
from cms.core.formula.errors import Failure, _, too_large
from cms.core.formula.functions.logic import flat
from cms.core.formula.functions.numbers import rounded
from cms.core.formula.limits import MAX_RMB
from cms.core.formula.nodes import Ref
from cms.core.formula.values import ARITHMETIC, ZERO, Run, checked, is_blank, load, number, numeric, single, text

UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_YI, _WAN = 100_000_000, 10_000


def _thousands(amount: int) -> str:
    """Spell 1 to 9999."""
    found, gap = "", False
    for place in range(3, -1, -1):
        digit = amount // 10**place % 10
        if digit:
            found += ("零" if gap and found else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0
    return found


def spell(amount: int) -> str:
    """Return a whole amount above 0 in capital numerals; a gap of zeros is one 零."""
    for unit, sign in ((_YI, "亿"), (_WAN, "万")):
        if amount >= unit:
            high, low = divmod(amount, unit)
            link = "零" if 0 < low < unit // 10 else ""
            return spell(high) + sign + link + (spell(low) if low else "")
    return _thousands(amount)


def rmb(amount: Decimal) -> str:
    """Return an amount of 元 as 人民币…元…角…分; rounded to the fen."""
    fen = int(rounded(amount, Decimal(2), ROUND_HALF_UP).copy_abs().scaleb(2))
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    words = "人民币" + ("负" if amount < 0 and fen else "")
    if yuan:
        words += spell(yuan) + "元"
    if not jiao and not rest:
        return words + ("整" if yuan else "零元整")
    # After a 元 that ends in 0, and before a 分 without 角, the regulation wants 零.
    if yuan and (not jiao or yuan % 10 == 0):
        words += "零"
    if jiao:
        words += _DIGITS[jiao] + "角"
    return words + (_DIGITS[rest] + "分" if rest else "")


def rmb_upper(run: Run, amount: Any, unit: Any = "元") -> str:
    """RMBUPPER: blank stays blank."""
    value, name = single(amount), text(unit) or "元"
    if name not in UNITS:
        raise Failure("#VALUE!", _("The unit must be 元, 万元 or 亿元."))
    if is_blank(value):
        return ""
    yuan = multiply(number(value), UNITS[name])
    if yuan.copy_abs() >= MAX_RMB:
        raise too_large()
    return rmb(yuan)


def score(run: Run, ref: Ref, chosen: Any) -> Decimal:
    """SCORE: an option without a score counts 0, as does a blank answer."""
    scores = run.env.scores(ref.column or ref.id)
    total = ZERO
    for value in flat((chosen,)):
        if not is_blank(value):
            points = numeric(str(scores.get(text(value), ""))) or ZERO
            total = checked(ARITHMETIC.add(total, points))
    return total


def lookup(run: Run, table: Any, *keys: Any) -> Any:
    """LOOKUP: the environment decides; it gives #N/A when no row of the rule table fits."""
    return load(run, run.env.lookup(text(table), [single(key) for key in keys]))


FUNCTIONS: dict[str, Callable[..., Any]] = {"RMBUPPER": rmb_upper, "LOOKUP": lookup}
