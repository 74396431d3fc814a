"""A form with every field type, an enterprise that fills it in, and the offices around it."""

import itertools
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from cms.accounts.models import Organisation, User
from cms.accounts.services.roles_install import roles_install
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.models import Draft, FormDefinition, FormVersion, Submission
from forms_app.services.draft_start import draft_start
from forms_app.services.draft_submit import draft_submit
from forms_app.services.section_save import SavedSection, section_save
from tests.cms.accounts.conftest import make_member, make_organisation, make_region, make_user

YES_NO = (Choice("是", "是"), Choice("否", "否"))

BASICS = SectionSpec(
    id="s-basics",
    key="basics",
    number="一",
    title="基本情况",
    fields=(
        FieldSpec(id="f-name", key="name", label="企业名称", type="text", required=True, prefill="organisation.name"),
        FieldSpec(id="f-region", key="region", label="所属县区", type="region", prefill="organisation.region_code"),
        FieldSpec(id="f-code", key="code", label="信用代码", type="credit_code", prefill="organisation.credit_code"),
        FieldSpec(id="f-phone", key="phone", label="联系方式", type="phone"),
        FieldSpec(id="f-profile", key="profile", label="企业基本情况", type="textarea", max_length=500, required=True),
        FieldSpec(
            id="f-kind",
            key="kind",
            label="企业性质",
            type="radio",
            choices=(Choice("国有", "国有"), Choice("民营", "民营")),
        ),
        FieldSpec(id="f-money", key="money", label="营业收入", type="money", unit="万元", indexed=True),
        FieldSpec(id="f-staff", key="staff", label="从业人员", type="number", unit="人", decimals=0),
    ),
)
EFFECTS = SectionSpec(
    id="s-effects",
    key="effects",
    number="二",
    title="改造情况",
    parties=("enterprise", "provider"),
    fields=(
        FieldSpec(id="f-note", key="note", label="填写提示", type="note", help="请如实填写。"),
        FieldSpec(id="f-needs", key="needs", label="改造需求", type="item_list", help="逐条列出"),
        FieldSpec(
            id="f-cloud",
            key="cloud",
            label="云应用情况",
            type="checkbox",
            choices=(
                Choice("公有云", "公有云", text="required"),
                Choice("私有云", "私有云", text="required"),
                Choice("未上", "未上", exclusive=True),
            ),
        ),
        FieldSpec(id="f-period", key="period", label="起止时间", type="date_range"),
        FieldSpec(id="f-day", key="day", label="验收日期", type="date"),
        FieldSpec(
            id="f-level",
            key="level",
            label="水平等级",
            type="before_after",
            group="改造成效",
            choices=(Choice("一级", "一级"), Choice("二级", "二级"), Choice("三级", "三级")),
        ),
        FieldSpec(
            id="f-metrics",
            key="metrics",
            label="降本成效",
            type="metrics",
            group="改造成效",
            suggestions=({"name": "生产设备联网率", "unit": "%", "group": "数字化类"},),
        ),
        FieldSpec(
            id="f-products",
            key="products",
            label="所用产品",
            type="table",
            columns=(
                FieldSpec(id="c-name", key="product", label="产品", type="text", required=True),
                FieldSpec(id="c-cost", key="cost", label="费用", type="money", unit="万元"),
                FieldSpec(id="c-again", key="again", label="续用", type="select", choices=YES_NO),
            ),
        ),
        FieldSpec(
            id="f-files", key="files", label="证明材料", type="file", accept=("pdf", "png", "docx"), max_size_mb=1
        ),
        FieldSpec(
            id="f-model",
            key="model",
            label="愿意作样板",
            type="radio_with_text",
            choices=(Choice("是", "是", text="optional"), Choice("否", "否", text="required")),
        ),
        FieldSpec(id="f-branch", key="branch", label="细分行业", type="select", choices=YES_NO),
        FieldSpec(id="f-mail", key="mail", label="电子邮箱", type="email"),
    ),
)
OFFICE = SectionSpec(
    id="s-office",
    key="office",
    number="三",
    title="绩效评价",
    parties=("county",),
    fields=(
        FieldSpec(id="f-done", key="done", label="是否已开展绩效评价", type="radio", required=True, choices=YES_NO),
        FieldSpec(
            id="f-passed",
            key="passed",
            label="绩效评价是否通过",
            type="radio_with_text",
            required=True,
            choices=(Choice("是", "是"), Choice("否", "否", text="required")),
        ),
        FieldSpec(
            id="f-sample",
            key="sample",
            label="是否将该企业作为样板",
            type="radio_with_text",
            required=True,
            choices=(Choice("是", "是", text="required"), Choice("否", "否")),
        ),
    ),
)
SPEC = FormSpec(
    code="info-sheet",
    title="企业改造信息表",
    sections=(BASICS, EFFECTS, OFFICE),
    audience=("enterprise", "provider"),
    notes=("请如实填写。",),
    reference_prefix="XX",
)

