"""A provider that an enterprise invites fills in its sections of the form, sees nothing else, and can be sent away."""

import html
import io
import random
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from cms.accounts.models import Notification, Organisation, User
from cms.core.downloads.registry import download_kind
from forms_app.engine.spec import CheckSpec, FieldSpec
from forms_app.errors import (
    CoFillerUnknown,
    CoFillingOver,
    ExplanationNotAsked,
    InvitationOver,
    InvitedAlready,
    NothingToShare,
    NotPermitted,
)
from forms_app.facade import remark_add, submission_return
from forms_app.models import AnswerRevision, Attachment, CheckExplanation, CoFiller, Draft, SectionAnswer
from forms_app.selectors.co_fillers import filling_for
from forms_app.selectors.filling import draft_by_id
from forms_app.selectors.paper import filling_material
from forms_app.services.attachments import attachment_add
from forms_app.services.co_filler_answer import co_filler_answer
from forms_app.services.co_filler_invite import co_filler_invite
from forms_app.services.co_filler_withdraw import co_filler_withdraw
from forms_app.services.draft_submit import draft_submit
from forms_app.services.explanations import explanation_save
from forms_app.services.paper_make import pdf_layout
from forms_app.services.paper_request import DRAFT_PART, DRAFT_SHEET
from tests.cms.accounts.conftest import make_member, make_organisation, make_user
from tests.forms_app.services.test_write_mask import a_post_of_everything
from tests.forms_app.web.conftest import signed_in
from tests.forms_app.world import BASICS, EFFECTS, EFFECTS_INPUT, OFFICE, SPEC, World, make_world, publish

pytestmark = [pytest.mark.django_db, pytest.mark.row("JS-68")]

SECRET = "机密基本情况甲乙丙"
LICENCE = FieldSpec(id="f-licence", key="licence", label="营业执照", type="file")
SHARED = replace(SPEC, sections=(replace(BASICS, fields=(*BASICS.fields, LICENCE)), EFFECTS, OFFICE))


