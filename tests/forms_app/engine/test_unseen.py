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
