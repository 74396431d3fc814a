"""What a page left out is told apart from what was emptied."""

from forms_app.engine.answers import TypedInput
from forms_app.engine.spec import FieldSpec, FixedRow, SectionSpec
from forms_app.engine.unseen import Unseen, left_out, restored

MATRIX = FieldSpec(
    id="f1",
    key="rates",
    label="指标",
    type="matrix",
    rows=(FixedRow("m1", "设备联网率"), FixedRow("m2", "数据采集率")),
    columns=(
        FieldSpec(id="c1", key="rate", label="比率", type="number"),
        FieldSpec(id="c2", key="why", label="原因", type="text", visible="[本行.比率]<50"),
    ),
)
SECTION = SectionSpec(id="s1", key="s", title="节", fields=(MATRIX,))
OLD = {"f1": [{"id": "m1", "c1": "30", "c2": "旧设备"}, {"id": "m2", "c1": "40", "c2": "无网络"}]}


def test_of_a_matrix_every_row_was_on_the_page_whatever_was_sent() -> None:
    found = left_out(SECTION, TypedInput({"f1-m1-c1": "80"}), OLD)
    assert found.cells == {("f1", "m1", "c2"), ("f1", "m2", "c2")}
    assert left_out(SECTION, TypedInput({"f1-m1-c2": "", "f1-m2-c2": "无网络"}), OLD) == Unseen()


def test_a_row_that_is_blank_but_for_what_is_hidden_comes_back_in_its_place() -> None:
    unseen = Unseen(cells=frozenset({("f1", "m1", "c2")}))
    assert restored({"f1": [{"id": "m2", "c1": "40"}]}, OLD, unseen) == {
        "f1": [{"id": "m1", "c2": "旧设备"}, {"id": "m2", "c1": "40"}]
    }
    assert restored({}, OLD, unseen) == {"f1": [{"id": "m1", "c2": "旧设备"}]}


PRODUCTS = FieldSpec(
    id="products",
    key="products",
    label="产品",
    type="table",
    columns=(
        FieldSpec(id="price", key="price", label="价格", type="number"),
        FieldSpec(id="why", key="why", label="理由", type="text", visible="[本行.价格]>100"),
    ),
)
DEMANDS = FieldSpec(
    id="f2",
    key="demands",
    label="需求",
    type="table",
    columns=(FieldSpec(id="need", key="need", label="需求", type="text"), PRODUCTS),
)
NESTED = SectionSpec(id="s2", key="n", title="节", fields=(DEMANDS,))
STORED = {
    "f2": [
        {
            "id": "r1",
            "need": "联网",
            "products": [{"id": "p1", "price": "300", "why": "含实施"}, {"id": "p2", "price": "50", "why": "旧理由"}],
        },
        {"id": "r2", "need": "看板", "products": [{"id": "p3", "price": "90", "why": "另议"}]},
    ]
}
SENT = {
    "f2-rows": "r1,r2",
    "f2-r1-need": "联网",
    "f2-r1-products-rows": "p1,p2",
    "f2-r1-products-p1-price": "300",
    "f2-r1-products-p1-why": "",
    "f2-r1-products-p2-price": "50",
    "f2-r2-need": "看板",
    "f2-r2-products-rows": "",
}


def test_a_cell_within_a_row_that_sent_nothing_is_told_apart_from_an_emptied_one_and_a_removed_row() -> None:
    found = left_out(NESTED, TypedInput(SENT), STORED)
    assert found.cells == {("f2", "r1-products-p2", "why")}
    assert found.shown_again(NESTED) == found
    assert left_out(NESTED, TypedInput({**SENT, "f2-rows": "r2"}), STORED) == Unseen()


def test_a_cell_within_a_row_comes_back_where_it_was() -> None:
    unseen = left_out(NESTED, TypedInput(SENT), STORED)
    typed = [
        {"id": "r1", "need": "联网", "products": [{"id": "p1", "price": "300"}, {"id": "p2", "price": "50"}]},
        {"id": "r2", "need": "看板"},
    ]
    kept = restored({"f2": typed}, STORED, unseen)["f2"]
    assert kept[0]["products"] == [{"id": "p1", "price": "300"}, {"id": "p2", "price": "50", "why": "旧理由"}]
    assert kept[1] == {"id": "r2", "need": "看板"}
    assert restored({}, STORED, unseen) == {"f2": [{"id": "r1", "products": [{"id": "p2", "why": "旧理由"}]}]}
