"""Controls that scripts make easier: dependent options, long lists level by level, a directory, files."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.field_site import PDF, PNG

DROP = """(zone, bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "现场.png", {type: "image/png"}));
  zone.dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
Filler = Callable[..., Page]


def offered(page: Page, name: str) -> list[str]:
    return page.locator(f'select[name="{name}"] option').evaluate_all(
        "(all) => all.filter((one) => one.value).map((one) => one.value)"
    )


def stored(page: Page) -> None:
    """Save by the button and open the step again."""
    step = page.url.partition("#")[0]
    page.locator("button[name=action][value=save]").click()
    page.goto(step)


def test_only_options_of_the_choice_above_are_offered(every_field: Filler) -> None:
    page = every_field()
    scene = page.locator("select[name=fscene]")
    assert offered(page, "fscene") == ["产品设计", "工艺仿真", "智能排产", "设备联网"]
    page.locator("select[name=ffieldofwork]").select_option("生产")
    assert offered(page, "fscene") == ["智能排产", "设备联网"]
    scene.select_option("智能排产")
    page.locator("select[name=ffieldofwork]").select_option("研发")
    expect(scene).to_have_value("")
    assert offered(page, "fscene") == ["产品设计", "工艺仿真"]


def test_a_region_is_chosen_by_its_city_or_found_by_its_name(every_field: Filler) -> None:
    page = every_field()
    tree = page.locator("#field-fcounty .tree")
    city = tree.locator("select").first
    names = city.locator("option").all_inner_texts()[1:]
    city.select_option(names[0])
    counties = offered(page, "fcounty")
    assert counties
    assert len(counties) < page.evaluate("document.querySelectorAll('#fcounty-find option').length")
    page.locator("#fcounty").select_option(counties[0])
    found = tree.locator("datalist option").last.get_attribute("value")
    tree.locator("input[type=search]").fill(found or "")
    expect(page.locator("#fcounty option:checked")).to_have_text(found or "")
    chosen = page.locator("#fcounty").input_value()
    stored(page)
    expect(page.locator("#fcounty")).to_have_value(chosen)


def test_an_industry_is_chosen_level_by_level(every_field: Filler) -> None:
    page = every_field()
    levels = page.locator("#field-fbranch .tree select")
    levels.nth(0).select_option("制造业")
    levels.nth(1).select_option("专用设备制造业")
    assert offered(page, "fbranch") == ["3511"]
    page.locator("#fbranch").select_option("3511")
    levels.nth(1).select_option("通用设备制造业")
    expect(page.locator("#fbranch")).to_have_value("")
    assert offered(page, "fbranch") == ["3421", "3422"]


def test_a_provider_is_offered_while_its_name_is_typed(every_field: Filler) -> None:
    page = every_field()
    name = page.locator("#fprovider")
    with page.expect_response(lambda answer: "/directories/provider/" in answer.url) as waiting:
        name.press_sequentially("公司")
    entries = waiting.value.json()["entries"]
    assert entries
    name.fill(entries[0]["text"])
    expect(page.locator("[name=fprovider-id]")).to_have_value(entries[0]["id"])
    name.fill("名录以外的公司")
    expect(page.locator("[name=fprovider-id]")).to_have_value("")
    stored(page)
    expect(name).to_have_value("名录以外的公司")


def test_files_are_dropped_seen_and_removed_after_a_question(every_field: Filler) -> None:
    page = every_field()
    box = page.locator("#field-fproofs")
    box.locator("[data-upload-drop]").evaluate(DROP, list(PNG))
    expect(box.locator(".file")).to_have_count(1)
    preview = box.locator("img.file-preview")
    preview.scroll_into_view_if_needed()
    expect(preview).to_have_js_property("naturalWidth", 1)
    box.locator("input[type=file]").set_input_files(
        [{"name": "合同.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    expect(box.locator(".file")).to_have_count(2)
    expect(box.locator("progress")).to_have_count(0)
    remove = box.locator("[data-file-remove]").last
    remove.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(box.locator(".file")).to_have_count(2)
    remove.click()
    dialog.locator(".btn-danger").click()
    expect(box.locator(".file")).to_have_count(1)


def test_a_file_that_is_refused_says_why(every_field: Filler) -> None:
    page = every_field()
    box = page.locator("#field-fproofs")
    box.locator("input[type=file]").set_input_files(
        [{"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}]
    )
    expect(box.locator("[data-upload-status][data-error]")).to_contain_text("程序.exe")
    expect(box.locator(".file")).to_have_count(0)


def test_without_scripts_every_option_is_there_and_the_server_checks(every_field: Filler) -> None:
    page = every_field(scripts=False)
    assert len(offered(page, "fscene")) == 4
    assert offered(page, "fbranch") == ["3421", "3422", "3511"]
    page.locator("select[name=ffieldofwork]").select_option("生产")
    page.locator("select[name=fscene]").select_option("产品设计")
    page.locator("select[name=fbranch]").select_option("3422")
    page.locator("#fprovider").fill("名录以外的公司")
    page.locator("#fcard").fill("110105194912310021")
    page.locator("#fpromise").check()
    page.locator("[name=findicators-m2-cy2025]").fill("80")
    page.locator("button[name=action][value=save]").click()
    expect(page.locator("#fscene-error")).to_be_visible()
    expect(page.locator("#fcard-error")).to_be_visible()
    expect(page.locator("#fpromise")).to_be_checked()
    expect(page.locator("#fbranch")).to_have_value("3422")
    expect(page.locator("[name=findicators-m2-cy2025]")).to_have_value("80")


def test_the_keyboard_alone_fills_the_new_types_in(every_field: Filler) -> None:
    page = every_field()
    for name, typed in (("fsite", "www.example.com"), ("fcard", "11010519491231002x"), ("fmonth", "2025/3")):
        page.locator(f"#{name}").focus()
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.locator("#fpromise").focus()
    page.keyboard.press("Space")
    page.locator("[name=findicators-m1-cy2024]").focus()
    for figure in ("35", "40", "45"):
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    stored(page)
    values = [page.locator(f"#{name}").input_value() for name in ("fsite", "fcard", "fmonth")]
    assert values == ["https://www.example.com", "11010519491231002X", "2025-03"]
    expect(page.locator("#fpromise")).to_be_checked()
    cells = [page.locator(f"[name=findicators-{row}-cy2024]").input_value() for row in ("m1", "m2", "m3")]
    assert cells == ["35", "40", "45"]


def test_a_scan_whose_code_cannot_be_read_waits_for_the_code_and_need_not_be_chosen_again(every_field: Filler) -> None:
    page = every_field()
    box = page.locator("[data-upload=fscan]")
    again = box.locator("[data-upload-button]")
    refusal = box.locator("[data-upload-status][data-error]")
    expect(again).to_be_hidden()
    box.locator("input[type=file]").set_input_files({"name": "盖章.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(refusal).to_contain_text("未能识别到校验码")
    expect(box.locator("[data-upload-code]")).to_be_focused()
    for typed in ("KTPE-APVF-SVKA", "KTPE-APVF-SVKC"):
        box.locator("[data-upload-code]").fill(typed)
        again.click()
        expect(refusal).to_contain_text(typed)
    box.locator("[data-upload-code]").fill("KTPE-APVF-SVKB")
    again.click()
    # A code that is one, of another sheet: typing does not help, the scan is chosen anew.
    expect(refusal).to_contain_text("KTPE-APVF-SVKB")
    expect(again).to_be_hidden()
