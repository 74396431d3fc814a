"""Messages fill named placeholders and evaluate nothing."""

from cases.engine.templates import fill, unknown_placeholders


def test_placeholders_are_filled_by_name() -> None:
    assert fill("{title}（{case_number}）", {"title": "甲厂", "case_number": "LB-1"}) == "甲厂（LB-1）"


def test_a_value_is_never_read_as_a_template() -> None:
    assert fill("{comment}", {"comment": "{title} {0.__class__}", "title": "甲厂"}) == "{title} {0.__class__}"


def test_attribute_access_and_format_codes_are_not_placeholders() -> None:
    assert unknown_placeholders("{title.__class__} {0} {title!r} {comment:>9999999} {state}") == [
        "title.__class__",
        "0",
        "title!r",
        "comment:>9999999",
    ]