class Scene:
    """An enterprise with a draft, an invited provider, and one that was not invited."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.owner = world.filler
        self.provider, self.helper = self.an_office("云桥数字", "helper")
        self.other, self.outsider = self.an_office("远山软件", "outsider")
        self.draft = world.complete()
        world.save(self.draft, BASICS, {"f-name": world.firm.name, "f-profile": SECRET})

    def an_office(self, name: str, who: str) -> tuple[Organisation, User]:
        office = make_organisation(self.world.firm.region, kind="provider", name=name)
        user = make_user(f"{who}@example.com")
        make_member(user, office, "org_member")
        return office, user

    def invite(self) -> CoFiller:
        return co_filler_invite(
            draft_id=self.draft.pk, organisation_id=self.provider.pk, actor=self.owner, message="请填写第二部分"
        )

    def accepted(self) -> CoFiller:
        return co_filler_answer(co_filler_id=self.invite().pk, accept=True, actor=self.helper)

    def withdrawn(self) -> CoFiller:
        return co_filler_withdraw(co_filler_id=self.accepted().pk, actor=self.owner)

    def stored(self) -> dict[str, Any]:
        return {one.section_id: one.data for one in SectionAnswer.objects.filter(draft=self.draft)}

    def save(self, actor: User, section: Any, post: dict[str, Any]) -> Any:
        return self.world.save(self.draft, section, post, actor=actor)


@pytest.fixture
def scene(db: None) -> Scene:
    return Scene(make_world(SHARED))


def everything(seed: str) -> dict[str, Any]:
    return {**a_post_of_everything(SHARED, random.Random(seed)), "f-licence": "x"}


@pytest.mark.parametrize("section", SHARED.sections, ids=lambda one: one.key)
@pytest.mark.parametrize("who", ["accepted", "asked", "not invited", "withdrawn"])
def test_a_post_of_every_field_by_a_provider_changes_only_its_sections_while_it_fills_in(
    scene: Scene, who: str, section: Any
) -> None:
    {"accepted": scene.accepted, "asked": scene.invite, "withdrawn": scene.withdrawn}.get(who, lambda: None)()
    actor = scene.outsider if who == "not invited" else scene.helper
    before = scene.stored()
    refusals = {"accepted": (), "withdrawn": CoFillingOver}.get(who, NotPermitted)
    if refusals:
        with pytest.raises(refusals):
            scene.save(actor, section, everything(who))
    else:
        scene.save(actor, section, everything(who))
    after = scene.stored()
    changed = {key for key in {*before, *after} if before.get(key, {}) != after.get(key, {})}
    assert changed == ({EFFECTS.id} if who == "accepted" and section.id == EFFECTS.id else set())


def test_what_the_provider_saved_names_its_organisation_and_stays_when_it_is_sent_away(scene: Scene) -> None:
    invited = scene.accepted()
    scene.save(scene.helper, EFFECTS, {**EFFECTS_INPUT, "f-needs-r1-text": "服务商写的"})
    revision = AnswerRevision.objects.filter(section_id=EFFECTS.id).latest("revision")
    assert (revision.author, revision.organisation) == (scene.helper, scene.provider)
    page = signed_in(scene.owner).get(reverse("forms_app:co_fillers", args=[scene.draft.pk])).content.decode()
    assert "云桥数字" in page
    assert str(scene.helper) in page
    co_filler_withdraw(co_filler_id=invited.pk, actor=scene.owner)
    with pytest.raises(CoFillingOver):
        scene.save(scene.helper, EFFECTS, EFFECTS_INPUT)
    assert scene.stored()[EFFECTS.id]["f-needs"][0]["text"] == "服务商写的"


def test_both_save_the_same_section_and_nothing_is_lost(scene: Scene) -> None:
    scene.accepted()
    revision = SectionAnswer.objects.get(draft=scene.draft, section_id=EFFECTS.id).revision
    for actor, field, text in (
        (scene.owner, "f-needs-r1-text", "企业写的"),
        (scene.helper, "f-needs-r2-text", "服务商写的"),
    ):
        post = {**EFFECTS_INPUT, field: text}
        scene.world.save(scene.draft, EFFECTS, post, actor=actor, expected_revision=revision)
    assert [row["text"] for row in scene.stored()[EFFECTS.id]["f-needs"]] == ["企业写的", "服务商写的"]


def test_only_the_owner_invites_hands_in_and_sends_away(scene: Scene) -> None:
    invited = scene.accepted()
    with pytest.raises(NotPermitted):
        draft_submit(draft_id=scene.draft.pk, key="k", actor=scene.helper)
    with pytest.raises(NotPermitted):
        co_filler_withdraw(co_filler_id=invited.pk, actor=scene.helper)
    with pytest.raises(NotPermitted):
        co_filler_invite(draft_id=scene.draft.pk, organisation_id=scene.other.pk, actor=scene.helper)
    with pytest.raises(NotPermitted):
        co_filler_answer(co_filler_id=invited.pk, accept=False, actor=scene.outsider)


def test_only_a_provider_that_is_admitted_is_invited_once_and_to_a_form_that_it_has_a_part_in(scene: Scene) -> None:
    scene.invite()
    with pytest.raises(InvitedAlready):
        scene.invite()
    for organisation in (scene.world.other_firm.pk, 0):
        with pytest.raises(CoFillerUnknown):
            co_filler_invite(draft_id=scene.draft.pk, organisation_id=organisation, actor=scene.owner)
    Organisation.objects.filter(pk=scene.other.pk).update(status="suspended")
    with pytest.raises(CoFillerUnknown):
        co_filler_invite(draft_id=scene.draft.pk, organisation_id=scene.other.pk, actor=scene.owner)
    alone = publish(replace(SPEC, sections=(BASICS,)))
    draft = Draft.objects.create(version=alone, organisation=scene.world.firm, created_by=scene.owner)
    with pytest.raises(NothingToShare):
        co_filler_invite(draft_id=draft.pk, organisation_id=scene.provider.pk, actor=scene.owner)


def test_a_declined_invitation_may_be_repeated_and_a_withdrawn_one_not_accepted(scene: Scene) -> None:
    co_filler_answer(co_filler_id=scene.invite().pk, accept=False, actor=scene.helper)
    again = scene.invite()
    co_filler_withdraw(co_filler_id=again.pk, actor=scene.owner)
    with pytest.raises(InvitationOver):
        co_filler_answer(co_filler_id=again.pk, accept=True, actor=scene.helper)


def test_the_invited_are_told_see_the_sheet_in_their_list_and_accept_it_there(scene: Scene) -> None:
    owner, helper = signed_in(scene.owner), signed_in(scene.helper)
    page = reverse("forms_app:co_fillers", args=[scene.draft.pk])
    assert "云桥数字" in owner.get(page, {"q": "云桥"}).content.decode()
    assert owner.post(page, {"organisation": scene.provider.pk, "message": "请填写"}).status_code == 302
    note = Notification.objects.get(user=scene.helper)
    assert note.title == f"{scene.world.firm.name}邀请您共同填写“{SPEC.title}”"
    assert SPEC.title in helper.get(reverse("forms_app:index")).content.decode()
    assert "请填写" in helper.get(note.url).content.decode()
    assert helper.post(note.url, {"answer": "accept"})["Location"] == reverse("forms_app:tasks", args=[scene.draft.pk])
    assert Notification.objects.filter(user=scene.owner, title="云桥数字已接受邀请，开始共同填写").exists()
    tasks = helper.get(reverse("forms_app:tasks", args=[scene.draft.pk])).content.decode()
    assert EFFECTS.title in tasks
    assert BASICS.title not in tasks


def test_a_withdrawn_provider_is_told_so_and_a_script_too(scene: Scene) -> None:
    scene.withdrawn()
    helper = signed_in(scene.helper)
    step = reverse("forms_app:step", args=[scene.draft.pk, "effects"])
    shown = helper.post(step, {"f-needs-rows": "r1", "f-needs-r1-text": "刚输入的内容"})
    assert shown.status_code == 403
    assert "企业已撤回邀请" in shown.content.decode()
    assert "刚输入的内容" in shown.content.decode()
    told = helper.post(step, {}, headers={"X-Requested-With": "autosave"})
    assert (told.status_code, told.json()["error"]) == (409, "co_filling_over")


WAYS = {
    "tasks": {},
    "resume": {},
    "step": {"step": "effects"},
    "presence": {},
    "upload": {},
    "audit": {},
    "explain": {},
    "audit_file": {},
    "draft_paper": {"kind": "docx"},
    "workbook": {},
    "workbook_upload": {},
}
CLOSED = {
    "step": {"step": "basics"},
    "check": {},
    "submit": {},
    "rebase": {},
    "discard": {},
    "earlier": {},
    "co_fillers": {},
}


def said(answer: Any) -> str:
    """Return all that an answer says, also inside a workbook or a Word document."""
    content = answer.content
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return html.unescape(text)


def test_the_invited_provider_reads_its_sections_and_nothing_else_of_the_draft(
    scene: Scene, private_files: Any
) -> None:
    scene.accepted()
    pdf = SimpleUploadedFile("执照.pdf", b"%PDF-1.4 x")
    licence = attachment_add(draft_id=scene.draft.pk, field_id="f-licence", upload=pdf, actor=scene.owner)
    helper = signed_in(scene.helper)
    for name, more in WAYS.items():
        address = reverse(f"forms_app:{name}", kwargs={"draft_id": scene.draft.pk, **more})
        for answer in (helper.get(address), helper.post(address, {"field": "f-licence"})):
            assert SECRET not in said(answer), address
            assert "执照" not in said(answer), address
        if name not in ("presence", "upload"):  # these name a section, or take a file
            assert helper.get(address).status_code != 404, address
    for name, more in CLOSED.items():
        address = reverse(f"forms_app:{name}", kwargs={"draft_id": scene.draft.pk, **more})
        for answer in (helper.get(address), helper.post(address, {"action": "save"})):
            assert answer.status_code in (404, 405), address
    remove = reverse("forms_app:file_remove", args=[scene.draft.pk, licence.pk])
    assert helper.post(remove).status_code == 404
    assert helper.get(reverse("forms_app:file", args=[licence.pk])).status_code == 404
    assert Attachment.objects.filter(pk=licence.pk, removed_at=None).exists()


def test_the_provider_gives_and_reads_files_of_its_own_sections(scene: Scene, private_files: Any) -> None:
    scene.accepted()
    pdf = SimpleUploadedFile("证明.pdf", b"%PDF-1.4 x")
    proof = attachment_add(draft_id=scene.draft.pk, field_id="f-files", upload=pdf, actor=scene.helper)
    assert signed_in(scene.helper).get(reverse("forms_app:file", args=[proof.pk])).status_code == 200
    assert signed_in(scene.outsider).get(reverse("forms_app:file", args=[proof.pk])).status_code == 404


def test_after_handing_in_it_is_closed_and_a_return_opens_only_remarked_places_of_its_sections(scene: Scene) -> None:
    scene.accepted()
    submission = draft_submit(draft_id=scene.draft.pk, key="k", actor=scene.owner)
    helper = signed_in(scene.helper)
    tasks = reverse("forms_app:tasks", args=[scene.draft.pk])
    assert helper.get(tasks).status_code == 404
    for field in ("f-profile", "f-day"):
        remark_add(submission_id=submission.pk, field_id=field, text=f"请核实{field}", actor=scene.world.reviewer)
    submission_return(submission_id=submission.pk, actor=scene.world.reviewer)
    page = helper.get(tasks).content.decode()
    step = helper.get(reverse("forms_app:step", args=[scene.draft.pk, "effects"])).content.decode()
    assert "请核实f-day" in step
    assert "f-profile" not in page + step
    before = scene.stored()
    scene.save(scene.helper, EFFECTS, {**everything("again"), "f-day": "2025-03-03"})
    scene.save(scene.helper, BASICS, everything("again"))
    assert scene.stored() == {**before, EFFECTS.id: {**before[EFFECTS.id], "f-day": "2025-03-03"}}


def template(scene: Scene, user: User) -> bytes:
    return signed_in(user).get(reverse("forms_app:workbook", args=[scene.draft.pk])).content


def uploaded(scene: Scene, content: bytes) -> BeautifulSoup:
    """Return the report that the provider gets on a workbook."""
    address = reverse("forms_app:workbook_upload", args=[scene.draft.pk])
    answer = signed_in(scene.helper).post(address, {"file": SimpleUploadedFile("表.xlsx", content)})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def written_into(content: bytes, old: str, new: str) -> bytes:
    """Return a workbook in which every cell that says one thing says another."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old and not sheet.title.startswith("_"):
                    cell.value = new
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_the_provider_fills_in_its_sections_by_workbook(scene: Scene) -> None:
    scene.accepted()
    content = template(scene, scene.helper)
    assert BASICS.title not in "".join(load_workbook(io.BytesIO(content)).sheetnames)
    before = scene.stored()
    report = uploaded(scene, written_into(content, "能耗监测", "能耗与水耗监测"))
    assert [one["value"] for one in report.select("input[name=take]")] == ["f-needs"]
    address = reverse("forms_app:workbook_upload", args=[scene.draft.pk])
    sent = {"read": report.select_one("input[name=read]")["value"], "take": ["f-needs"]}
    assert signed_in(scene.helper).post(address, sent).status_code == 302
    after = scene.stored()
    assert after[EFFECTS.id]["f-needs"][1]["text"] == "能耗与水耗监测"
    assert {**after, EFFECTS.id: None} == {**before, EFFECTS.id: None}
    assert AnswerRevision.objects.latest("pk").organisation == scene.provider


