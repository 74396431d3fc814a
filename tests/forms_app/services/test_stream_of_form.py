"""The builder's streams lose nothing of a form: form → streams → form is the same form."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_app.admin.palette import PALETTE
from forms_app.engine.compile import spec_to_json
from forms_app.engine.fields import COLUMN_TYPES, field_types
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import definition_fill, spec_of_definition

words = st.text("甲乙丙丁营业收入abc（）[]=，*", min_size=1, max_size=8)
maybe = st.one_of(st.just(""), words)
ids = st.text("abcdefghij234567", min_size=8, max_size=8)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
decimals = st.sampled_from(["", "0", "-1.5", "100"])
counts = st.one_of(st.none(), st.integers(1, 9))
choices = st.builds(
    Choice,
    value=words,
    label=words,
    text=st.sampled_from(["", "optional", "required"]),
    exclusive=st.booleans(),
    parent=maybe,
    score=decimals,
)
rows = st.builds(FixedRow, id=ids, label=words)
suggestions = st.fixed_dictionaries({"name": words, "unit": words, "group": words})


def _fields(types: Any, columns: Any) -> Any:
    return st.builds(
        FieldSpec,
        id=ids,
        key=keys,
        label=words,
        type=types,
        help=maybe,
        required=st.booleans(),
        unit=maybe,
        max_length=counts,
        min_items=st.integers(0, 5),
        max_items=counts,
        decimals=counts,
        allow_negative=st.booleans(),
        min_value=decimals,
        max_value=decimals,
        choices=st.lists(choices, max_size=3).map(tuple),
        code_list=maybe,
        cascade=maybe,
        directory=st.sampled_from(["", "provider", "product"]),
        columns=columns,
        rows=st.lists(rows, max_size=2).map(tuple),
        total=st.booleans(),
        formula=maybe,
        visible=maybe,
        suggestions=st.lists(suggestions, max_size=2).map(tuple),
        accept=st.lists(st.sampled_from(["pdf", "jpg"]), max_size=2).map(tuple),
        max_size_mb=counts,
        group=maybe,
        prefill=maybe,
        stage=st.sampled_from(["", "before", "after"]),
        printed=st.booleans(),
        private=st.booleans(),
        indexed=st.booleans(),
        paper=st.dictionaries(keys, words, max_size=2),
    )


fields = _fields(
    st.sampled_from(sorted(field_types())),
    st.lists(_fields(st.sampled_from(sorted(COLUMN_TYPES)), st.just(())), max_size=2).map(tuple),
)
sections = st.builds(
    SectionSpec,
    id=ids,
    key=keys,
    title=words,
    number=maybe,
    title_suffix=maybe,
    intro=maybe,
    parties=st.lists(st.sampled_from(["enterprise", "provider", "county"]), unique=True).map(tuple),
    stage=st.sampled_from(["", "before", "after"]),
    visible=maybe,
    fields=st.lists(fields, max_size=4).map(tuple),
    paper=st.dictionaries(keys, words, max_size=2),
)
checks = st.builds(
    CheckSpec,
    id=ids,
    formula=words,
    message=words,
    tier=st.sampled_from(["error", "explain", "notice"]),
    anchor=maybe,
    min_explanation=st.integers(1, 50),
    refused_phrases=st.lists(words, max_size=3).map(tuple),
)
forms = st.builds(
    FormSpec,
    code=keys,
    title=words,
    sections=st.lists(sections, max_size=3).map(tuple),
    title_en=maybe,
    audience=st.lists(st.sampled_from(["enterprise", "provider"]), unique=True).map(tuple),
    paper_title=maybe,
    notes=st.lists(words, max_size=2).map(tuple),
    reference_prefix=maybe,
    checks=st.lists(checks, max_size=2).map(tuple),
)


def through_the_builder(spec: FormSpec) -> FormSpec:
    """Return what the builder makes of a form that was loaded, stored and read again."""
    filled = FormDefinition(code=spec.code)
    definition_fill(filled, spec)
    stored = FormDefinition(code=spec.code, title=filled.title, title_en=filled.title_en, audience=filled.audience)
    stored.paper_title, stored.reference_prefix = filled.paper_title, filled.reference_prefix
    for name in ("sections", "checks", "notes", "sinks"):
        value = getattr(filled, name)
        setattr(stored, name, value.stream_block.to_python(json.loads(json.dumps(value.get_prep_value()))))
    return spec_of_definition(stored)


@pytest.mark.django_db  # the names of the code lists
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(forms)
def test_any_form_comes_out_of_the_builder_as_it_went_in(spec: FormSpec) -> None:
    assert spec_to_json(through_the_builder(spec)) == spec_to_json(spec)


def test_every_field_type_can_be_built() -> None:
    assert {kind.name for kind in PALETTE} == set(field_types())


def test_an_attribute_without_an_input_is_kept_beside_a_changed_label() -> None:
    field = FieldSpec(id="f1", key="k", label="附注", type="note", max_length=77, code_list="regions")
    spec = FormSpec(code="c", title="t", sections=(SectionSpec(id="s", key="s", title="一", fields=(field,)),))
    definition = FormDefinition(code="c")
    definition_fill(definition, spec)
    definition.sections[0].value["fields"][0].value["label"] = "新附注"
    assert spec_of_definition(definition).sections[0].fields[0] == replace(field, label="新附注")
