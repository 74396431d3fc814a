"""What each field type takes, refuses and shows."""

from typing import Any

import pytest

from forms_app.engine.answers import TypedInput
from forms_app.engine.faults import Fault
from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec
from tests.forms_app.engine.specs import FILE_ID, LOOKUPS, SECOND_FILE_ID, a_field, choices, every_type, sheet


def read(spec: FieldSpec, require: bool = False, **inputs: Any) -> tuple[Any, list[Fault]]:
    """Parse and clean; the inputs are named after what stands behind the field id."""
    names = {f"f1{'-' + name.replace('__', '-') if name != 'self' else ''}": value for name, value in inputs.items()}
    kind = field_type(spec.type)
    value, faults = kind.clean(spec, kind.parse(spec, TypedInput(names)), LOOKUPS)
    return value, [*faults, *(kind.required_faults(spec, value) if require else [])]


def value_of(spec: FieldSpec, text: Any) -> Any:
    value, faults = read(spec, self=text)
    assert faults == []
    return value


def refused(spec: FieldSpec, text: Any) -> str:
    value, faults = read(spec, self=text)
    assert value is None
    assert [fault.path for fault in faults] == ["f1"]
    return faults[0].code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("４５６．５", "456.5"),
        ("456。5", "456.5"),
        ("１，２３４", "1234"),
        ("1,234,567.50", "1234567.5"),
        (" 0012 ", "12"),
        ("-０", "0"),
        ("1e3", None),
        ("－3", "-3"),
        ("124人", "124"),
        ("124吨", None),
        ("12.3.4", None),
        ("abc", None),
        ("٣", None),
        ("9" * 16, None),
        ("1.1234567", None),
        (".5", "0.5"),
    ],
)
def test_numbers_are_normalised_and_nothing_else_passes(typed: str, stored: str | None) -> None:
    spec = a_field("number", unit="人", allow_negative=True)
    if stored is None:
        assert refused(spec, typed)
    else:
        assert value_of(spec, typed) == stored


def test_a_number_cannot_be_negative_unless_the_form_allows_it() -> None:
    assert refused(a_field("number"), "-1") == "negative"
    assert value_of(a_field("number", allow_negative=True), "-1") == "-1"


def test_a_whole_number_takes_no_decimals() -> None:
    assert refused(a_field("number", decimals=0), "1.5") == "decimals"
    assert value_of(a_field("number", decimals=0), "1.0") == "1"


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("6500", "65000000.00"), ("６５００．５", "65005000.00"), ("0.01", "100.00"), ("6,500万元", "65000000.00")],
)
def test_money_is_typed_in_its_unit_and_kept_in_yuan(typed: str, yuan: str) -> None:
    assert value_of(a_field("money", unit="万元"), typed) == yuan


def test_money_in_a_foreign_unit_is_refused() -> None:
    assert refused(a_field("money", unit="万元"), "6500元") == "unit"
    assert refused(a_field("money", unit="元"), "6500万元") == "unit"


def test_money_takes_one_yuan_in_ten_thousands_when_the_form_says_four_decimals() -> None:
    assert refused(a_field("money", unit="万元"), "0.0001") == "decimals"
    assert value_of(a_field("money", unit="万元", decimals=4), "0.0001") == "1.00"
    assert refused(a_field("money", unit="万元", decimals=8), "0.00000001") == "fen"


def test_money_is_shown_with_two_decimals_in_its_unit() -> None:
    spec = a_field("money", unit="万元")
    kind = field_type("money")
    assert kind.display(spec, "65000000.00", LOOKUPS) == "6,500.00 万元"
    assert kind.paper(spec, "65000000.00", LOOKUPS) == "6500.00"
    assert kind.to_inputs(spec, "65000000.00") == {"f1": "6500"}


@pytest.mark.row("JS-63")
def test_a_period_ends_after_it_starts_and_cost_has_two_decimals() -> None:
    section = sheet().sections[2]
    period = next(spec for spec in section.fields if spec.key == "period")
    kind = field_type(period.type)
    post = TypedInput({f"{period.id}-start": "2025年10月20日", f"{period.id}-end": "2025-10-19"})
    value, faults = kind.clean(period, kind.parse(period, post), LOOKUPS)
    assert value == {"start": "2025-10-20"}
    assert [(fault.code, fault.path, fault.blocks) for fault in faults] == [
        ("end_before_start", f"{period.id}-end", True)
    ]
    cost = next(spec for spec in section.fields if spec.key == "total_cost")
    money = field_type(cost.type)
    stored, _faults = money.clean(cost, "120.5", LOOKUPS)
    assert money.display(cost, stored, LOOKUPS) == "120.50 万元"
    assert money.paper(cost, stored, LOOKUPS) == "120.50"
    assert [fault.code for fault in money.clean(cost, "120.555", LOOKUPS)[1]] == ["decimals"]


