"""Answers of last year's accepted sheet: offered field by field, taken over on purpose, undone, and told by source."""

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms_app.engine.earlier import FILES, LISTED, SAME, Offer, offers_in, with_new_rows, without_ids
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import Choice, FieldSpec
from forms_app.errors import NothingEarlier
from forms_app.models import Draft, SectionAnswer, Submission
from forms_app.selectors.earlier import earlier_offers, earlier_sheet
from forms_app.selectors.filling import draft_by_id, filling_of
from forms_app.services.earlier_adopt import earlier_adopt, earlier_undo
from tests.forms_app.selectors.test_last_values import accepted
from tests.forms_app.services.test_draft_rebase import republish
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, EFFECTS, OFFICE, SPEC, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def last_year(world: World) -> Submission:
    return accepted(world, 300, "key-old")


@pytest.fixture
def filler(world: World) -> Client:
    return signed_in(world.filler)


def offers(draft: Draft) -> dict[str, Offer]:
    filling = filling_of(draft_by_id(draft.pk))
    sheet = earlier_sheet(filling)
    assert sheet is not None
    return {one.spec.id: one for _section, found in earlier_offers(filling, sheet) for one in found}


def data_of(draft: Draft, section: str = BASICS.id) -> dict[str, Any]:
    found = SectionAnswer.objects.filter(draft=draft, section_id=section).first()
    return dict(found.data) if found else {}


def test_only_what_is_chosen_is_taken_over_and_rows_get_new_ids(world: World, last_year: Submission) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7"})
    found = offers(draft)
    assert (found["f-money"].offered, found["f-money"].overwrites) == (True, False)
    assert (found["f-staff"].offered, found["f-staff"].overwrites) == (True, True)

    chosen = {"f-money", "f-needs", "f-no-such-field"}
    _batch, count = earlier_adopt(
        draft_id=draft.pk, reference=last_year.reference, field_ids=chosen, actor=world.filler
    )
    assert count == 2
    assert data_of(draft) == {"f-name": "新名称", "f-staff": "7", "f-money": "65005000.00"}
    rows = data_of(draft, EFFECTS.id)["f-needs"]
    assert [row["text"] for row in rows] == ["车床数据采集", "能耗监测"]
    assert not {"r1", "r2"} & {row["id"] for row in rows}


def test_what_is_chosen_and_not_offered_stays_as_it_is(world: World, last_year: Submission) -> None:
    draft = world.start()
    staff = offers(draft)["f-staff"].earlier
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": staff})
    same = offers(draft)["f-staff"]
    assert (same.offered, same.reason) == (False, SAME)
    _batch, count = earlier_adopt(
        draft_id=draft.pk, reference=last_year.reference, field_ids={"f-staff", "f-money"}, actor=world.filler
    )
    assert count == 1
    assert data_of(draft) == {"f-name": "新名称", "f-staff": staff, "f-money": "65005000.00"}


def test_undoing_puts_back_what_stood_there_and_leaves_what_was_changed_since(
    world: World, last_year: Submission
) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7"})
    before = data_of(draft)
    batch, _count = earlier_adopt(
        draft_id=draft.pk,
        reference=last_year.reference,
        field_ids={"f-staff", "f-money", "f-kind"},
        actor=world.filler,
    )
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "120", "f-money": "1", "f-kind": "民营"})
    assert earlier_undo(draft_id=draft.pk, batch=batch, actor=world.filler) == 2
    assert data_of(draft) == {**before, "f-money": "10000.00"}
    assert earlier_undo(draft_id=draft.pk, batch=batch, actor=world.filler) == 0


def test_an_option_that_left_the_list_and_files_are_not_offered_and_the_reason_is_said() -> None:
    kind = FieldSpec("f1", "kind", "性质", "select", choices=(Choice("甲", "甲"), Choice("乙", "乙")))
    now = replace(kind, choices=(Choice("乙", "乙"),))
    proof = FieldSpec("f2", "proof", "证明", "file")
    phone = FieldSpec("f3", "phone", "电话", "phone")
    section = replace(BASICS, fields=(now, proof, phone))
    earlier = {"f1": (kind, "甲"), "f2": (proof, ["a"]), "f3": (phone, "13800000000")}
    lookups = FixedLookups()
    found = offers_in(section, {"f1", "f2", "f3"}, earlier, {"f3": "13800000000"}, lookups)
    assert [one.reason for one in found] == [LISTED, FILES, SAME]
    assert not any(one.offered for one in found)
    assert offers_in(section, {"f3"}, earlier, {}, lookups)[0].value == "13800000000"
    assert offers_in(section, set(), earlier, {}, lookups) == []


