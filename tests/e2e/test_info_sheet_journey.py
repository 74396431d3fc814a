"""The journey: published by staff, filled in over several visits, returned with remarks, corrected, passed; opened
after the transformation, continued, returned, corrected, accepted, printed; by four people in windows of their own."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urljoin

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import AxeCheck, Person, Shot
from tests.e2e.info_sheet import (
    BASIC,
    CODE,
    CORRECTIONS,
    CORRECTIONS_AFTER,
    LATER_NOTE,
    METRIC,
    METRIC_AFTER,
    NEEDS_FIRST_VISIT,
    NEEDS_SECOND_VISIT,
    RECOMPUTED,
    REMARKS,
    REMARKS_AFTER,
    RESULTS,
    cell,
    field,
    fill_section,
    save_and_continue,
    section_of,
)

OUTSIDER_SEES = (302, 403, 404)
# What the form manager writes before publishing: the number of the submission then proves which version was filled in.
PREFIX = "QLXX"


class Journey:
    """The people of the journey and what they pass on to each other."""

    def __init__(self, person: Person, axe: AxeCheck, screenshot: Shot) -> None:
        self.person, self.axe, self.screenshot = person, axe, screenshot
        self.barriers: list[str] = []
        self.draft_url = ""
        self.submission_url = ""
        self.case_url = ""

    def look(self, page: Page, name: str) -> None:
        """Keep a page's picture at both widths and note what axe finds; the journey goes on and fails at its end."""
        for examine in (lambda: self.screenshot(page, f"journey-{name}"), lambda: self.axe(page)):
            try:
                examine()
            except AssertionError as error:
                self.barriers.append(f"{name}: {error}")

    def publish(self) -> None:
        """The form manager changes the form in the admin and publishes it; what follows runs on that new version."""
        page = self.person("forms@example.com")
        page.goto("/admin/snippets/forms_app/formdefinition/")
        page.get_by_role("link", name="数字化转型试点企业改造信息表").first.click()
        page.locator("input[name=reference_prefix]").fill(PREFIX)
        self.screenshot(page, "journey-01-form-builder")
        footer = page.locator("footer")
        footer.locator("button[data-w-dropdown-target=toggle]").first.click()
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.locator(".messages, [data-messages]").first).to_contain_text("发布")

    def begin(self) -> None:
        """First visit: section 1 and half of section 2, then the window is closed without pressing anything."""
        page = self.person("enterprise@example.com")
        page.goto("/my/forms/")
        self.look(page, "02-forms")
        page.goto(f"/my/forms/start/{CODE}/")
        self.look(page, "03-start")
        page.locator("form.start-form button").click()
        page.wait_for_url("**/drafts/**")
        self.draft_url = page.url
        self.look(page, "04-task-list")
        page.goto(f"{self.draft_url}s/basic/")
        self.look(page, "05-section-1")
        fill_section(page, {**BASIC, "credit_code": "91999921PDY0003350"})
        page.locator("button[name=action][value=continue]").click()
        expect(page.locator(".error-summary")).to_be_focused()
        self.look(page, "06-error-summary")
        expect(page.locator(f'[name="{field("contact").id}"]')).to_have_value(BASIC["contact"])
        fill_section(page, {"credit_code": BASIC["credit_code"]})
        save_and_continue(page)
        fill_section(page, NEEDS_FIRST_VISIT)
        self.look(page, "07-section-2-half")
        expect(page.locator("[data-status]")).to_contain_text("自动保存", timeout=10_000)
        page.context.close()

    def finish(self) -> None:
        """Second visit: what was typed is there; the rest, the check page, submission."""
        page = self.person("enterprise@example.com")
        page.goto(f"{self.draft_url}s/needs/")
        rows = page.locator(f'[data-rows="{field("need_collect").id}"] [data-row-list] textarea')
        expect(rows).to_have_count(len(NEEDS_FIRST_VISIT["need_collect"]))
        expect(rows.first).to_have_value(NEEDS_FIRST_VISIT["need_collect"][0])
        fill_section(page, NEEDS_SECOND_VISIT)
        save_and_continue(page)
        for part, text in METRIC.items():
            page.locator(cell("eff_collect", part)).fill(text)
        expect(page.locator("main")).to_contain_text(LATER_NOTE)
        for closed in (f'[name="{field("total_cost").id}"]', cell("eff_collect", "after")):
            expect(page.locator(closed)).to_have_count(0)
        self.look(page, "08-section-3")
        save_and_continue(page)
        page.goto(f"{self.draft_url}check/")
        self.look(page, "09-check")
        expect(page.locator(".check-list").first).to_contain_text("6,500.50")
        self.submit(page)
        expect(page.locator("main")).to_contain_text(f"{PREFIX}-")
        self.submission_url = page.url
        self.look(page, "10-handed-in")

    def submit(self, page: Page) -> None:
        """Declare and hand in."""
        page.locator("#declaration").check()
        page.locator(".submit-card button.btn-primary").click()
        page.wait_for_url("**/submissions/**")

    def open_the_case(self) -> None:
        """The county's reviewer finds the case at the desk."""
        page = self.person("qinglan@example.com")
        page.goto("/admin/cases/")
        expect(page.locator("main")).to_contain_text(BASIC["enterprise_name"])
        self.screenshot(page, "journey-11-case-list")
        page.locator("main table tbody a").first.click()
        page.wait_for_url("**/admin/cases/*/")
        self.case_url = page.url

    def send_back(self, remarks: dict[str, str], name: str) -> None:
        """The reviewer remarks on these fields and returns the sheet."""
        page = self.person("qinglan@example.com")
        page.goto(self.case_url)
        for key, text in remarks.items():
            answer = page.locator(f"#field-{field(key).id}")
            answer.locator("summary").click()
            answer.locator("textarea[name=text]").fill(text)
            answer.locator("form[data-case-remark] button.button-small").click()
            expect(answer.locator(".case-remark")).to_contain_text(text)
        self.screenshot(page, f"journey-{name}")
        self.act(page, "return")
        expect(page.locator(".case-header")).to_contain_text("退回修改")

    def act(self, page: Page, transition: str) -> None:
        """Press an action of the case and confirm it."""
        page.locator(f'button[formaction$="/perform/{transition}/"]').click()
        page.locator("button[name=confirmed]").click()
        page.wait_for_url(self.case_url)

    def foreign_county_sees_nothing(self) -> None:
        """The reviewer of another county has an empty list and no way in by address."""
        page = self.person("fengling@example.com")
        page.goto("/admin/cases/")
        expect(page.locator("main")).not_to_contain_text(BASIC["enterprise_name"])
        self.screenshot(page, "journey-13-other-county")
        for address in (self.case_url, f"{self.case_url}paper.docx", self.submission_url):
            answer = page.context.request.get(address, max_redirects=0)
            assert answer.status in OUTSIDER_SEES, f"{address}: {answer.status}"

    def correct(self, corrections: dict[str, str], remarks: dict[str, str], name: str) -> None:
        """The enterprise corrects these places of one section, the only ones that are open, and hands in again."""
        section = section_of(next(iter(corrections)))
        page = self.person("enterprise@example.com")
        page.goto(self.draft_url)
        self.look(page, f"{name}-returned")
        page.goto(f"{self.draft_url}s/{section.key}/")
        self.look(page, f"{name}-correct")
        for key in corrections:
            expect(page.locator("main")).to_contain_text(remarks[key])
        for one in section.fields:
            expect(page.locator(f'[name="{one.id}"]')).to_have_count(1 if one.key in corrections else 0)
        fill_section(page, corrections)
        save_and_continue(page)
        page.goto(f"{self.draft_url}check/")
        self.look(page, f"{name}-check-again")
        self.submit(page)

    def decide(self, transition: str, state: str, changed: list[str], name: str) -> None:
        """The reviewer sees what changed, and nothing else marked, and takes a step."""
        page = self.person("qinglan@example.com")
        page.goto(self.case_url)
        marked = page.locator(".case-answer-changed")
        expect(marked).to_have_count(len(changed))
        for key in changed:
            expect(marked.filter(has_text=field(key).label)).to_have_count(1)
        self.act(page, transition)
        expect(page.locator(".case-header")).to_contain_text(state)
        self.screenshot(page, f"journey-{name}")

    def wait_for_the_transformation(self) -> None:
        """The enterprise reads that there is nothing to fill in; then the county opens what belongs after."""
        page = self.person("enterprise@example.com")
        page.goto("/my/cases/")
        page.locator("main .own-case a").first.click()
        expect(page.locator(".own-next")).to_contain_text("现在无需填报")
        self.look(page, "18-transforming")
        page.goto(f"{self.draft_url}s/results/")
        expect(page.locator(f'[name="{field("total_cost").id}"]')).to_have_count(0)

    def continue_filling(self) -> None:
        """The values after the transformation are open now, those before it are not; the sheet is handed in again."""
        page = self.person("enterprise@example.com")
        page.goto("/my/cases/")
        page.get_by_role("link", name="查看待填内容").click()
        self.look(page, "20-opened")
        page.get_by_role("link", name="填写已开放的内容").click()
        self.look(page, "21-sections-after")
        page.goto(f"{self.draft_url}s/results/")
        for part in METRIC:
            expect(page.locator(cell("eff_collect", part))).to_have_count(0)
        fill_section(page, RESULTS)
        page.locator(cell("eff_collect", "after")).fill(METRIC_AFTER)
        self.look(page, "22-section-3-after")
        save_and_continue(page)
        page.goto(f"{self.draft_url}check/")
        self.submit(page)

    def print_it(self) -> None:
        """Both sides get the official sheet, and it says what was accepted."""
        enterprise = self.person("enterprise@example.com")
        enterprise.goto(self.submission_url)
        self.look(enterprise, "26-accepted-portal")
        word = enterprise.context.request.get(f"{self.submission_url}paper.docx")
        document = Document(BytesIO(word.body()))
        assert document.paragraphs[0].text == "青岚县数字化转型试点企业改造信息表"
        first = [cell.text for row in document.tables[0].rows for cell in row.cells]
        assert CORRECTIONS["reg_address"] in first
        assert "6480.00" in first
        third = [cell.text for row in document.tables[2].rows for cell in row.cells]
        for text in (METRIC["before"], METRIC_AFTER, CORRECTIONS_AFTER["total_cost"]):
            assert any(text in one for one in third), text
        # The worker makes the PDF; the page follows by itself and shows the link when it is ready.
        enterprise.goto(f"{self.submission_url}paper.pdf")
        ready = enterprise.locator("[data-state=ready] a.btn-primary")
        expect(ready).to_be_visible(timeout=60_000)
        self.look(enterprise, "27-download")
        pdf = enterprise.context.request.get(urljoin(enterprise.url, ready.get_attribute("href") or ""))
        enterprise.goto(urljoin(enterprise.url, "/verify/"))
        self.look(enterprise, "28-verify")
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.body())).pages)
        assert "☑民营" in text
        reviewer = self.person("qinglan@example.com")
        answer = reviewer.context.request.get(f"{self.case_url}paper.docx")
        assert answer.ok
        assert Document(BytesIO(answer.body())).tables[0].cell(0, 0).text == "一、基本情况(试点企业改造前填写)"


