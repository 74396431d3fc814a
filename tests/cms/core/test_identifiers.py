"""Credit codes by GB 32100."""

import json
from pathlib import Path

import pytest

from cms.core.identifiers import (
    CREDIT_CODE_ALPHABET,
    CREDIT_CODE_WEIGHTS,
    check_credit_code,
    credit_code_check_character,
    credit_code_warning,
    normalise_credit_code,
)

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "uscc_vectors.json").read_text(encoding="utf-8"))
NORMALISED_KINDS = {"trim", "upper"}


def codes(group: str) -> list[str]:
    return [vector["code"] for vector in VECTORS[group]]


@pytest.mark.parametrize("code", codes("valid"))
def test_published_codes_are_valid(code: str) -> None:
    assert check_credit_code(code) is None


@pytest.mark.parametrize("code", codes("edge"))
def test_codes_at_the_edges_are_valid_check_character_zero_and_body_digit_x(code: str) -> None:
    assert check_credit_code(code) is None
    assert credit_code_warning(code) is None


@pytest.mark.parametrize(
    ("code", "kind"), [(v["code"], v["kind"]) for v in VECTORS["invalid"] if v["kind"] not in NORMALISED_KINDS]
)
def test_a_wrong_code_names_its_fault(code: str, kind: str) -> None:
    fault = check_credit_code(normalise_credit_code(code))
    assert fault is not None
    assert fault.code == kind


@pytest.mark.parametrize("code", [v["code"] for v in VECTORS["invalid"] if v["kind"] in NORMALISED_KINDS])
def test_blanks_and_lower_case_are_normalised_and_then_valid(code: str) -> None:
    assert check_credit_code(code) is not None
    assert check_credit_code(normalise_credit_code(code)) is None


def test_full_width_grouped_and_invisible_characters_are_normalised() -> None:
    assert normalise_credit_code("９１４４０３００　1922-0382\u200b16\n") == "914403001922038216"


def test_the_alphabet_and_weights_are_those_of_the_standard() -> None:
    assert VECTORS["alphabet"] == CREDIT_CODE_ALPHABET
    assert tuple(VECTORS["weights"]) == CREDIT_CODE_WEIGHTS


def test_every_single_wrong_character_is_found() -> None:
    code = "914403001922038216"
    for position in range(17):
        for char in CREDIT_CODE_ALPHABET:
            changed = code[:position] + char + code[position + 1 :]
            assert (check_credit_code(changed) is None) == (char == code[position])


def test_a_look_alike_letter_gets_a_suggestion() -> None:
    fault = check_credit_code("914403001922O38216")
    assert fault is not None
    assert fault.params == {"position": 13, "char": "O", "instead": "0"}


def test_an_empty_code_is_asked_for() -> None:
    fault = check_credit_code("")
    assert fault is not None
    assert fault.code == "empty"


def test_a_body_that_fails_gb_11714_only_warns() -> None:
    first = "91440300" + "192203822"  # the body digit should be 1
    code = first + credit_code_check_character(first)
    assert check_credit_code(code) is None
    warning = credit_code_warning(code)
    assert warning is not None
    assert warning.code == "body"