_numbers = itertools.count(1)


@dataclass
class World:
    """Who and what the tests of filling in need."""

    firm: Organisation
    other_firm: Organisation
    filler: User
    colleague: User
    stranger: User
    reviewer: User
    other_reviewer: User
    version: FormVersion

    def start(self) -> Draft:
        """Return a new draft of the firm."""
        return draft_start(form_code=self.version.definition.code, organisation_id=self.firm.pk, actor=self.filler)

    def save(self, draft: Draft, section: SectionSpec, post: dict[str, Any], **extra: Any) -> SavedSection:
        """Save a section as the filler, without looking at the revision unless told."""
        options = {"expected_revision": None, "actor": self.filler, **extra}
        return section_save(draft_id=draft.pk, section_id=section.id, post=typed(post), **options)

    def complete(self) -> Draft:
        """Return a draft that can be handed in."""
        draft = self.start()
        self.save(draft, BASICS, {**BASICS_INPUT, "f-name": self.firm.name})
        self.save(draft, EFFECTS, EFFECTS_INPUT)
        return draft

    def submitted(self, key: str = "key-1") -> Submission:
        """Return a submission under review."""
        return draft_submit(draft_id=self.complete().pk, key=key, actor=self.filler)


BASICS_INPUT = {
    "f-name": "星渡机械",
    "f-region": "999921",
    "f-profile": "从事精密零件加工。",
    "f-kind": "民营",
    "f-money": "６，５００．５",
    "f-staff": "120",
    "f-phone": "13800000000",
}
EFFECTS_INPUT = {
    "f-needs-rows": "r1,r2",
    "f-needs-r1-text": "车床数据采集",
    "f-needs-r2-text": "能耗监测",
    "f-cloud": ["公有云"],
    "f-cloud-text-0": "示范云",
    "f-period-start": "2025-01-01",
    "f-period-end": "2025-10-20",
}


def typed(post: dict[str, Any]) -> QueryDict:
    """Return input as a request would bring it."""
    query = QueryDict(mutable=True)
    for name, value in post.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def publish(spec: FormSpec) -> FormVersion:
    """Store a version as publishing would."""
    number = next(_numbers)
    code = f"{spec.code}-{number}"
    content = spec_to_json(replace(spec, code=code))
    definition = FormDefinition.objects.create(code=code, title=spec.title, live=True)
    return FormVersion.objects.create(definition=definition, number=1, content=content, sha256=sha256_of(content))


def make_world(spec: FormSpec = SPEC) -> World:
    """Build everything."""
    roles_install()
    province = make_region("990000", "示范省", "province")
    city = make_region("999900", "云溪市", "city", province)
    qinglan = make_region("999921", "青岚县", "county", city)
    fengling = make_region("999922", "枫陵县", "county", city)
    firm = make_organisation(qinglan, address="青岚县一号", contact_name="林工", contact_phone="13800000000")
    other = make_organisation(fengling)
    offices = [make_organisation(region, kind="bureau") for region in (qinglan, fengling)]
    people = {
        name: make_user(f"{name}@example.com")
        for name in ("filler", "colleague", "stranger", "reviewer", "other_reviewer")
    }
    make_member(people["filler"], firm, "org_member")
    make_member(people["colleague"], firm, "org_admin")
    make_member(people["stranger"], other, "org_admin")
    make_member(people["reviewer"], offices[0], "county_reviewer")
    make_member(people["other_reviewer"], offices[1], "county_reviewer")
    return World(firm=firm, other_firm=other, version=publish(spec), **people)