@pytest.fixture
def journey(person: Person, axe: AxeCheck, screenshot: Shot, new_context: Callable[[], BrowserContext]) -> Journey:
    return Journey(person, axe, screenshot)


def test_info_sheet_goes_from_published_form_to_accepted_paper(journey: Journey, mail_files: Callable[[], list[str]]):
    journey.publish()
    journey.begin()
    journey.finish()
    journey.open_the_case()
    journey.send_back(REMARKS, "12-case-remarks")
    journey.foreign_county_sees_nothing()
    journey.correct(CORRECTIONS, REMARKS, "14")
    journey.decide("pass_before", "改造中", [*CORRECTIONS, *RECOMPUTED], "17-passed")
    journey.wait_for_the_transformation()
    journey.decide("open_after", "改造后填报中", [*CORRECTIONS, *RECOMPUTED], "19-opened")
    journey.continue_filling()
    journey.send_back(REMARKS_AFTER, "23-case-remarks")
    journey.correct(CORRECTIONS_AFTER, REMARKS_AFTER, "24")
    journey.decide("accept", "已通过", [*CORRECTIONS_AFTER], "25-accepted")
    journey.print_it()
    subjects = [mail for mail in mail_files() if "改造信息表已退回修改" in mail]
    assert not journey.barriers, "\n".join(journey.barriers)
    assert subjects, "The enterprise was told by mail that the sheet came back."
