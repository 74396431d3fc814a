"""Patterns: they mean what regular expressions mean, and no pattern can keep the server busy."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.answers import TypedInput
from forms_app.engine.check import form_problems
from forms_app.engine.fields import field_type
from forms_app.engine.pattern import LONGEST_TEXT, PatternError, check_pattern, suits
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from tests.forms_app.engine.specs import LOOKUPS, a_field


def read(spec: FieldSpec, text: str):
    kind = field_type(spec.type)
    return kind.clean(spec, kind.parse(spec, TypedInput({"f1": text})), LOOKUPS)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("[0-9]{6}", ["123456"], ["12345", "1234567", "12345a", ""]),
        (r"^\d{3}-\d{4,}$", ["025-1234", "025-12345678"], ["025-123", "0251234"]),
        ("^苏[A-Z][A-Z0-9]{5}$|^无$", ["苏A12345", "无"], ["苏a12345", "无无", "浙A12345"]),
        (r"[\u4e00-\u9fa5]{2,4}", ["张三", "欧阳修之"], ["张", "zhang", "一二三四五"]),
        (r"(?:ab|c)*d?", ["", "d", "abcabd"], ["a", "dd"]),
        (r"[^\s,，]+", ["甲乙"], ["甲 乙", "甲，乙", ""]),
        (r"\w+@\w+\.com", ["a_1@b.com"], ["a@b_com", "é@b.com"]),
        (r"[]a\-]+", ["]a-"], ["b"]),
        (r"a+?b", ["aab"], ["b"]),
        (r"\x{20BB7}野家", ["𠮷野家"], ["吉野家"]),
        ("", [""], ["a"]),
        ("a{0}b", ["b"], ["ab"]),
    ],
)
def test_a_pattern_must_suit_the_whole_text(pattern: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not suits(pattern, text)] == []
    assert [text for text in bad if suits(pattern, text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1",
        "(?=a)b",
        "(?<x>a)",
        "a^b",
        "a$b",
        "(^a$)",
        "[a",
        "(a",
        "a)",
        "*a",
        "a{2",
        "a{3,2}",
        "a{x}",
        "a**",
        r"\p{Han}",
        "[z-a]",
        "[[:alpha:]]",
        "a{1000}{1000}",
        "(a{100}){100}",
        "(" * 40 + "a" + ")" * 40,
        "a" * 301,
        "\\",
        r"\uzzzz",
    ],
)
def test_what_cannot_be_answered_without_backtracking_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+b", "a" * LONGEST_TEXT),
        ("(a|a)*b", "a" * LONGEST_TEXT),
        ("(a|aa)+", "a" * (LONGEST_TEXT - 1) + "b"),
        ("(.*)*(.*)*(.*)*x", "ay" * (LONGEST_TEXT // 2)),
        ("[ab]*a[ab]{200}", "ab" * (LONGEST_TEXT // 2)),
        ("((a?){30}a{30}){3}", "a" * LONGEST_TEXT),
    ],
)
def test_no_pattern_keeps_the_server_busy(pattern: str, text: str) -> None:
    began = time.process_time()
    suits(pattern, text)
    assert time.process_time() - began < 2


def test_a_text_that_is_too_long_never_suits() -> None:
    assert suits("a*", "a" * LONGEST_TEXT)
    assert not suits("a*", "a" * (LONGEST_TEXT + 1))


_ATOMS = st.sampled_from(["a", "b", "1", ".", r"\d", r"\w", "[ab]", "[^a]", "[a-c1]", r"\-"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}"])
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, counts).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


@settings(max_examples=400, deadline=None)
@given(pattern=st.recursive(_ATOMS, _larger, max_leaves=8), text=st.text("ab1c-", max_size=8))
def test_patterns_mean_what_regular_expressions_mean(pattern: str, text: str) -> None:
    assert suits(pattern, text) == bool(re.compile(pattern, re.ASCII).fullmatch(text))


def test_a_text_that_is_written_otherwise_is_refused_with_the_words_of_the_form() -> None:
    spec = a_field("text", pattern="[0-9]{6}", pattern_message="邮政编码是6位数字。")
    assert read(spec, "210000") == ("210000", [])
    value, (fault,) = read(spec, "21000")
    assert (value, fault.code, fault.message % fault.params) == (None, "pattern", "邮政编码是6位数字。")
    _value, (plain,) = read(a_field("text", pattern="[0-9]{6}"), "21000")
    assert "问题" in plain.message % plain.params


@pytest.mark.parametrize(
    ("attributes", "place"),
    [
        ({"type_": "text", "pattern": r"(a)\1"}, "pattern"),
        ({"type_": "text", "pattern": "a*", "max_length": 2000}, "max_length"),
        ({"type_": "number", "default": "十"}, "default"),
        ({"type_": "number", "default": "5", "min_value": "6"}, "default"),
        ({"type_": "radio", "default": "丙", "choices": [{"value": "a", "label": "甲"}]}, "default"),
        ({"type_": "email", "default": "a@example.com"}, "default"),
    ],
)
def test_a_pattern_or_default_that_cannot_be_keeps_a_form_from_being_published(attributes, place: str) -> None:
    spec = FormSpec("c", "表", (SectionSpec("s", "s", "节", fields=(a_field(**attributes),)),))
    problems = form_problems(spec)
    assert [(one.place[-1], one.blocks) for one in problems] == [(place, True)]
