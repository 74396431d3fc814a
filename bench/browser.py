"""How fast the pages of a form are in Chromium: a table of 200 rows × 12 columns, and a section of 500 fields.

The reference of each line is its limit in milliseconds. Files of the front end come from `static_build`.
"""

import mimetypes
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from bench.measure import Result
from bench.servers import serving
from cms.settings.env import BASE_DIR, env
from forms_app.facade import definition_load

FILLER = "enterprise@example.com"
CODE = "bench-browser"
ROWS, COLUMNS, FIELDS = 200, 12, 500
ADD_LIMIT, KEYSTROKE_LIMIT, PAINT_LIMIT = 100.0, 50.0, 1500.0
OPENINGS = 5
MEASURE = """async ({rows, columns}) => {
  const box = document.querySelector("[data-rows]");
  const body = box.querySelector("[data-row-list]");
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const still = async () => { for (let one = 0; one < 4; one += 1) await frame(); };
  // Everybody acts on what they see, on a page that stands still. Where the table scrolls to the row that has the focus
  // afterwards, rows may come into sight with the second frame only.
  const timed = async (shown, act, frames) => {
    shown.scrollIntoView({block: "nearest"});
    await still();
    const started = performance.now();
    act();
    for (let one = 0; one < frames; one += 1) await frame();
    return performance.now() - started;
  };
  const line = (row) => ["行" + row, ...Array.from({length: columns - 1}, (_, at) => row * at + 1)].join("\\t");
  const data = new DataTransfer();
  data.setData("text/plain", Array.from({length: rows}, (_, row) => line(row)).join("\\r\\n"));
  const first = body.querySelector("input");
  first.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
  await frame();
  const found = {rows: body.children.length, add: [], remove: [], keystroke: [], totals: []};
  found.laidOutAsSeen = getComputedStyle(body.children[50]).contentVisibility === "auto";
  const total = box.querySelector("[data-total]");
  for (let turn = 0; turn < 7; turn += 1) {
    const add = box.querySelector("[data-row-add]");
    found.add.push(await timed(add, () => add.click(), 2));
    const remove = body.children[turn * 20].querySelector("[data-row-remove]");
    found.remove.push(await timed(remove, () => remove.click(), 1));
    const input = body.children[100 + turn].querySelectorAll("input")[1];
    found.keystroke.push(await timed(input, () => {
      input.value = String(1000 + turn);
      input.dispatchEvent(new InputEvent("input", {bubbles: true}));
    }, 1));
    found.totals.push(total.textContent);
  }
  return found;
}"""
# Waits in the page: what Playwright polls it evaluates as a text, which the policy of the page forbids.
PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  const [found] = list.getEntriesByName("first-contentful-paint");
  if (found) done(found.startTime);
}).observe({type: "paint", buffered: true}))"""


def _document() -> dict[str, Any]:
    """Return the form: a section that is one table, and a section of many fields."""
    figures = [{"key": f"n{at}", "label": f"第{at}列", "type": "number", "total": True} for at in range(1, COLUMNS)]
    columns = [{"key": "name", "label": "名称", "type": "text"}, *figures]
    types = ("text", "number", "date", "money", "select")
    fields: list[dict[str, Any]] = [
        {"key": f"q{at}", "label": f"填报项{at}", "type": types[at % 5]} for at in range(FIELDS)
    ]
    for one in fields[4::5]:
        one["choices"] = ["甲", "乙"]
    table = {"key": "rows", "label": "明细", "type": "table", "columns": columns, "max_items": ROWS * 2}
    sections = [
        {"key": "table", "title": "明细表", "fields": [table]},
        {"key": "many", "title": "长表", "fields": fields},
    ]
    return {"code": CODE, "title": "浏览器测量", "audience": ["enterprise"], "sections": sections}


def _file(route: Route) -> None:
    """Answer with a file of the built front end."""
    path = BASE_DIR / "static_build" / urlsplit(route.request.url).path.removeprefix(settings.STATIC_URL)
    if path.is_file():
        route.fulfill(path=path, content_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream")
    else:
        route.fulfill(status=404, body="")


@contextmanager
def _opened(port: int, cookie: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        named = env.str("CHROMIUM", default="") or shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(
            executable_path=named or None,
            args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP testserver 127.0.0.1"],
        )
        address = f"http://testserver:{port}"
        context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        context.route(f"**{settings.STATIC_URL}**", _file)
        yield context.new_page()
        browser.close()


@cache
def _measured() -> dict[str, list[float]]:
    """Open both sections once for all lines of the table; the table is filled from the clipboard."""
    definition_load(_document(), publish=True)
    client = Client()
    client.force_login(get_user_model().objects.get(email=FILLER), "django.contrib.auth.backends.ModelBackend")
    draft = client.post(f"/my/forms/start/{CODE}/")["Location"]
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with serving("cms.wsgi:application") as server, _opened(server.connection.port, cookie) as page:
        page.goto(f"{draft}s/table/")
        found = page.evaluate(MEASURE, {"rows": ROWS, "columns": COLUMNS})
        assert found["rows"] == ROWS and found["laidOutAsSeen"], "the table is not as people get it"
        assert len(set(found["totals"])) == len(found["totals"]), "the total did not follow the keystrokes"
        paints = []
        for _opening in range(OPENINGS + 1):
            page.goto(f"{draft}s/many/")
            paints.append(page.evaluate(PAINT))
    return {"add": found["add"], "remove": found["remove"], "keystroke": found["keystroke"], "paint": paints[1:]}


def _within(name: str, kind: str, limit: float) -> Result:
    took = statistics.median(_measured()[kind])
    return Result(
        name=name, ours=round(took, 1), reference=limit, ratio=round(took / limit, 3), goal=1.0, met=took <= limit
    )


def browser_add_row() -> Result:
    """A row added to a long table, until it is on the screen."""
    return _within("200 × 12 in Chromium, add a row / limit", "add", ADD_LIMIT)


def browser_remove_row() -> Result:
    """A row removed from a long table, until it is gone from the screen."""
    return _within("200 × 12 in Chromium, delete a row / limit", "remove", ADD_LIMIT)


def browser_keystroke() -> Result:
    """A figure typed into a long table, until the total below it has followed."""
    return _within("200 × 12 in Chromium, keystroke to total / limit", "keystroke", KEYSTROKE_LIMIT)


def browser_first_paint() -> Result:
    """A section of 500 fields, from the click to the first paint."""
    return _within("500 fields in Chromium, first paint / limit", "paint", PAINT_LIMIT)


SCENARIOS = (browser_add_row, browser_remove_row, browser_keystroke, browser_first_paint)
