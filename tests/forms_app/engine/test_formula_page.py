"""What the page is told of a result's writing agrees with what the server writes."""

import pytest

from forms_app.engine.formula_page import _number_format
from tests.forms_app.engine.specs import a_field


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ({"type_": "percent", "decimals": 2, "formula": "1"}, {"scale": 2, "shown": 2}),
        ({"type_": "percent", "decimals": 2}, {"scale": 2, "shown": 0}),
        ({"type_": "number", "decimals": 2, "formula": "1"}, {"scale": 2, "shown": 0}),
        ({"type_": "money", "unit": "万元", "formula": "1"}, {"scale": 2, "shown": 2}),
    ],
)
def test_only_a_computed_share_and_money_have_all_their_decimals(attributes, wanted):
    assert _number_format(a_field(**attributes)) == wanted
