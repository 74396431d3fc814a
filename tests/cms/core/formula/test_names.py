"""Labels become ids and ids become labels again."""

from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext

from cms.core.formula import FormulaError, Name, Names, evaluate, parse, remap, to_ids, to_labels
from tests.cms.core.formula.world import NAMES, Answers


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("=[营业收入]*2", "[#inc]*2"),
        ("＝［营业收入］＊２", "[#inc]＊２"),
        ("【营业成本(万元)】", "[#cost]"),
        ("[income]", "[#inc]"),
        ("SUM([费用明细.单价])", "SUM([#items.#price])"),
        ("[本行.单价]*[本行.数量]", "[row.#price]*[row.#count]"),
        ("[上年.营业收入]", "[last.#inc]"),
        ("[企业信息/名称]&[provider_name]", "[#n1]&[#n2]"),
        ('"[营业收入]"&“[营业收入]”', '"[营业收入]"&“[营业收入]”'),
        ("[费用明细.a]]b.c]", "[#items.#odd]"),
        ("[#inc]+[?gone]", "[#inc]+[#gone]"),
    ],
)
def test_a_label_is_stored_as_the_id_of_its_field(typed: str, stored: str) -> None:
    assert to_ids(typed, NAMES, row_of="items") == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("[#inc]*2", "[营业收入]*2"),
        ("[#n1]&[#n2]", "[企业信息/名称]&[服务商信息/名称]"),
        ("[row.#odd]", "[本行.a]]b.c]"),
        ("[#gone]+[#items.#gone]+[last.#gone]+[row.#gone]", "[?gone]+[?items.?gone]+[last.?gone]+[row.?gone]"),
    ],
)
def test_people_see_labels_and_never_lose_an_unknown_id(stored: str, shown: str) -> None:
    assert to_labels(stored, NAMES) == shown
    assert to_ids(shown, NAMES, row_of="items") == stored


def test_an_unknown_label_names_the_nearest_one_in_chinese() -> None:
    with pytest.raises(FormulaError) as caught:
        to_ids("1+1+1+[营业收人]", NAMES)
    assert (caught.value.code, caught.value.position) == ("unknown", (1, 7))
    with translation.override("zh-hans"):
        assert caught.value.text(gettext) == "第7个字符处：没有名为“营业收人”的字段，您是不是要找“营业收入”？"


def test_an_ambiguous_label_names_both_fields() -> None:
    with pytest.raises(FormulaError) as caught:
        to_ids("1+\n[名称]", NAMES)
    assert (caught.value.code, caught.value.position) == ("ambiguous", (2, 1))
    assert caught.value.params["fields"] == "[企业信息/名称](own_name)、[服务商信息/名称](provider_name)"


def test_a_row_can_be_read_only_in_a_table() -> None:
    with pytest.raises(FormulaError) as caught:
        to_ids("[本行.单价]", NAMES)
    assert caught.value.code == "no_row"


def test_a_renamed_field_shows_its_new_label_and_computes_the_same() -> None:
    stored = to_ids("[营业收入]*2", NAMES)
    renamed = Names((Name("inc", "主营业务收入", "number"),))
    assert to_labels(stored, renamed) == "[主营业务收入]*2"
    assert to_ids("[主营业务收入]*2", renamed) == stored
    assert evaluate(parse(stored), Answers({"inc": Decimal("1.5")})) == Decimal(3)


def test_a_copy_reads_the_copied_fields() -> None:
    stored = '[#inc]+[#inc:end]+SUM([#items.#price])+[row.#price]+[last.#inc]&"[#inc]"'
    moved = remap(stored, {"inc": "i2", "items": "t2", "price": "p2"})
    assert moved == '[#i2]+[#i2:end]+SUM([#t2.#p2])+[row.#p2]+[last.#inc]&"[#inc]"'
