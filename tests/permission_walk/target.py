"""What foreigners try to reach: one case of 青岚县 with everything around it, under names that appear nowhere else."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cases.models import (
    Case,
    CaseEvent,
    CaseReadLog,
    CaseTypeDefinition,
    Expert,
    Speciality,
    WebhookEndpoint,
)
from cms.accounts.models import Delegation, JoinRequest, Membership, Notification, Organisation, Region, Role, User
from cms.content.models import Product
from cms.core.models import Download, OutboxMessage
from cms.core.reference.models import CalendarYear, CodeList, RuleTableDefinition
from forms_app.models import (
    Attachment,
    CoFiller,
    Draft,
    FormDefinition,
    LibrarySection,
    PaperCode,
    Remark,
    Submission,
)
from forms_app.services.paper_make import submission_paper
from forms_app.services.remarks import remark_add
from tests.cases.sheets import SheetWorld, make_sheet_world, with_file
from tests.cms.accounts.conftest import make_member, make_organisation, make_user

SECRETS = ("机密标题甲乙丙", "机密企业甲乙丙有限公司", "机密人员甲乙丙", "从事精密零件加工。")


@dataclass
class Target:
    """The foreign objects."""

    world: SheetWorld
    case: Case
    submission: Submission
    draft: Draft
    attachment: Attachment
    remark: Remark
    organisation: Organisation
    region: Region
    person: User
    membership: Membership
    join_request: JoinRequest
    notification: Notification
    role: Role
    definition: FormDefinition
    case_type: CaseTypeDefinition
    download: Download
    rule_table: RuleTableDefinition
    code_list: CodeList
    library_section: LibrarySection
    calendar_year: CalendarYear
    product: Product
    code: str
    co_filler: CoFiller
    helper: User
    expert: Expert
    speciality: Speciality
    delegation: Delegation
    message: OutboxMessage
    webhook: WebhookEndpoint
    before: Any = field(default=None)

    def state(self) -> list[Any]:
        """Return what nobody foreign may change."""
        return [
            list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
            for model in (
                Case,
                CaseEvent,
                CaseReadLog,
                Submission,
                Remark,
                Attachment,
                Membership,
                JoinRequest,
                Download,
                CoFiller,
                Expert,
                Speciality,
                WebhookEndpoint,
                Delegation,
            )
        ] + [
            list(Draft.objects.filter(pk=self.draft.pk).values()),
            list(Organisation.objects.filter(pk=self.organisation.pk).values()),
            list(Notification.objects.filter(pk=self.notification.pk).values()),
            list(FormDefinition.objects.order_by("pk").values()),
            list(CaseTypeDefinition.objects.order_by("pk").values()),
            list(RuleTableDefinition.objects.values()),
            list(CodeList.objects.values()),
            list(CalendarYear.objects.values()),
            list(Product.objects.values()),
        ]


def make_target() -> Target:
    """Build it."""
    world = make_sheet_world()
    forms, case = world.forms, world.case
    forms.firm.name = SECRETS[1]
    forms.firm.save()
    forms.filler.full_name = SECRETS[2]
    forms.filler.save()
    case.title = SECRETS[0]
    case.save()
    remark = remark_add(
        submission_id=world.submission.pk, field_id="f-profile", text="机密标题甲乙丙的意见", actor=forms.reviewer
    )
    role = Role.objects.get(key="org_member")
    provider = make_organisation(forms.firm.region, kind="provider")
    helper = make_user("helper@example.com")
    make_member(helper, provider, "org_member")
    return Target(
        world=world,
        case=case,
        submission=world.submission,
        draft=world.submission.draft,
        attachment=with_file(world),
        remark=remark,
        organisation=forms.firm,
        region=forms.firm.region,
        person=forms.filler,
        membership=Membership.objects.get(user=forms.filler),
        join_request=JoinRequest.objects.create(
            user=make_user("joining@example.com", full_name=SECRETS[2]), organisation=forms.firm, role=role
        ),
        notification=Notification.objects.create(
            user=forms.filler, key="secret", title=SECRETS[0], url="/", created_at=timezone.now()
        ),
        role=role,
        definition=forms.version.definition,
        case_type=CaseTypeDefinition.objects.create(key="secret", title=SECRETS[0], number_prefix="JM", live=False),
        code=submission_paper(world.submission.pk, extension="docx") and PaperCode.objects.get().code,
        download=Download.objects.create(
            owner=forms.filler, kind="secret", title=SECRETS[0], filename=SECRETS[0], status="failed"
        ),
        rule_table=RuleTableDefinition.objects.create(code="secret", name=SECRETS[0]),
        code_list=CodeList.objects.create(code="secret", name=SECRETS[0]),
        library_section=LibrarySection.objects.create(
            name=SECRETS[0], content={"id": "s", "fields": []}, saved_by=forms.filler
        ),
        calendar_year=CalendarYear.objects.create(year=2026),
        co_filler=CoFiller.objects.create(
            draft=world.submission.draft,
            organisation=provider,
            status="accepted",
            invited_by=forms.filler,
            answered_by=helper,
            answered_at=timezone.now(),
        ),
        helper=helper,
        expert=Expert.objects.create(user=make_user("pool@example.com", full_name=SECRETS[2])),
        speciality=Speciality.objects.create(key="secret", title=SECRETS[0]),
        delegation=Delegation.objects.create(
            from_user=forms.filler,
            to_user=forms.colleague,
            organisation=forms.firm,
            valid_from=timezone.localdate(),
            valid_until=timezone.localdate(),
            reason=SECRETS[0],
        ),
        message=OutboxMessage.objects.create(topic="mail", key="secret", payload={"subject": SECRETS[0]}),
        webhook=WebhookEndpoint.objects.create(name=SECRETS[0], url="https://example.com/"),
        product=Product.objects.create(provider=forms.firm, name=SECRETS[0], live=False),
    )
