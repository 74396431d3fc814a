"""Formulas in the builder: typed with labels, stored with ids, shown with the labels of the day."""

from typing import Any

import pytest
from django.test import Client

from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec, SectionSpec
from forms_app.models import FormDefinition, FormVersion
from forms_app.services.builder_formulas import formulas_shown
from forms_app.services.builder_ids import ids_complete
from forms_app.services.stream_of_form import definition_fill, raw_section, spec_of_definition
from tests.forms_app.admin.browser import post_of, url

pytestmark = pytest.mark.django_db

COSTS = FieldSpec(
    id="tcosts",
    key="costs",
    label="费用明细",
    type="table",
    columns=(
        FieldSpec(id="ccount", key="count", label="数量", type="number"),
        FieldSpec(id="cprice", key="price", label="单价", type="number"),
        FieldSpec(id="csum", key="sum", label="金额", type="number", formula="[row.#ccount]*[row.#cprice]"),
    ),
)
SPEC = FormSpec(
    code="costs",
    title="费用表",
    sections=(
        SectionSpec(
            id="s1",
            key="s1",
            title="费用",
            fields=(
                FieldSpec(id="fgrant", key="grant", label="补贴", type="number"),
                COSTS,
                FieldSpec(id="fown", key="own", label="自筹", type="number", formula="SUM([#tcosts.#csum])-[#fgrant]"),
            ),
        ),
    ),
    checks=(CheckSpec(id="k1", formula="[#fgrant]<=[#fown]", message="补贴不得高于自筹。"),),
)
OWN = "sections-0-value-fields-2-value"


@pytest.fixture
def costs(db: None) -> FormDefinition:
    made = FormDefinition(code=SPEC.code, live=False)
    definition_fill(made, SPEC)
    made.save()
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def shown(definition: FormDefinition) -> FormDefinition:
    """Return the form as the page shows it, to be posted."""
    for name, value in formulas_shown(definition).items():
        setattr(definition, name, value)
    return definition


def formula_post(definition: FormDefinition) -> dict[str, Any]:
    """Return what the page posts, with what it was shown and what that stands for."""
    post = post_of(shown(definition))
    for name, value in list(post.items()):
        if getattr(value, "ids", ""):
            post |= {f"{name}-shown": str(value), f"{name}-ids": value.ids}
    return post


def saved(definition: FormDefinition) -> FormSpec:
    return spec_of_definition(FormDefinition.objects.get(pk=definition.pk).get_latest_revision_as_object())


def test_formulas_are_shown_with_labels(costs: FormDefinition) -> None:
    page = shown(costs)
    fields = page.sections[0].value["fields"]
    assert fields[2].value["formula"] == "SUM([费用明细.金额])-[补贴]"
    assert fields[1].value["columns"][2].value["formula"] == "[本行.数量]*[本行.单价]"
    assert page.checks[0].value["formula"] == "[补贴]<=[自筹]"


def test_saving_what_was_shown_changes_nothing(staff: Client, costs: FormDefinition) -> None:
    assert staff.post(url("edit", costs.pk), formula_post(costs)).status_code == 302
    assert saved(costs) == SPEC


def test_a_renamed_field_keeps_its_formulas_and_they_show_the_new_name(staff: Client, costs: FormDefinition) -> None:
    post = formula_post(costs) | {"sections-0-value-fields-0-value-label": "财政补贴"}
    staff.post(url("edit", costs.pk), post)
    assert saved(costs).sections[0].fields[2].formula == SPEC.sections[0].fields[2].formula
    latest = FormDefinition.objects.get(pk=costs.pk).get_latest_revision_as_object()
    assert shown(latest).checks[0].value["formula"] == "[财政补贴]<=[自筹]"


def test_a_formula_typed_with_labels_is_stored_with_ids(staff: Client, costs: FormDefinition) -> None:
    post = formula_post(costs) | {f"{OWN}-formula": "=ROUND(［补贴］／２，2)"}
    staff.post(url("edit", costs.pk), post)
    assert "[#fgrant]" in saved(costs).sections[0].fields[2].formula


def test_a_draft_keeps_a_formula_that_cannot_be_read_and_publishing_refuses_it(
    staff: Client, costs: FormDefinition
) -> None:
    post = formula_post(costs) | {f"{OWN}-formula": "[补帖]*2"}
    assert staff.post(url("edit", costs.pk), post).status_code == 302
    assert saved(costs).sections[0].fields[2].formula == "[补帖]*2"
    found = staff.post(url("builder_check"), post | {"pk": costs.pk}).json()["problems"][0]
    assert (found["section"], found["field"], found["attribute"]) == (0, 2, "formula")
    assert found["position"] == {"line": 1, "column": 1}
    assert "补帖" in found["short"]
    assert "自筹" in found["message"]
    page = staff.post(url("edit", costs.pk), post | {"action-publish": "action-publish"})
    assert "自筹" in "".join(page.context["form"].non_field_errors())
    assert FormVersion.objects.filter(definition=costs).count() == 1


def test_a_copied_section_reads_its_own_fields(costs: FormDefinition) -> None:
    copy = raw_section(spec_to_json(SPEC)["sections"][0])
    for number, block in enumerate([copy, *copy["value"]["fields"]]):
        block["id"] = f"22222222-2222-4222-8222-22222222222{number}"
    block = costs.sections.stream_block
    both = block.to_python([*costs.sections.raw_data, copy])
    ids_complete(both, FormDefinition.objects.get(pk=costs.pk).sections)
    edited = FormDefinition(code="x", title="x", sections=both)
    first, second = spec_of_definition(edited).sections
    assert first == SPEC.sections[0]
    assert {one.id for one in second.fields}.isdisjoint({one.id for one in first.fields})
    table = second.fields[1].id
    assert second.fields[2].formula.startswith(f"SUM([#{table}.#")
    assert f"[#{second.fields[0].id}]" in second.fields[2].formula
    assert "#fgrant" not in second.fields[2].formula
