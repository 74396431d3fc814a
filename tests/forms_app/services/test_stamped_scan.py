"""The stamped scan: only that of the sheet that says what the draft says."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms_app.engine.spec import FieldSpec
from forms_app.errors import DraftIncomplete, FileRefused
from forms_app.models import Attachment, Draft
from forms_app.selectors.content_code import current_code
from forms_app.selectors.filling import draft_by_id, filling_of
from forms_app.selectors.paper import draft_material
from forms_app.services.attachments import attachment_add, attachment_remove
from forms_app.services.draft_submit import draft_submit
from forms_app.services.paper_make import paper_make
from forms_app.services.remarks import remark_add
from forms_app.services.submission_return import submission_return
from tests.forms_app.services.hostile_files import pdf
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

SCAN = FieldSpec(id="f-scan", key="scan", label="盖章扫描件", type="scan", required=True, accept=("pdf", "jpg"))
STAMPED = replace(SPEC, sections=(BASICS, replace(EFFECTS, fields=(*EFFECTS.fields, SCAN)), OFFICE))


@pytest.fixture
def world() -> World:
    """Give the world with a form that has to be stamped."""
    return make_world(STAMPED)


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft in which only the scan is missing."""
    draft = world.start()
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name})
    world.save(draft, EFFECTS, EFFECTS_INPUT)
    return draft


def printed(draft: Draft) -> str:
    """Print the draft and return the code on the paper."""
    material = draft_material(draft.pk)
    paper_make(material, extension="docx")
    return material.context.check_code


def upload(world: World, draft: Draft, code: str) -> Attachment:
    file = SimpleUploadedFile("扫描件.pdf", pdf())
    return attachment_add(draft_id=draft.pk, field_id="f-scan", upload=file, actor=world.filler, code=code)


def refused(world: World, draft: Draft, code: str) -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        upload(world, draft, code)
    assert not Attachment.objects.exists()
    return refusal.value


def test_the_scan_of_the_right_sheet_is_kept_and_the_form_can_be_handed_in(world: World, draft: Draft) -> None:
    code = printed(draft)
    kept = upload(world, draft, code.lower().replace("-", " "))
    assert kept.check_code == code
    assert draft_submit(draft_id=draft.pk, key="k", actor=world.filler).round == 1


def test_a_scan_without_a_code_or_with_a_mistyped_one_is_refused(world: World, draft: Draft) -> None:
    code = printed(draft)
    assert refused(world, draft, "").code == "code_missing"
    assert refused(world, draft, code[:-1] + ("A" if code[-1] != "A" else "B")).code == "code_mistyped"


def test_one_changed_answer_after_printing_makes_the_scan_the_wrong_one(world: World, draft: Draft) -> None:
    old = printed(draft)
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name, "f-profile": "改了一个字。"})
    refusal = refused(world, draft, old)
    new = printed(draft)
    assert (refusal.code, refusal.params) == ("code_stale", {"given": old, "wanted": new})
    assert old in refusal.message
    assert new in refusal.message
    upload(world, draft, new)


def test_a_code_that_was_worked_out_but_never_printed_is_refused(world: World, draft: Draft) -> None:
    assert refused(world, draft, current_code(filling_of(draft_by_id(draft.pk)))).code == "code_not_ready"


def test_an_answer_changed_after_the_upload_stops_the_form_until_it_is_stamped_again(
    world: World, draft: Draft
) -> None:
    scan = upload(world, draft, printed(draft))
    world.save(draft, BASICS, {**BASICS_INPUT, "f-name": world.firm.name, "f-profile": "改了一个字。"})
    with pytest.raises(DraftIncomplete) as stopped:
        draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    faults = [fault for found in stopped.value.faults.values() for fault in found]
    assert [(fault.code, fault.path) for fault in faults] == [("scan_stale", "f-scan")]
    attachment_remove(draft_id=draft.pk, attachment_id=scan.pk, actor=world.filler)
    upload(world, draft, printed(draft))
    draft_submit(draft_id=draft.pk, key="k", actor=world.filler)


def test_a_form_that_is_returned_can_be_stamped_again(world: World, draft: Draft) -> None:
    scan = upload(world, draft, printed(draft))
    submission = draft_submit(draft_id=draft.pk, key="k", actor=world.filler)
    remark_add(submission_id=submission.pk, field_id="f-profile", text="请补充", actor=world.reviewer)
    submission_return(submission_id=submission.pk, actor=world.reviewer)
    world.save(draft, BASICS, {"f-profile": "补充了。"})
    attachment_remove(draft_id=draft.pk, attachment_id=scan.pk, actor=world.filler)
    upload(world, draft, printed(draft))
    assert draft_submit(draft_id=draft.pk, key="k2", actor=world.filler).round == 2


def test_uploading_the_scan_does_not_change_the_code_that_it_bears(world: World, draft: Draft) -> None:
    code = printed(draft)
    upload(world, draft, code)
    assert printed(draft) == code