def test_rows_of_a_matrix_keep_their_ids_and_all_others_get_new_ones() -> None:
    matrix = FieldSpec("f1", "m", "指标", "matrix", rows=(), columns=())
    value = [{"id": "r1", "c1": "x", "c2": [{"id": "r9", "c3": "y"}]}]
    inner = FieldSpec("c2", "i", "内表", "table", columns=(FieldSpec("c3", "c", "列", "text"),))
    fresh = with_new_rows(replace(matrix, type="table", columns=(inner,)), value)
    assert without_ids(fresh) == without_ids(value)
    assert fresh[0]["id"] != "r1"
    assert fresh[0]["c2"][0]["id"] != "r9"


def test_an_answer_of_an_older_version_is_offered_under_its_id(world: World, last_year: Submission) -> None:
    moved = replace(BASICS.fields[5], label="所有制", choices=(Choice("国有", "国有"),))
    republish(world, replace(SPEC, sections=(replace(BASICS, fields=(moved, *BASICS.fields[:5])), EFFECTS, OFFICE)))
    found = offers(world.start())
    assert found["f-kind"].reason == LISTED
    assert found["f-profile"].offered


def test_a_sheet_that_is_no_longer_the_last_one_or_none_at_all_is_refused(world: World) -> None:
    draft = world.start()
    with pytest.raises(NothingEarlier):
        earlier_adopt(draft_id=draft.pk, reference="XX-2025-000001", field_ids={"f-name"}, actor=world.filler)


def test_the_screen_ticks_what_is_empty_and_the_field_tells_its_source_until_it_is_changed(
    world: World, last_year: Submission, filler: Client
) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7"})
    url = reverse("forms_app:earlier", args=[draft.pk])
    tasks = filler.get(reverse("forms_app:tasks", args=[draft.pk])).content.decode()
    assert url in tasks
    soup = BeautifulSoup(filler.get(url).content, "html.parser")
    ticked = {one["value"]: one.has_attr("checked") for one in soup.select("input[name=field]")}
    assert (ticked["f-money"], ticked["f-staff"]) == (True, False)
    response = filler.post(url, {"reference": last_year.reference, "field": ["f-money"], "action": "adopt"})
    step = reverse("forms_app:step", args=[draft.pk, "basics"])
    line = f"采用自 {last_year.submitted_at.year} 年度 {last_year.reference}"
    assert line in filler.get(step).content.decode()
    assert "撤销采用" in filler.get(response["Location"]).content.decode()
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7", "f-money": "2"})
    assert line not in filler.get(step).content.decode()


def test_a_whole_section_is_taken_over_by_one_tick(world: World, last_year: Submission, filler: Client) -> None:
    draft = world.start()
    world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7"})
    url = reverse("forms_app:earlier", args=[draft.pk])
    filler.post(url, {"reference": last_year.reference, "section": [BASICS.id], "action": "adopt"})
    assert data_of(draft)["f-staff"] == "120"
    assert data_of(draft, EFFECTS.id) == {}
    filler.post(url, {"reference": last_year.reference, "all": "yes", "action": "adopt"})
    assert [row["text"] for row in data_of(draft, EFFECTS.id)["f-needs"]] == ["车床数据采集", "能耗监测"]


def test_what_came_from_the_profile_says_so_until_it_is_changed(world: World, filler: Client) -> None:
    draft = world.start()
    step = reverse("forms_app:step", args=[draft.pk, "basics"])
    assert "来自单位资料" in filler.get(step).content.decode()
    world.save(draft, BASICS, {"f-name": "别的名称"})
    assert "来自单位资料" not in filler.get(step).content.decode()


def test_the_screen_costs_the_same_queries_whatever_is_offered(
    world: World, last_year: Submission, filler: Client
) -> None:
    draft = world.start()
    url = reverse("forms_app:earlier", args=[draft.pk])
    filler.get(url)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            filler.get(url)
        counts.append(len(queries))
        world.save(draft, BASICS, {"f-name": "新名称", "f-staff": "7"})
    assert counts[0] == counts[1]