@pytest.mark.parametrize("guess", [SECRET, "猜错的内容"])
def test_a_workbook_of_the_owner_tells_the_provider_nothing_and_changes_nothing_of_other_sections(
    scene: Scene, guess: str
) -> None:
    scene.accepted()
    report = uploaded(scene, written_into(template(scene, scene.owner), SECRET, guess))
    assert not report.select("input[name=take]")
    text = report.select_one("main").get_text()
    assert all(field.label not in text for field in BASICS.fields if field.id != "f-name")


def test_a_report_that_the_owner_got_is_not_taken_for_the_provider(scene: Scene) -> None:
    scene.accepted()
    content = written_into(template(scene, scene.owner), SECRET, "企业改过的情况")
    address = reverse("forms_app:workbook_upload", args=[scene.draft.pk])
    report = signed_in(scene.owner).post(address, {"file": SimpleUploadedFile("表.xlsx", content)})
    read = BeautifulSoup(report.content, "html.parser").select_one("input[name=read]")["value"]
    before = scene.stored()
    signed_in(scene.helper).post(address, {"read": read, "take": ["f-profile"]})
    assert scene.stored() == before


def test_the_provider_prints_its_sections_as_a_draft(scene: Scene) -> None:
    scene.accepted()
    address = reverse("forms_app:draft_paper", args=[scene.draft.pk, "docx"])
    own, all_of_it = (said(signed_in(user).get(address)) for user in (scene.helper, scene.owner))
    assert "能耗监测" in own and "能耗监测" in all_of_it
    assert SECRET not in own and SECRET in all_of_it
    filling = filling_for(scene.helper, draft_by_id(scene.draft.pk))
    assert filling is not None
    material = filling_material(filling)
    assert (material.context.draft, material.context.check_code, pdf_layout(material)) == (True, "", "generated")