@pytest.mark.row("JS-54")
@pytest.mark.parametrize("sign", ["字", "。", "\n", "𠮷"])
def test_five_hundred_characters_are_accepted_and_501_refused(sign: str) -> None:
    profile = next(spec for _section, spec in sheet().fields() if spec.key == "profile")
    kind = field_type(profile.type)
    filler = "字" * 499
    accepted, faults = kind.clean(profile, kind.parse(profile, TypedInput({profile.id: filler + sign})), LOOKUPS)
    assert accepted == filler + sign
    assert faults == []
    value, faults = kind.clean(profile, kind.parse(profile, TypedInput({profile.id: filler + sign + "字"})), LOOKUPS)
    assert value is None
    assert [(fault.code, fault.params["count"]) for fault in faults] == [("too_long", 501)]


def test_a_windows_line_break_counts_one_character() -> None:
    assert value_of(a_field("textarea", max_length=3), "甲\r\n乙") == "甲\n乙"


def test_free_text_stays_as_typed_in_full_width() -> None:
    assert value_of(a_field("text"), "（Ａ１）有限公司") == "（Ａ１）有限公司"


def test_what_a_database_cannot_store_is_left_out_of_text() -> None:
    assert value_of(a_field("text"), "甲\x00乙\ud800") == "甲乙"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("１３８ ００００ ００００", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("０９９９－１２３４５６７", "0999-1234567"),
        ("(0999)1234567", "0999-1234567"),
        ("01012345678", "010-12345678"),
        ("000-00000500", "000-00000500"),
        ("0999-1234567-801", "0999-1234567-801"),
        ("400 123 4567", "4001234567"),
        ("12345", None),
        ("138000000000", None),
        ("电话", None),
    ],
)
def test_telephone_numbers_are_brought_to_one_spelling(typed: str, stored: str | None) -> None:
    if stored is None:
        assert refused(a_field("phone"), typed) == "phone"
    else:
        assert value_of(a_field("phone"), typed) == stored


def test_an_email_address_is_normalised_and_checked() -> None:
    assert value_of(a_field("email"), "ａ＠example．com") == "a@example.com"
    assert refused(a_field("email"), "a@b") == "email"


def test_a_credit_code_is_normalised_and_its_check_character_verified() -> None:
    assert value_of(a_field("credit_code"), "９１９９９９０２pdy000319p") == "91999902PDY000319P"
    assert refused(a_field("credit_code"), "91999902PDY000319X") == "credit_code_check"
    assert refused(a_field("credit_code"), "9199") == "credit_code_length"


@pytest.mark.parametrize("typed", ["２０２６年１月５日", "2026-01-05", "2026/1/5", "2026.1.5", "20260105"])
def test_a_date_may_be_written_in_many_ways(typed: str) -> None:
    assert value_of(a_field("date"), typed) == "2026-01-05"


