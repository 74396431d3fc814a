"""A post of every field, by every party, at every stage, before and after a return: only what is open changes."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from forms_app.engine.fields import field_type
from forms_app.engine.spec import STAGES
from forms_app.errors import FileRefused, NotPermitted
from forms_app.models import Attachment, Draft, SectionAnswer, Submission, SubmissionRound
from forms_app.services import office_section_save as office
from forms_app.services.attachments import attachment_add
from forms_app.services.section_save import section_save
from tests.cms.accounts.conftest import make_member, make_organisation
from tests.forms_app.services.every_place import INNER, Rule, anchors_of, answers, computed, every_place, forged, inputs
from tests.forms_app.world import World, make_world, typed

pytestmark = pytest.mark.django_db

SPEC = every_place()
STAGE_SETS = (STAGES, ("before",), ("after",))
CASES = [
    (stages, returned)
    for stages in STAGE_SETS
    for returned in ("not returned", "field", "row", "half", "cell", *INNER, "file", "nothing")
]


class Place:
    """A draft in its first state, all sections and files filled in, and the person who posts."""

    def __init__(self, world: World, party: str, stages: tuple[str, ...], returned: str) -> None:
        self.actor: User = world.reviewer if party == "county" else world.filler
        firm = world.firm
        if party == "provider":
            firm = make_organisation(world.firm.region, kind="provider")
            make_member(world.filler, firm, "org_member")
        self.draft = Draft.objects.create(
            version=world.version,
            organisation=firm,
            created_by=world.filler,
            open_stages=None if stages == STAGES else list(stages),
        )
        self.files = {one.id: [self._file(one.id)] for _, one in SPEC.fields() if field_type(one.type).has_files}
        self.old, self.new = (answers(SPEC, state, self.files) for state in (0, 1))
        SectionAnswer.objects.bulk_create(
            SectionAnswer(
                draft=self.draft, section_id=key, data=data, revision=1, typed_revision=1, author=world.colleague
            )
            for key, data in self.old.items()
        )
        self.submission = self._hand_in(world) if party == "county" or returned != "not returned" else None
        anchors = None if returned == "not returned" else list(anchors_of(SPEC, returned, self.files))
        if returned != "not returned":
            Draft.objects.filter(pk=self.draft.pk).update(status=Draft.Status.RETURNED, unlocked=anchors)
        hidden = {one.id for section, one in SPEC.fields() if one.visible or section.visible}
        self.rule = Rule(party, stages, anchors, hidden if anchors is not None else ())

    def _file(self, field_id: str) -> str:
        made = Attachment.objects.create(
            draft=self.draft, field_id=field_id, file="x", name="证明.pdf", size=1, uploaded_by=self.actor
        )
        return str(made.pk)

    def _hand_in(self, world: World) -> Submission:
        submission = Submission.objects.create(
            reference="XX-1",
            draft=self.draft,
            version=world.version,
            organisation=self.draft.organisation,
            submitted_at=timezone.now(),
            round=1,
        )
        SubmissionRound.objects.create(
            submission=submission, number=1, answers=self.old, sha256="0" * 64, key="k", submitted_by=world.filler
        )
        return submission

    def stored(self) -> dict[str, Any]:
        return {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=self.draft)}

    def attachments(self) -> list[Any]:
        return list(Attachment.objects.order_by("pk").values())

    def expected(self) -> dict[str, Any]:
        """Return what must be stored once everything was posted to every section."""
        after: dict[str, dict[str, Any]] = {section.id: {} for section in SPEC.sections}
        for section, field in SPEC.fields():
            old, new = self.old[section.id].get(field.id), self.new[section.id].get(field.id)
            value = self.rule.expected(section, field, old, new)
            if value is not None:
                after[section.id][field.id] = value
        return computed(SPEC, after)

    def check(self, changed: int) -> None:
        """Compare every place; `changed` is how many fields must at least differ from what was there."""
        after, expected = self.stored(), self.expected()
        for section, field in SPEC.fields():
            found, wanted = (one.get(section.id, {}).get(field.id) for one in (after, expected))
            assert exact(found) == exact(wanted), (section.key, field.label, field.id)
        differing = [
            one.id for section, one in SPEC.fields() if after[section.id].get(one.id) != self.old_value(one.id)
        ]
        assert len(differing) >= changed, differing

    def old_value(self, field_id: str) -> Any:
        return next((data[field_id] for data in self.old.values() if field_id in data), None)


def exact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@pytest.fixture
def world(db: None) -> World:
    return make_world(SPEC)


def post_to_every_section(place: Place) -> None:
    for section in SPEC.sections:
        post = typed(inputs(SPEC, 1))
        if place.rule.party != "county":
            post = typed({**inputs(SPEC, 1), **forged(place.files)})
            section_save(
                draft_id=place.draft.pk, section_id=section.id, post=post, expected_revision=None, actor=place.actor
            )
            continue
        try:
            saved = office.office_section_save(
                submission_id=place.submission.pk, section_id=section.id, post=post, actor=place.actor, key=section.id
            )
        except NotPermitted:
            continue
        assert saved.result.ok, saved.result.faults


@pytest.mark.parametrize(("stages", "returned"), CASES)
@pytest.mark.parametrize("party", ["enterprise", "provider"])
def test_an_applicant_changes_only_what_is_open(
    world: World, party: str, stages: tuple[str, ...], returned: str
) -> None:
    place = Place(world, party, stages, returned)
    files = place.attachments()
    post_to_every_section(place)

    least = {"not returned": 20, "field": 10, "row": 5, "half": 2 if "after" in stages else 0, "cell": 2}
    place.check(changed=least.get(returned, 1 if returned in INNER else 0))
    assert place.attachments() == files


@pytest.mark.parametrize("stages", STAGE_SETS, ids="+".join)
def test_an_office_changes_only_its_own_sections(world: World, stages: tuple[str, ...]) -> None:
    place = Place(world, "county", stages, "not returned")
    files = place.attachments()
    post_to_every_section(place)

    place.check(changed=20)
    assert place.attachments() == files
    last = place.submission.rounds.order_by("-number").first()
    for section in SPEC.sections:
        if "county" not in section.parties:
            assert exact(last.answers[section.id]) == exact(place.old[section.id])


@pytest.mark.parametrize("returned", ["not returned", "field", "nothing"])
@pytest.mark.parametrize("edge", ["step", "autosave"])
def test_through_the_browsers_door_only_what_is_open_changes(world: World, edge: str, returned: str) -> None:
    place = Place(world, "enterprise", STAGES, returned)
    files = place.attachments()
    client = Client()
    client.force_login(place.actor)
    headers = {"X-Requested-With": "autosave"} if edge == "autosave" else {}
    answered = {}
    for section in SPEC.sections:
        post = {**inputs(SPEC, 1), "revision": str(SectionAnswer.objects.get(section_id=section.id).revision)}
        url = reverse("forms_app:step", args=[place.draft.pk, section.key])
        answered[section.key] = client.post(url, post, headers=headers).status_code

    place.check(changed={"not returned": 20, "field": 10, "nothing": 0}[returned])
    assert place.attachments() == files
    assert {key for key, status in answered.items() if status == 404} == {"provider", "office", "office-later"}


@pytest.mark.parametrize("returned", ["not returned", "field", "file", "nothing"])
def test_files_are_taken_only_where_they_are_open(world: World, returned: str, private_files: object) -> None:
    place = Place(world, "enterprise", STAGES, returned)
    taken = set()
    for field_id in place.files:
        upload = SimpleUploadedFile("证明.pdf", b"%PDF-1.4 proof")
        try:
            attachment_add(draft_id=place.draft.pk, field_id=field_id, upload=upload, actor=place.actor)
        except FileRefused as refusal:
            # A scan that may be given is asked for the code of the printed sheet; a closed field asks for nothing.
            assert refusal.code in ("locked", "code_missing"), field_id
            taken |= {field_id} if refusal.code == "code_missing" else set()
        else:
            taken.add(field_id)

    own = {one.id for section, one in SPEC.fields() if "enterprise" in section.parties and one.id in place.files}
    opened = {"not returned": own, "field": own & set(place.rule.anchors or ()), "file": set(), "nothing": set()}
    assert taken == opened[returned]
