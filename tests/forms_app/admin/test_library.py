"""The library of sections: saved from one form, copied into any, with ids of the copy's own."""

import pytest
from django.test import Client

from forms_app.models import FormDefinition, LibrarySection
from forms_app.services.section_library import copy_of
from forms_app.services.stream_of_form import spec_of_definition
from tests.forms_app.admin.browser import post_of, url
from tests.forms_app.admin.test_builder_formulas import SPEC, costs, formula_post, shown

__all__ = ["costs"]
pytestmark = pytest.mark.django_db


def saved_section(staff: Client, costs: FormDefinition) -> LibrarySection:
    answer = staff.post(
        url("builder_library_save"), formula_post(costs) | {"section": "0", "name": "费用", "pk": costs.pk}
    )
    assert answer.json()["ok"]
    return LibrarySection.objects.get()


def test_a_section_is_saved_with_the_ids_of_its_formulas(staff: Client, costs: FormDefinition) -> None:
    content = saved_section(staff, costs).content
    assert content["fields"][2]["formula"] == SPEC.sections[0].fields[2].formula
    assert [one["name"] for one in staff.get(url("builder_library")).json()["sections"]] == ["费用"]


def test_a_copy_has_ids_of_its_own_and_its_formulas_read_the_copy(staff: Client, costs: FormDefinition) -> None:
    section = saved_section(staff, costs)
    state = staff.post(f"{url('builder_library_copy')}?pk={section.pk}").json()["state"]
    own, table, total = (one["value"] for one in state["fields"])
    assert not {own["id"], table["id"], total["id"]} & {"fgrant", "tcosts", "fown"}
    assert total["formula"][""] == "SUM([费用明细.金额])-[补贴]"
    assert f"[#{table['id']}.#" in total["formula"]["ids"]
    assert f"[#{own['id']}]" in total["formula"]["ids"]
    assert state["id"] != "s1"


def test_two_copies_share_no_id(staff: Client, costs: FormDefinition) -> None:
    content = saved_section(staff, costs).content
    first, second = copy_of(content), copy_of(content)
    assert not {one["id"] for one in first["fields"]} & {one["id"] for one in second["fields"]}


def test_the_library_says_in_which_forms_its_sections_are(staff: Client, costs: FormDefinition) -> None:
    section = saved_section(staff, costs)
    post = post_of(shown(costs)) | {"sections-0-value-rest": f'{{"library": {section.pk}}}'}
    staff.post(url("edit", costs.pk), post)
    listed = staff.get(url("builder_library")).json()["sections"][0]
    assert "费用表" in listed["used"]
    latest = FormDefinition.objects.get(pk=costs.pk).get_latest_revision_as_object()
    assert spec_of_definition(latest).sections[0].title == "费用"


def test_an_unreadable_form_saves_nothing(staff: Client, costs: FormDefinition) -> None:
    post = formula_post(costs) | {"section": "0", "name": "费用", "sections-0-value-key": "Ungültig"}
    assert not staff.post(url("builder_library_save"), post).json()["ok"]
    assert not LibrarySection.objects.exists()


def test_a_section_is_renamed_and_the_list_says_what_it_asks_and_where_it_is(
    staff: Client, costs: FormDefinition
) -> None:
    section = saved_section(staff, costs)
    assert staff.post(f"/admin/section-library/edit/{section.pk}/", {"name": "项目费用"}).status_code == 302
    listed = staff.get("/admin/section-library/").content.decode()
    assert "项目费用" in listed
    assert f"{len(section.content['fields'])} 项：" in listed
    assert LibrarySection.objects.get().content == section.content


def test_two_sections_cannot_have_one_name(staff: Client, costs: FormDefinition) -> None:
    section = saved_section(staff, costs)
    other = LibrarySection.objects.create(name="人员", content=section.content, saved_by=section.saved_by)
    answer = staff.post(f"/admin/section-library/edit/{other.pk}/", {"name": "费用"})
    assert answer.status_code == 200
    assert "已存在" in answer.content.decode()


def test_a_deleted_section_leaves_the_form_it_came_from_alone(staff: Client, costs: FormDefinition) -> None:
    section = saved_section(staff, costs)
    before = spec_of_definition(FormDefinition.objects.get(pk=costs.pk))
    address = f"/admin/section-library/delete/{section.pk}/"
    assert "尚无表单使用它" in staff.get(address).content.decode()
    assert staff.post(address).status_code == 302
    assert not LibrarySection.objects.exists()
    assert spec_of_definition(FormDefinition.objects.get(pk=costs.pk)) == before


def test_nobody_adds_a_section_but_from_a_form(staff: Client) -> None:
    assert staff.get("/admin/section-library/new/").status_code in (302, 403)
    assert "/admin/section-library/new/" not in staff.get("/admin/section-library/").content.decode()