@pytest.mark.parametrize("typed", ["2026-02-30", "26-1-5", "2026年1月", "0001-01-01"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert refused(a_field("date"), typed) == "date"


def test_a_region_is_a_known_county() -> None:
    assert value_of(a_field("region"), "９９９９２１") == "999921"
    assert refused(a_field("region"), "999999") == "region"
    assert refused(a_field("region"), "999900") == "region_level"
    assert field_type("region").display(a_field("region"), "999921", LOOKUPS) == "云溪市青岚县"


@pytest.mark.row("JS-55")
def test_two_ownerships_cannot_be_given() -> None:
    ownership = next(spec for _section, spec in sheet().fields() if spec.key == "ownership")
    kind = field_type(ownership.type)
    assert [choice.label for choice in ownership.choices] == ["国有", "民营", "外资", "混合所有制", "其他"]
    value, faults = kind.clean(ownership, kind.parse(ownership, TypedInput({ownership.id: ["国有", "民营"]})), LOOKUPS)
    assert value is None
    assert [fault.code for fault in faults] == ["one_only"]


@pytest.mark.row("JS-57")
def test_no_quality_title_excludes_the_other_two() -> None:
    quality = next(spec for _section, spec in sheet().fields() if spec.key == "quality")
    kind = field_type(quality.type)
    assert [choice.label for choice in quality.choices] == ["无", "创新型中小企业", "专精特新中小企业"]
    for other in ("创新型中小企业", "专精特新中小企业"):
        value, faults = kind.clean(quality, kind.parse(quality, TypedInput({quality.id: ["无", other]})), LOOKUPS)
        assert value is None
        assert [fault.code for fault in faults] == ["one_only"]


def test_an_option_that_is_not_offered_is_refused() -> None:
    assert refused(a_field("radio", choices=choices("甲")), "乙") == "choice"
    assert refused(a_field("checkbox", choices=choices("甲")), ["甲", "乙"]) == "choice"


def test_an_exclusive_option_stands_alone() -> None:
    spec = every_type()["checkbox"]
    assert refused(spec, ["公有云", "未上"]) == "exclusive"
    assert value_of(spec, ["未上"]) == {"selected": ["未上"], "texts": {}}


def test_words_beside_a_choice_are_asked_for_where_the_form_says_so() -> None:
    spec = every_type()["checkbox"]
    value, faults = read(spec, require=True, self=["公有云", "私有云"])
    assert value == {"selected": ["公有云", "私有云"], "texts": {}}
    assert [(fault.code, fault.path) for fault in faults] == [("required_text", "f1-text-0")]
    value, faults = read(spec, require=True, self=["公有云"], text__0="示范云")
    assert value == {"selected": ["公有云"], "texts": {"公有云": "示范云"}}
    assert faults == []
    assert field_type("checkbox").paper(spec, value, LOOKUPS) == "☑公有云：示范云　□私有云：　□未上"


@pytest.mark.parametrize(("key", "answer"), [("eval_pass", "否"), ("is_model", "是")])
def test_a_verdict_without_its_reason_is_refused(key: str, answer: str) -> None:
    spec = next(spec for _section, spec in sheet().fields() if spec.key == key)
    kind = field_type(spec.type)
    value, _faults = kind.clean(spec, kind.parse(spec, TypedInput({spec.id: answer})), LOOKUPS)
    assert [fault.path for fault in kind.required_faults(spec, value)] == [f"{spec.id}-text"]
    post = TypedInput({spec.id: answer, f"{spec.id}-text": "理由"})
    value, _faults = kind.clean(spec, kind.parse(spec, post), LOOKUPS)
    assert kind.required_faults(spec, value) == []


@pytest.mark.row("JS-64")
def test_levels_come_from_the_scale_and_a_step_down_is_flagged_but_allowed() -> None:
    level = next(spec for _section, spec in sheet().fields() if spec.key == "level")
    kind = field_type(level.type)
    assert [choice.label for choice in level.choices] == ["未达一级", "一级", "二级", "三级", "四级"]
    post = TypedInput({f"{level.id}-before": "二级", f"{level.id}-after": "一级"})
    value, faults = kind.clean(level, kind.parse(level, post), LOOKUPS)
    assert value == {"before": "二级", "after": "一级"}
    assert [(fault.code, fault.severity) for fault in faults] == [("lower_after", "notice")]
    post = TypedInput({f"{level.id}-before": "二级", f"{level.id}-after": "五级"})
    value, faults = kind.clean(level, kind.parse(level, post), LOOKUPS)
    assert value == {"before": "二级"}
    assert [(fault.code, fault.blocks) for fault in faults] == [("choice", True)]


def test_rows_keep_their_ids_and_blank_rows_go() -> None:
    spec = a_field("item_list")
    value, faults = read(spec, rows="r3,r1,r2", r3__text="三", r1__text=" ", r2__text="二")
    assert value == [{"id": "r3", "text": "三"}, {"id": "r2", "text": "二"}]
    assert faults == []


def test_a_row_with_content_must_have_its_required_cells() -> None:
    spec = every_type()["table"]
    value, faults = read(spec, require=True, rows="r1,r2", r1__c2="12.5", r2__c2="abc")
    assert value == [{"id": "r1", "c2": "125000.00"}]
    assert [(fault.path, fault.row) for fault in faults] == [("f1-r2-c2", 2), ("f1-r1-c1", 1)]


def test_rows_are_counted() -> None:
    spec = a_field("item_list", min_items=2, max_items=2)
    assert [f.code for f in read(spec, require=True, rows="r1", r1__text="一")[1]] == ["min_items"]
    three = {f"r{n}__text": "字" for n in range(3)}
    assert [f.code for f in read(spec, rows="r0,r1,r2", **three)[1]] == ["max_items"]
    assert read(spec, require=True)[1] == []


@pytest.mark.row("JS-66")
def test_providers_are_evaluated_product_by_product() -> None:
    spec = next(spec for _section, spec in sheet().fields() if spec.key == "provider_eval")
    kind = field_type(spec.type)
    columns = {column.key: column.id for column in spec.columns}
    inputs = {f"{spec.id}-rows": "r1,r2,r3"}
    for row, (provider, product) in enumerate([("甲", "数采"), ("甲", "看板"), ("乙", "网关")], start=1):
        cells = {"provider": provider, "product": product, "rating": "满意", "comment": f"好用{row}"}
        inputs.update({f"{spec.id}-r{row}-{columns[key]}": text for key, text in cells.items()})
    value, faults = kind.clean(spec, kind.parse(spec, TypedInput(inputs)), LOOKUPS)
    assert [*faults, *kind.required_faults(spec, value)] == []
    shown = kind.display(spec, value, LOOKUPS)
    assert len(shown) == 3
    assert shown[2].text == "数字化服务商：乙；产品：网关；评价：满意；评价说明：好用3"
    del inputs[f"{spec.id}-r2-{columns['rating']}"]
    value, _faults = kind.clean(spec, kind.parse(spec, TypedInput(inputs)), LOOKUPS)
    assert [fault.path for fault in kind.required_faults(spec, value)] == [f"{spec.id}-r2-{columns['rating']}"]


@pytest.mark.row("JS-71")
def test_nine_metrics_are_offered_with_units_and_free_ones_allowed() -> None:
    effects = [spec for _section, spec in sheet().fields() if spec.type == "metrics"]
    assert len(effects) == 7
    for spec in effects:
        assert len({one["name"] for one in spec.suggestions}) == 9
        assert all(one["unit"] for one in spec.suggestions)
    spec = effects[0]
    kind = field_type(spec.type)
    post = TypedInput(
        {
            f"{spec.id}-rows": "r1",
            f"{spec.id}-r1-name": "自定指标",
            f"{spec.id}-r1-unit": "次/日",
            f"{spec.id}-r1-before": "３５",
            f"{spec.id}-r1-after": "80",
        }
    )
    value, faults = kind.clean(spec, kind.parse(spec, post), LOOKUPS)
    assert faults == []
    assert value == [{"id": "r1", "name": "自定指标", "unit": "次/日", "before": "35", "after": "80"}]
    assert str(kind.display(spec, value, LOOKUPS)[0]) == "自定指标：35次/日 → 80次/日（+128.57%）"


def test_an_effect_may_be_told_in_words_but_needs_a_name() -> None:
    spec = a_field("metrics")
    value, faults = read(spec, require=True, rows="r1", r1__before="人工抄表", r1__after="自动采集")
    assert value == [{"id": "r1", "before": "人工抄表", "after": "自动采集"}]
    assert [(fault.path, fault.row) for fault in faults] == [("f1-r1-name", 1)]


def test_a_file_must_exist_and_be_of_an_accepted_kind() -> None:
    spec = a_field("file", accept=["pdf"])
    value, faults = read(spec, self=[FILE_ID, SECOND_FILE_ID, "nowhere"])
    assert value == [FILE_ID]
    assert [fault.code for fault in faults] == ["file", "file_kind"]
    assert field_type("file").parse(spec, TypedInput({"f1": FILE_ID}), [SECOND_FILE_ID]) == [FILE_ID, SECOND_FILE_ID]


def test_items_are_numbered_on_paper() -> None:
    spec = a_field("item_list")
    value = [{"id": "r1", "text": "一"}, {"id": "r2", "text": "二"}, {"id": "r3", "text": "三"}]
    assert field_type("item_list").paper(spec, value, LOOKUPS) == "1. 一\n2. 二\n3. 三"
