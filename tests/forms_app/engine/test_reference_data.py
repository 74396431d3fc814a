"""Options come from code lists when a form is published; what the site does not have is named."""

from dataclasses import replace

from forms_app.engine.reference_data import freeze_code_lists, reference_problems
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FormSpec, SectionSpec

ITEMS = [
    ("34", "通用设备制造业", ""),
    ("348", "通用零部件制造", "34"),
    ("3484", "机械零部件加工", "348"),
    ("35", "专用设备制造业", ""),
]


def items_of(code: str) -> list[tuple[str, str, str]] | None:
    return ITEMS if code == "industry" else None


def form(*fields: FieldSpec, checks: tuple[CheckSpec, ...] = ()) -> FormSpec:
    return FormSpec("f", "表", (SectionSpec("s", "s", "一", fields=fields),), checks=checks)


def choice_field(key: str, kind: str = "select", **more: object) -> FieldSpec:
    return FieldSpec(key, key, key, kind, code_list="industry", **more)


def frozen(*fields: FieldSpec) -> list[list[Choice]]:
    return [list(one.choices) for _section, one in freeze_code_lists(form(*fields), items_of).fields()]


def test_a_tree_field_gets_the_whole_list() -> None:
    [choices] = frozen(choice_field("a", "industry"))
    assert [(one.value, one.parent) for one in choices] == [("34", ""), ("348", "34"), ("3484", "348"), ("35", "")]


def test_a_plain_choice_gets_the_top_and_the_field_below_it_the_next_level() -> None:
    top, below, third = frozen(choice_field("a"), choice_field("b", cascade="a"), choice_field("c", cascade="b"))
    assert [one.value for one in top] == ["34", "35"]
    assert [(one.value, one.parent) for one in below] == [("348", "34")]
    assert [(one.value, one.parent) for one in third] == [("3484", "348")]


def test_a_column_of_a_table_gets_its_options_too() -> None:
    table = FieldSpec("t", "t", "t", "table", columns=(choice_field("a"),))
    spec = freeze_code_lists(form(table), items_of)
    assert [one.value for one in spec.sections[0].fields[0].columns[0].choices] == ["34", "35"]


def test_what_the_form_says_of_an_option_stays() -> None:
    [choices] = frozen(choice_field("a", choices=(Choice("35", "旧名称", score="5"), Choice("99", "没有了"))))
    assert choices == [Choice("34", "通用设备制造业"), Choice("35", "专用设备制造业", score="5")]


def test_a_form_without_code_lists_is_the_same_object() -> None:
    spec = form(FieldSpec("a", "a", "a", "text"))
    assert freeze_code_lists(spec, items_of) is spec


def test_unknown_lists_and_tables_are_named_with_their_place() -> None:
    spec = form(
        replace(choice_field("a"), code_list="gone"),
        FieldSpec("n", "n", "n", "number", formula='LOOKUP("没有的表", 1)'),
        checks=(CheckSpec("c", 'LOOKUP("上限.金额", [#n]) >= 1', "超出"),),
    )
    found = reference_problems(spec, items_of, {"上限"})
    assert [problem.place for problem in found] == [
        ("sections", 0, "fields", 0, "code_list"),
        ("sections", 0, "fields", 1, "formula"),
        ("checks", 0, "formula"),
    ]
    assert len(reference_problems(spec, items_of, {"上限", "上限.金额"})) == 2
