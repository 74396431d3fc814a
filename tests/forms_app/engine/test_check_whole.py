"""What publishing finds in a form as a whole; each defect is sown in a form that is otherwise sound."""

from dataclasses import replace

import pytest

from forms_app.engine.check import form_problems
from forms_app.engine.check_whole import answered_types, type_problems
from forms_app.engine.problems import Problem
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FormSpec, SectionSpec

YES_NO = (Choice("是", "是"), Choice("否", "否"))
PAID = FieldSpec(id="fpaid", key="paid", label="是否付款", type="radio", choices=YES_NO)
SUM = FieldSpec(id="fsum", key="sum", label="金额", type="number")
DETAILS = FieldSpec(
    id="ftable",
    key="rows",
    label="明细",
    type="table",
    columns=(FieldSpec(id="ccount", key="count", label="数量", type="number"),),
)
SECTION = SectionSpec(id="s1", key="s1", title="付款", fields=(PAID, SUM, DETAILS))
SOUND = FormSpec(code="c", title="付款表", sections=(SECTION,))


def sown(**changes: object) -> FormSpec:
    """Return the form with other attributes of the field 金额."""
    fields = (PAID, replace(SUM, **changes), DETAILS)  # type: ignore[arg-type]
    return replace(SOUND, sections=(replace(SECTION, fields=fields),))


def found(spec: FormSpec, word: str) -> list[Problem]:
    return [one for one in form_problems(spec) if word in one.message]


def test_a_sound_form_has_no_problem() -> None:
    assert form_problems(SOUND) == []


@pytest.mark.parametrize(
    ("spec", "word", "place", "blocks"),
    [
        (
            sown(visible='AND([#fpaid]="是",[#fpaid]="否")'),
            "never be reached",
            ("sections", 0, "fields", 1, "visible"),
            True,
        ),
        (
            sown(visible='OR([#fpaid]="是",NOT([#fpaid]="是"))'),
            "always asked",
            ("sections", 0, "fields", 1, "visible"),
            False,
        ),
        (
            replace(SOUND, sections=(replace(SECTION, visible='AND([#fpaid]="是",[#fpaid]="否")'),)),
            "never be reached",
            ("sections", 0, "visible"),
            True,
        ),
        (
            replace(
                SOUND,
                sections=(
                    replace(SECTION, fields=(PAID,)),
                    SectionSpec(
                        id="s2",
                        key="s2",
                        title="二",
                        visible='[#fpaid]="是"',
                        fields=(replace(SUM, visible='[#fpaid]="否"'),),
                    ),
                ),
            ),
            "contradicts",
            ("sections", 1, "fields", 0, "visible"),
            True,
        ),
        (
            replace(SOUND, checks=(CheckSpec(id="k", formula="AND([#fsum]>2,[#fsum]<1)", message="错"),)),
            "never hold",
            ("checks", 0, "formula"),
            True,
        ),
        (
            replace(SOUND, checks=(CheckSpec(id="k", formula="OR([#fsum]>1,NOT([#fsum]>1))", message="错"),)),
            "always holds",
            ("checks", 0, "formula"),
            False,
        ),
        (sown(label="是否付款"), "several fields", ("sections", 0, "fields", 0, "label"), False),
    ],
)
def test_a_defect_is_found_at_its_place(spec: FormSpec, word: str, place: tuple[str | int, ...], blocks: bool) -> None:
    problems = found(spec, word)
    assert problems
    assert (problems[0].place, problems[0].blocks) == (place, blocks)


def test_a_printed_field_without_a_place_on_the_official_sheet_is_named() -> None:
    fields = (replace(PAID, paper={"row": 1}), SUM, replace(DETAILS, printed=False))
    problems = found(replace(SOUND, sections=(replace(SECTION, fields=fields),)), "no place")
    assert [(one.params["field"], one.place) for one in problems] == [("金额", ("sections", 0, "fields", 1, "paper"))]


def test_a_form_without_an_official_layout_needs_no_places() -> None:
    assert not found(SOUND, "no place")


def test_another_type_than_that_of_the_answers_is_refused() -> None:
    before = answered_types(SOUND)
    changed = sown(type="money")
    assert [one.params["field"] for one in type_problems(changed, before)] == ["金额"]
    assert list(type_problems(SOUND, before)) == []
    column = replace(DETAILS.columns[0], type="text")
    table = replace(SECTION, fields=(PAID, SUM, replace(DETAILS, columns=(column,))))
    problems = list(type_problems(replace(SOUND, sections=(table,)), before))
    assert [(one.params["field"], one.place) for one in problems] == [
        ("明细 / 数量", ("sections", 0, "fields", 2, "columns", 0))
    ]
