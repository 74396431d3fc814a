"""The info sheet in the browser: where its fields are, and how a person fills them in."""

from collections.abc import Mapping, Sequence
from functools import cache

import yaml
from playwright.sync_api import Page

from cms.settings.env import BASE_DIR
from forms_app.engine.document import spec_from_document
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

CODE = "js-enterprise-info-sheet"
SHEET = BASE_DIR / "cms/programmes/data/jiangsu/forms/enterprise-info-sheet.yaml"

BASIC = {
    "enterprise_name": "鹭汀卫康制造有限公司（演示）",
    "city_county": "999921",
    "reg_address": "云溪市青岚县示例路12号",
    "credit_code": "91999921PDY000335X",
    "contact": "王演示",
    "contact_way": "000-00000301",
    "profile": "主要从事通用零部件的研发、生产和销售，现有机床四十二台，产品供应省内整机企业。",
    "ownership": "民营",
    "size": "小型企业",
    "scale": "规模以上企业",
    "quality": "专精特新中小企业",
    "sub_industry": "通用零部件制造",
    "revenue": "６５００．５",
    "profit": "420",
    "digital_invested": "180",
    "staff": "124",
}
NEEDS_FIRST_VISIT = {"need_collect": ["机床未联网，产量靠人工抄录", "能耗数据无采集"]}
NEEDS_SECOND_VISIT = {"need_link": ["订单、库存与生产系统互不相通"], "need_data": ["物料编码不统一，报表口径不一"]}
# Filled in after the transformation, when the county has opened it; what a row said before stands from the first round.
RESULTS = {
    "work_items": ["部署设备联网平台，接入机床42台", "上线制造执行系统", "建设统一数据看板"],
    "total_cost": "156.4",
}
METRIC = {"name": "生产设备联网率", "unit": "%", "before": "35"}
METRIC_AFTER = "92"
LATER_NOTE = "改造完成并通过验收后填写"
REMARKS = {
    "reg_address": "注册地址与营业执照不一致，请按营业执照填写。",
    "revenue": "请按上年度审计报告核对营业收入。",
}
REMARKS_AFTER = {"total_cost": "改造总花费应与合同金额一致，请核对。"}
CORRECTIONS = {"reg_address": "云溪市青岚县示例路21号", "revenue": "6480"}
CORRECTIONS_AFTER = {"total_cost": "158.6"}
# What the form computes anew from a correction.
RECOMPUTED = ("revenue_per_head",)


@cache
def _sheet() -> FormSpec:
    return spec_from_document(yaml.safe_load(SHEET.read_text(encoding="utf-8")))


@cache
def field(key: str) -> FieldSpec:
    """The field of the sheet with this human key."""
    return next(one for _section, one in _sheet().fields() if one.key == key)


@cache
def section_of(key: str) -> SectionSpec:
    """The section in which the field with this human key stands."""
    return next(section for section, one in _sheet().fields() if one.key == key)


def cell(key: str, part: str) -> str:
    """Select the inputs of one column of a repeating field."""
    columns = {one.key: one.id for one in field(key).columns}
    return f'[data-rows="{field(key).id}"] [data-row-list] [name$="-{columns.get(part, part)}"]'


def fill_section(page: Page, answers: Mapping[str, str | Sequence[str]]) -> None:
    """Answer these questions of the section on the screen."""
    for key, answer in answers.items():
        if isinstance(answer, str):
            _fill_one(page, field(key), answer)
        else:
            for text in answer:
                add_item(page, key, text)


def add_item(page: Page, key: str, text: str) -> None:
    """Add one item to a 逐条列出 list."""
    rows = page.locator(f'[data-rows="{field(key).id}"]')
    present = rows.locator("[data-row-list] > [data-row] textarea")
    empty = present.last if present.count() and not present.last.input_value() else None
    if empty is None:
        rows.locator("[data-row-add]").click()
        empty = present.last
    empty.fill(text)


def _fill_one(page: Page, spec: FieldSpec, answer: str) -> None:
    if spec.type == "radio":
        page.locator(f'input[name="{spec.id}"][value="{answer}"]').check()
    elif spec.type in ("select", "region"):
        page.locator(f'select[name="{spec.id}"]').select_option(answer)
    else:
        page.locator(f'[name="{spec.id}"]').fill(answer)


def save_and_continue(page: Page) -> None:
    """Press the main button of a section and wait for the next page."""
    before = page.url
    page.locator("button[name=action][value=continue]").click()
    page.wait_for_url(lambda url: url != before)
