"""Personal data in part."""

import pytest

from cms.core.masking import SHOWN_LENGTH, masked, masked_facts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("zhang.san@example.com", "zh***@example.com"),
        (
            "SMTPRecipientsRefused: {'a@example.com': (550, b'no')}",
            "SMTPRecipientsRefused: {'a***@example.com': (550, b'no')}",
        ),
        ("请联系13812345678。", "请联系138****5678。"),
        ("11010119900307123X", "110*************3X"),
        ("RK-2026-000001", "RK-2026-000001"),
        ("91110000100000123X", "91110000100000123X"),
    ],
)
def test_the_middle_of_addresses_and_numbers_of_people_is_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_a_document_is_masked_at_every_depth_and_its_long_texts_are_cut() -> None:
    shown = masked_facts({"to": ["li.si@example.com"], "data": {"phone": "13812345678", "n": 3}, "body": "长" * 200})
    assert shown["to"] == "['li***@example.com']"
    assert (shown["data.phone"], shown["data.n"]) == ("138****5678", "3")
    assert len(shown["body"]) == SHOWN_LENGTH + 1
