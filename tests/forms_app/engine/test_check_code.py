"""The check code: short, typed without mistakes, and another one for every other content."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from forms_app.engine.check_code import ALPHABET, certified_answers, check_code, code_from
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

VERSION, ANSWERS = "a" * 64, "b" * 64


def test_the_same_content_has_the_same_code_and_any_other_another() -> None:
    code = check_code(VERSION, ANSWERS)
    assert code == check_code(VERSION, ANSWERS) == "KTPE-APVF-SVKB"
    codes = {check_code(VERSION, f"{number:064x}") for number in range(2000)}
    assert len(codes) == 2000
    assert check_code("c" * 64, ANSWERS) != code


def test_no_sign_of_the_alphabet_can_be_taken_for_another() -> None:
    assert not set("0O1ILZU") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 29


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_a_code_is_read_however_it_is_typed(answers: str) -> None:
    code = check_code(VERSION, answers)
    plain = code.replace("-", "")
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in plain)
    for typed in (plain, plain.lower(), f" {code} ", code.replace("-", "－"), code.replace("-", " "), full_width):
        assert code_from(typed) == code
    assert code_from(f"https://pilot.example.com/verify/{code}/") == code


def test_every_single_wrong_sign_is_noticed() -> None:
    plain = check_code(VERSION, ANSWERS).replace("-", "")
    for at, sign in itertools.product(range(len(plain)), ALPHABET):
        if plain[at] != sign:
            assert code_from(plain[:at] + sign + plain[at + 1 :]) is None


def test_every_two_signs_that_changed_places_are_noticed() -> None:
    plain = check_code(VERSION, ANSWERS).replace("-", "")
    for first, second in itertools.combinations(range(len(plain) - 1), 2):
        if plain[first] != plain[second]:
            signs = list(plain)
            signs[first], signs[second] = signs[second], signs[first]
            assert code_from("".join(signs)) is None


def test_what_is_no_code_is_none() -> None:
    for typed in ("", "KTPE", "KTPE-APVF-SVK", "KTPE-APVF-SVKB2", "草稿", "0" * 12, "x" * 5000):
        assert code_from(typed) is None


def test_a_stamped_scan_does_not_change_what_it_certifies() -> None:
    fields = (FieldSpec("f1", "a", "名称", "text"), FieldSpec("f2", "b", "盖章扫描件", "scan"))
    spec = FormSpec(code="x", title="x", sections=(SectionSpec("s", "s", "一", fields=fields),))
    answers = {"s": {"f1": "甲"}}
    assert certified_answers(spec, {"s": {"f1": "甲", "f2": ["id"]}}) == certified_answers(spec, answers) == answers
    assert certified_answers(spec, {"s": {"f2": ["id"]}}) == {}
