"""Text as people type it."""

from cms.core.text import count_characters, to_half_width


def test_full_width_numbers_become_half_width() -> None:
    assert to_half_width("　４５６．５ ") == "456.5"


def test_full_width_letters_and_signs_become_half_width() -> None:
    assert to_half_width("（ＡＢ）－１２％：＠") == "(AB)-12%:@"


def test_a_line_break_counts_once_however_it_is_sent() -> None:
    assert count_characters("一\r\n二") == count_characters("一\n二") == 3


def test_a_character_outside_the_basic_plane_counts_once() -> None:
    assert count_characters("𠮷野") == 2
