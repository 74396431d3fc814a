"""A case type is written as YAML in one way only."""

from typing import Any

import yaml
from hypothesis import given

from cases.engine.case_type_yaml import case_type_yaml
from tests.cases.engine.case_type_documents import CASE_TYPES


@given(CASE_TYPES)
def test_what_is_written_reads_as_the_document_and_is_written_the_same_again(document: dict[str, Any]) -> None:
    text = case_type_yaml(document)
    read = yaml.safe_load(text)
    assert read == document
    assert case_type_yaml(read) == text


@given(CASE_TYPES)
def test_the_order_in_which_keys_came_makes_no_difference(document: dict[str, Any]) -> None:
    turned = dict(reversed(document.items()))
    turned["transitions"] = [dict(reversed(one.items())) for one in document["transitions"]]
    assert case_type_yaml(turned) == case_type_yaml(document)


def test_keys_stand_in_the_order_of_the_contract_and_short_lists_on_one_line() -> None:
    transition = {"actor": {"scope": "system"}, "to": "b", "from": ["a", "c"], "title": "办结", "key": "done"}
    assert case_type_yaml({"transitions": [transition], "key": "x"}) == (
        "key: x\n"
        "transitions:\n"
        "  - key: done\n"
        "    title: 办结\n"
        "    from: [a, c]\n"
        "    to: b\n"
        "    actor:\n"
        "      scope: system\n"
    )