def test_the_pdf_of_the_providers_sections_is_the_providers_alone_and_only_while_it_fills_in(scene: Scene) -> None:
    invited = scene.accepted()
    params = {"draft": str(scene.draft.pk)}
    part, whole = download_kind(DRAFT_PART), download_kind(DRAFT_SHEET)
    people = (scene.helper, scene.owner, scene.outsider)
    assert [part.allowed(one, params) for one in people] == [True, False, False]
    assert [whole.allowed(one, params) for one in people] == [False, True, False]
    co_filler_withdraw(co_filler_id=invited.pk, actor=scene.owner)
    assert not part.allowed(scene.helper, params)


CHECKS = (
    CheckSpec(id="k-staff", formula="[#f-staff]<=100", message="人数偏多。", tier="explain", anchor="f-staff"),
    CheckSpec(
        id="k-cost",
        formula="SUM([#f-products.#c-cost])<=1000",
        message="费用偏高。",
        tier="explain",
        anchor="f-products",
    ),
)


def test_the_provider_reviews_its_sections_and_explains_there_alone(db: None) -> None:
    scene = Scene(make_world(replace(SHARED, checks=CHECKS)))
    scene.accepted()
    dear = {"f-products-rows": "p1", "f-products-p1-c-name": "机床", "f-products-p1-c-cost": "9000"}
    scene.world.save(scene.draft, BASICS, {"f-name": scene.world.firm.name, "f-profile": SECRET, "f-staff": "500"})
    scene.save(scene.helper, EFFECTS, {**EFFECTS_INPUT, **dear, "f-mail": "keine"})
    helper = signed_in(scene.helper)
    for name in ("audit", "audit_file"):
        text = said(helper.get(reverse(f"forms_app:{name}", args=[scene.draft.pk])))
        assert "费用偏高。" in text and "人数偏多。" not in text
        assert "电子邮箱" in text
    page = helper.get(reverse("forms_app:audit", args=[scene.draft.pk])).content.decode()
    assert reverse("forms_app:check", args=[scene.draft.pk]) not in page
    explain = reverse("forms_app:explain", args=[scene.draft.pk])
    helper.post(explain, {"check": "k-cost", "text": "进口设备，价格较高"})
    assert CheckExplanation.objects.get().author == scene.helper
    with pytest.raises(ExplanationNotAsked):
        explanation_save(draft_id=scene.draft.pk, key="k-staff", text="新增两条产线", actor=scene.helper)


@pytest.mark.parametrize("name", ["audit", "audit_file", "draft_paper", "workbook", "workbook_upload"])
def test_a_provider_that_was_sent_away_is_told_so_at_every_door(scene: Scene, name: str) -> None:
    scene.withdrawn()
    more = {"kind": "docx"} if name == "draft_paper" else {}
    answer = signed_in(scene.helper).get(reverse(f"forms_app:{name}", kwargs={"draft_id": scene.draft.pk, **more}))
    assert answer.status_code == 403
    assert "企业已撤回邀请" in answer.content.decode()
