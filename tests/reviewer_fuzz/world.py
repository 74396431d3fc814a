"""Sheets in every state with everything that a sheet can have, and everybody who reviews or administers them."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case
from cms.accounts.models import Organisation, Region, Role, User
from cms.core.audit import sha256_of
from forms_app.engine.compile import field_from_json, spec_to_json
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec
from forms_app.models import Attachment, Draft, FormVersion, PaperCode, Submission
from forms_app.services.attachments import attachment_add
from forms_app.services.draft_rebase import draft_rebase
from forms_app.services.draft_start import draft_start
from forms_app.services.draft_submit import draft_submit
from forms_app.services.explanations import explanation_save
from forms_app.services.paper_make import submission_paper
from forms_app.services.remarks import remark_add
from forms_app.services.section_merge import Writer
from forms_app.services.section_save import section_save
from forms_app.services.submission_accept import submission_accept
from forms_app.services.submission_return import submission_return
from tests.cases import desk_world
from tests.cms.accounts.conftest import make_member, make_organisation, make_user
from tests.forms_app.services.every_place import NESTED
from tests.forms_app.world import BASICS, BASICS_INPUT, EFFECTS, EFFECTS_INPUT, SPEC, make_world, typed

PDF = b"%PDF-1.4 proof"
CHECK = "k-staff"
MORE = (
    replace(field_from_json(NESTED), id="f-scenes"),
    FieldSpec(id="f-total", key="total", label="费用合计", type="number", formula="SUM([#f-products.#c-cost])"),
)
FORM: FormSpec = replace(
    SPEC,
    sections=(BASICS, replace(EFFECTS, fields=(*EFFECTS.fields, *MORE)), SPEC.sections[2]),
    checks=(CheckSpec(id=CHECK, formula="[#f-staff]<=100", message="人数偏多。", tier="explain", anchor="f-staff"),),
)
EVERYTHING: dict[str, dict[str, Any]] = {
    "s-basics": BASICS_INPUT,
    "s-effects": {
        **EFFECTS_INPUT,
        "f-day": "2025-11-01",
        "f-level-before": "一级",
        "f-level-after": "二级",
        "f-metrics-rows": "m1",
        "f-metrics-m1-name": "联网率",
        "f-metrics-m1-unit": "%",
        "f-metrics-m1-before": "10",
        "f-metrics-m1-after": "60",
        "f-products-rows": "p1,p2",
        "f-products-p1-c-name": "采集系统",
        "f-products-p1-c-cost": "12",
        "f-products-p1-c-again": "是",
        "f-products-p2-c-name": "看板",
        "f-products-p2-c-cost": "3",
        "f-model": "是",
        "f-branch": "是",
        "f-mail": "a@example.com",
        "f-scenes-rows": "s1",
        "f-scenes-s1-s": "排产",
        "f-scenes-s1-n": "10",
        "f-scenes-s1-p-rows": "i1",
        "f-scenes-s1-p-i1-n": "排产软件",
    },
    "s-office": {"f-done": "是", "f-passed": "是", "f-sample": "否"},
}
# Other acceptable answers to the same questions.
OTHERWISE: dict[str, str] = {
    **{"f-name": "别的公司", "f-phone": "13911111111", "f-profile": "改过的情况", "f-kind": "国有", "f-money": "1"},
    **{"f-staff": "99", "f-region": "999922", "f-needs-r1-text": "改过的需求", "f-day": "2025-12-01"},
    **{"f-level-after": "三级", "f-metrics-m1-after": "99", "f-products-p1-c-cost": "99", "f-mail": "b@example.com"},
    **{"f-scenes-s1-p-i1-n": "别的软件", "f-scenes-s1-n": "12", "f-needs-rows": "r2", "f-products-rows": "p1,p2,p9"},
    **{"f-done": "否", "f-total": "1", "f-period-end": "2025-12-31", "f-branch": "否"},
}

# Several: once a random request has accepted a case, nothing can be remarked on in it any more.
ELSEWHERE = ("elsewhere", "elsewhere too", "elsewhere again")


@dataclass
class FuzzWorld:
    """The sheets by the state that they are in, the people, and what a request may name."""

    version: FormVersion
    firm: Organisation
    filler: User
    reviewers: Mapping[str, User]
    drafts: Mapping[str, Draft]
    cases: Mapping[str, Case] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    # A workbook for the fill-in page: (signed reading, the inputs that it would change).
    workbook: tuple[str, list[str]] = ("", [])
    workbook_file: bytes = b""

    def regions_with_own_section(self, actor: User) -> frozenset[int]:
        """Return the region whose sheets this person's office adds its own section to: a county's, its own alone."""
        county = self.reviewers["county reviewer"], self.reviewers["reviewer of the other county"]
        return frozenset({_region_of(actor).pk}) if actor in county else frozenset()


def _region_of(person: User) -> Region:
    return person.memberships.get().organisation.region


def _filled(version: FormVersion, firm: Organisation, filler: User) -> Draft:
    draft = draft_start(form_code=version.definition.code, organisation_id=firm.pk, actor=filler)
    for file_field in ("f-files", "f-files"):
        upload = SimpleUploadedFile("证明.pdf", PDF)
        attachment_add(draft_id=draft.pk, field_id=file_field, upload=upload, actor=filler)
    for section in FORM.sections[:2]:
        section_save(
            draft_id=draft.pk,
            section_id=section.id,
            post=typed(EVERYTHING[section.id]),
            expected_revision=None,
            actor=filler,
            writer=Writer("page-token", 1),
        )
    explanation_save(draft_id=draft.pk, key=CHECK, text="今年新增了两条产线", actor=filler)
    return draft


def _publish_again(version: FormVersion) -> FormVersion:
    """Publish a second version with one more question and one fewer, so that drafts can be taken over."""
    basics = replace(BASICS, fields=(*BASICS.fields[:-2], FieldSpec(id="f-new", key="new", label="新增", type="text")))
    spec = replace(FORM, code=version.definition.code, sections=(basics, *FORM.sections[1:]), checks=())
    content = spec_to_json(spec)
    return FormVersion.objects.create(
        definition=version.definition, number=2, content=content, sha256=sha256_of(content)
    )


def make_fuzz_world() -> FuzzWorld:
    """Build it: sheets in work, under review, returned, corrected once, taken over, accepted, and of another county."""
    forms = make_world(FORM)
    made = {
        state: _filled(forms.version, forms.firm, forms.filler)
        for state in ("open", "review", "returned", "moved", "accepted")
    }
    made |= {state: _filled(forms.version, forms.other_firm, forms.stranger) for state in ELSEWHERE}
    handed_in = {
        state: draft_submit(
            draft_id=draft.pk, key=f"key-{state}", actor=forms.stranger if state in ELSEWHERE else forms.filler
        )
        for state, draft in made.items()
        if state != "open"
    }
    for state in ("returned", "moved"):
        _return(handed_in[state], forms.reviewer, forms.filler)
    remark_add(submission_id=handed_in["review"].pk, field_id="f-name", text="请核对", actor=forms.reviewer)
    submission_accept(submission_id=handed_in["accepted"].pk, actor=forms.reviewer)
    newer = _publish_again(forms.version)
    draft_rebase(draft_id=made["moved"].pk, to_version=newer.number, actor=forms.filler)
    world = FuzzWorld(
        version=forms.version,
        firm=forms.firm,
        filler=forms.filler,
        reviewers=_reviewers(forms.reviewer, forms.other_reviewer, forms.firm.region),
        drafts={state: Draft.objects.get(pk=draft.pk) for state, draft in made.items()},
        cases={state: _case(state, submission) for state, submission in handed_in.items()},
    )
    code = submission_paper(handed_in["review"].pk, extension="docx") and _paper_code()
    world.tokens += ["page-token", "computed", "key-review", "key-returned", code]
    _prepare_workbook(world)
    return world


def _return(submission: Submission, reviewer: User, filler: User) -> None:
    draft = submission.draft_id
    attachment = Attachment.objects.filter(draft=draft).first()
    places = (("f-phone", ""), ("f-needs", "/r1"), ("f-files", f"/{attachment.pk}"), ("f-staff", ""))
    for field_id, place in places:
        remark_add(submission_id=submission.pk, field_id=field_id, place=place, text="请核实", actor=reviewer)
    submission_return(submission_id=submission.pk, actor=reviewer)
    # A reply as the applicant types it: the draft's until the next round.
    section_save(
        draft_id=draft,
        section_id=BASICS.id,
        post=typed({**EVERYTHING[BASICS.id], f"reply-{submission.remarks.get(field_id='f-staff').pk}": "已核实"}),
        expected_revision=None,
        actor=filler,
    )


def _case(state: str, submission: Submission) -> Case:
    stands = {"moved": "returned", **dict.fromkeys(ELSEWHERE, "review")}.get(state, state)
    return desk_world.case(submission.organisation, state=stands, submission=submission)


def _reviewers(reviewer: User, other: User, county: Region) -> dict[str, User]:
    city = make_organisation(county.parent, kind="bureau")
    people = {"county reviewer": reviewer, "reviewer of the other county": other}
    for name, role in (
        ("city reviewer", "city_reviewer"),
        ("platform administrator", "bureau_admin"),
        ("form administrator", "form_admin"),
        ("publisher", "publisher"),
    ):
        people[name] = make_user(f"{role}@example.com")
        make_member(people[name], city, role)
    for person in people.values():
        role_held = person.memberships.get().role
        person.groups.add(Role.objects.get(pk=role_held.pk).group)
    return people


def _paper_code() -> str:
    return PaperCode.objects.values_list("code", flat=True).first() or ""


def _prepare_workbook(world: FuzzWorld) -> None:
    """Let the filler read a changed workbook on the page: what the page offers to take is signed."""
    client = Client()
    client.force_login(world.filler)
    draft = world.drafts["open"]
    book = load_workbook(io.BytesIO(client.get(reverse("forms_app:workbook", args=[draft.pk])).content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=1):
            if row[0].value == "f-profile":
                sheet.cell(row[0].row, 3).value = "来自表格的情况"
    target = io.BytesIO()
    book.save(target)
    world.workbook_file = target.getvalue()
    upload = SimpleUploadedFile("表.xlsx", world.workbook_file)
    page = client.post(reverse("forms_app:workbook_upload", args=[draft.pk]), {"file": upload}).content.decode()
    world.workbook = (
        re.findall(r'name="read" value="([^"]+)"', page)[0],
        re.findall(r'name="take" value="([^"]+)"', page),
    )
