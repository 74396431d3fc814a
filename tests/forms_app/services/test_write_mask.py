"""Whatever is posted, by whom and when: only what the mask opens changes."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_app.engine.answers import clean_section
from forms_app.engine.fields import field_type
from forms_app.engine.merge import merge
from forms_app.engine.places import field_of, open_fields, write_mask
from forms_app.engine.spec import PARTIES, STAGES, FieldSpec, FormSpec
from forms_app.errors import DraftNotEditable, NotPermitted
from forms_app.models import Draft, SectionAnswer
from forms_app.services.office_section_save import office_section_save
from forms_app.services.section_save import section_save
from tests.forms_app.engine.specs import LOOKUPS, sheet
from tests.forms_app.world import BASICS, EFFECTS, OFFICE, SPEC, World, typed

ROW_PARTS = ("text", "name", "unit", "before", "after", "c-name", "c-cost", "c-again")
STAGE_SETS = ((), ("before",), ("after",), STAGES)


def a_post_of_everything(spec: FormSpec, dice: random.Random) -> dict[str, Any]:
    """Return input for every field of the form, its rows, halves and words, whether it is open or not."""
    post: dict[str, Any] = {}
    for _section, field in spec.fields():
        rows = [f"r{number}" for number in range(1, 4)]
        post[field.id] = [dice.choice([choice.value for choice in field.choices] or ["甲", "乙", "12.5", "2025-01-01"])]
        post[f"{field.id}-rows"] = ",".join(dice.sample(rows, k=dice.randint(0, 3)))
        for part in ("start", "end", "before", "after", "text", "text-0", "text-1"):
            post[f"{field.id}-{part}"] = dice.choice(["一级", "二级", "2025-01-01", "2025-02-02", "词"])
        for row in rows:
            post |= {f"{field.id}-{row}-{part}": dice.choice(["1", "2", "词", "是"]) for part in ROW_PARTS}
    return post


def parts_of(field: FieldSpec, value: Any) -> dict[str, Any]:
    """Return a value as the places that a mask can name: halves, rows, or the whole."""
    if field_type(field.type).has_halves and isinstance(value, dict):
        return {f"{field.id}:{half}": value.get(half) for half in STAGES}
    if field_type(field.type).has_halves and isinstance(value, list):
        return {f"{field.id}:{half}": {row["id"]: row[half] for row in value if row.get(half)} for half in STAGES}
    return {field.id: value}


@given(
    parties=st.sets(st.sampled_from(PARTIES)),
    stages=st.sampled_from(STAGE_SETS),
    seed=st.integers(0, 10**6),
    returned=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_merging_changes_only_what_party_stage_and_remarks_open(
    parties: set[str], stages: tuple[str, ...], seed: int, returned: bool
) -> None:
    dice = random.Random(seed)
    for spec in (SPEC, sheet()):
        unlocked = dice.sample([field.id for _section, field in spec.fields()], 3) if returned else None
        mask = write_mask(spec, parties, stages, unlocked)
        for section in spec.sections:
            everything = {field.id for field in section.fields}
            old = clean_section(section, typed(a_post_of_everything(spec, dice)), LOOKUPS, everything).values
            new = clean_section(section, typed(a_post_of_everything(spec, dice)), LOOKUPS, everything).values
            merged = merge(old, new, mask)
            for field in section.fields:
                if field.id in mask:
                    continue
                before = parts_of(field, old.get(field.id)) if field.id in old else {}
                after = parts_of(field, merged.get(field.id)) if field.id in merged else {}
                for place, value in before.items():
                    assert place in mask or after.get(place) == value, (place, sorted(mask))
                if field.id not in open_fields(mask):
                    assert merged.get(field.id) == old.get(field.id)


def stored(draft: Draft) -> dict[str, Any]:
    return {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=draft)}


@pytest.mark.django_db
@pytest.mark.parametrize("section", SPEC.sections, ids=lambda one: one.key)
@pytest.mark.parametrize(
    "unlocked", [None, [], ["f-phone"], ["f-needs/r1"], ["f-products/r2", "f-level:after"], ["f-products/r1:c-cost"]]
)
@pytest.mark.parametrize("role", ["filler", "colleague", "stranger", "reviewer", "other_reviewer"])
def test_a_post_of_every_field_changes_only_the_places_open_to_the_role(
    world: World, role: str, unlocked: list[str] | None, section: Any
) -> None:
    dice = random.Random(f"{role}{unlocked}{section.id}")
    draft = world.complete()
    world.save(draft, EFFECTS, a_post_of_everything(SPEC, random.Random(1)))
    status = Draft.Status.OPEN if unlocked is None else Draft.Status.RETURNED
    Draft.objects.filter(pk=draft.pk).update(unlocked=unlocked, status=status)
    before = stored(draft)
    try:
        section_save(
            draft_id=draft.pk,
            section_id=section.id,
            post=typed(a_post_of_everything(SPEC, dice)),
            expected_revision=None,
            actor=getattr(world, role),
        )
    except NotPermitted:
        assert role not in ("filler", "colleague")
    after = stored(draft)

    mask = write_mask(SPEC, {"enterprise"}, unlocked=unlocked) if role in ("filler", "colleague") else frozenset()
    own = {place for place in mask if field_of(place) in {field.id for field in section.fields}}
    assert {one: data for one, data in after.items() if one != section.id} == {
        one: data for one, data in before.items() if one != section.id
    }
    for field in section.fields:
        old, new = before.get(section.id, {}).get(field.id), after.get(section.id, {}).get(field.id)
        if field.id not in open_fields(own):
            assert new == old, field.id
        elif field.id not in own and isinstance(old, list) and field.type in ("item_list", "table"):
            opened = {place.partition("/")[2] for place in own if field_of(place) == field.id}
            assert beside(old, opened) == beside(new, opened), field.id


def beside(rows: list[dict[str, Any]], opened: set[str]) -> list[dict[str, Any]]:
    """Return rows without what is open: whole rows by their id, cells as `<row>:<part>`."""
    return [
        {part: value for part, value in row.items() if f"{row['id']}:{part}" not in opened}
        for row in rows
        if row["id"] not in opened
    ]


@pytest.mark.django_db
def test_under_review_nobody_of_the_applicant_writes_and_an_office_only_its_own_section(world: World) -> None:
    submission = world.submitted()
    draft = submission.draft
    before = stored(draft)
    for section in (BASICS, EFFECTS, OFFICE):
        with pytest.raises(DraftNotEditable):
            world.save(draft, section, a_post_of_everything(SPEC, random.Random(2)))
        for actor in (world.filler, world.stranger, world.other_reviewer):
            with pytest.raises(NotPermitted):
                office_section_save(
                    submission_id=submission.pk, section_id=section.id, post=typed({}), actor=actor, key=section.id
                )
    for section in (BASICS, EFFECTS):
        with pytest.raises(NotPermitted):
            office_section_save(
                submission_id=submission.pk,
                section_id=section.id,
                post=typed(a_post_of_everything(SPEC, random.Random(3))),
                actor=world.reviewer,
                key=f"office-{section.id}",
            )
    assert stored(draft) == before
