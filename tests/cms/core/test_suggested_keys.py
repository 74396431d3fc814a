"""字段代码 suggested from labels."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.suggested_keys import LENGTH, suggested_key


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("营业收入", "yingye_shouru"),
        ("改造总投资预算（万元）", "gaizao_zongtouzi_yusuan"),
        ("Q3 收入", "q3_shouru"),
        ("2024年研发", "f_2024_nian_yanfa"),
        ("（备注）", "beizhu"),
        ("，", "field"),
    ],
)
def test_a_label_gives_a_readable_code(label: str, code: str) -> None:
    assert suggested_key(label) == code


def test_a_code_that_is_taken_gets_a_number() -> None:
    assert suggested_key("营业收入", ["yingye_shouru", "yingye_shouru_2"]) == "yingye_shouru_3"


@given(st.text(max_size=60))
def test_whatever_the_label_the_code_is_one_that_the_builder_accepts(label: str) -> None:
    code = suggested_key(label)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
    assert len(code) <= LENGTH + 2
