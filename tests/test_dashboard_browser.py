"""The overview in a real browser: clicks, keys, two languages, two widths, hostile reports, and no request to elsewhere."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from shown_frames import BODIES, HOSTILE, small_audit

from audit.frames import empty

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ROOT = Path(__file__).resolve().parent.parent
ROWS = ".audit-list tbody tr"
PLOTS = ".js-plotly-plot .main-svg"
LIMIT_BYTES = 7_000_000

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def browser():
    if not shutil.which(CHROMIUM):
        pytest.skip("needs Chromium (set CHROMIUM to its path)")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


def results(folder: Path, hostile: bool) -> Path:
    made = small_audit(folder, hostile)
    for name in ("reports", "facts", "claims", "sections", "observations", "outcomes", "findings"):
        getattr(made, name, empty(name)).to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "manifest.json").write_text("{}")
    return folder


@contextmanager
def server(folder: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = f"from audit.workbench.serve import serve; serve({str(folder)!r}, port={port})"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    running = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=folder, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert address == f"http://127.0.0.1:{port}/"
        _wait(lambda: urllib.request.urlopen(address + "static/nothing"))
        yield address
    finally:
        running.terminate()
        running.wait(20)


def _wait(ask, seconds: float = 60):
    for _ in range(int(seconds * 5)):
        try:
            return ask()
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with server(results(tmp_path_factory.mktemp("results"), hostile=False)) as made:
        yield made


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory):
    with server(results(tmp_path_factory.mktemp("hostile"), hostile=True)) as made:
        yield made


class Visit:
    """One page, with what it asked for and what went wrong in it."""

    def __init__(self, browser, address: str, width: int = 1280) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.set_default_timeout(90_000)
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.bytes = 0
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._count)
        self.open(address)

    def _count(self, event: dict) -> None:
        self.bytes += int(event["encodedDataLength"])

    def open(self, address: str) -> None:
        self.page.goto(address, wait_until="commit")
        try:
            self.wait(f"document.querySelectorAll('{PLOTS}').length >= 4", 60)
        except playwright.TimeoutError:
            self.page.reload(wait_until="commit")
            self.wait(f"document.querySelectorAll('{PLOTS}').length >= 4", 90)

    def wait(self, condition: str, seconds: float = 20):
        return self.page.wait_for_function(f"() => {condition}", timeout=seconds * 1000)

    def rows(self) -> int:
        return self.page.locator(ROWS).count()

    def clear(self) -> None:
        """Take all filters off, and wait until nothing on the page changes any more."""
        before = None
        for _ in range(60):
            self.page.evaluate("document.querySelector('.audit-clear').click()")
            self.page.wait_for_timeout(250)
            if self.rows() == 19 and not self.page.locator(".audit-clear").is_enabled():
                shown = self.page.inner_text("body")
                if shown == before:
                    return
                before = shown
        raise AssertionError("the filters could not be cleared")

    def outside(self) -> list[str]:
        return [u for u in self.requests if not u.startswith(("http://127.0.0.1:", "data:", "blob:"))]

    def too_wide(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.fixture(scope="module")
def visit(browser, address):
    made = Visit(browser, address)
    yield made
    made.page.close()


def plot(visit: Visit, name: str):
    plots = visit.page.locator(".js-plotly-plot")
    ids = plots.evaluate_all("plots => plots.map(p => p.layout.meta.id)")
    return plots.nth(ids.index(name))


def hover(visit: Visit, mark) -> None:
    """A real mouse: plotly needs to see it come before it sees it press."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    visit.page.mouse.move(box["x"] + 2, box["y"] + 2)
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    visit.page.wait_for_timeout(300)


def press(visit: Visit, mark) -> None:
    hover(visit, mark)
    visit.page.mouse.down()
    visit.page.mouse.up()


def test_the_first_visit_is_light_and_asks_nobody_else(visit):
    assert visit.outside() == []
    assert visit.faults == []
    assert 500_000 < visit.bytes < LIMIT_BYTES
    assert visit.page.title() == "Disclosure report audit"
    assert visit.rows() == 19


def test_a_click_on_a_bar_filters_the_list(visit):
    visit.clear()
    press(visit, plot(visit, "severity").locator(".bars").first.locator("path").nth(1))
    visit.wait(f"document.querySelectorAll('{ROWS}').length == 5")
    assert set(visit.page.locator(".audit-c-severity .audit-badge").all_inner_texts()) == {"High"}
    visit.wait("document.querySelector('.audit-active').innerText.includes('High')")


def test_a_click_on_a_cell_of_the_heat_map_filters_body_and_year(visit):
    visit.clear()
    texts = plot(visit, "heat").locator("text.heatmap-label, .heatmap-label text")
    at = texts.all_text_contents().index("3*")
    press(visit, texts.nth(at))
    visit.wait("document.querySelector('.audit-active').innerText.includes('2022')")
    assert BODIES[1] in visit.page.inner_text(".audit-active")
    visit.wait(f"document.querySelectorAll('{ROWS}').length == 3")


def test_the_twin_table_does_the_same_by_keyboard(visit):
    visit.clear()
    twin = visit.page.locator("details[data-alt=family]")
    twin.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    button = twin.locator("button", has_text="PRV")
    button.focus()
    visit.page.keyboard.press("Enter")
    visit.wait(f"document.querySelectorAll('{ROWS}').length == 2")
    visit.wait("document.querySelector('details[data-alt=family]').open")
    visit.wait("document.activeElement.innerText?.includes('PRV')")


def test_keys_walk_the_list_and_enter_opens_the_source(visit):
    visit.clear()
    visit.page.locator(ROWS).first.click()
    first = visit.page.locator("tr[aria-selected=true]").get_attribute("data-id")
    for key in ("j", "ArrowDown", "k"):
        visit.page.keyboard.press(key)
        visit.page.wait_for_timeout(150)
    chosen = visit.page.locator("tr[aria-selected=true]").get_attribute("data-id")
    assert chosen != first
    visit.page.keyboard.press("Enter")
    visit.wait(f"document.activeElement.dataset.finding == '{chosen}'")
    assert visit.page.locator(".audit-card mark").inner_text() == "12"
    assert ".txt" in visit.page.inner_text(".audit-place")
    visit.page.keyboard.press("j")
    visit.wait(
        f"document.activeElement.dataset.finding && document.activeElement.dataset.finding != '{chosen}'"
    )


def test_a_search_that_finds_nothing_says_so(visit):
    visit.clear()
    visit.page.fill(".audit-search input", "no such words")
    visit.page.keyboard.press("Enter")
    visit.wait("document.querySelectorAll('.audit-empty').length >= 3")
    assert "Clear the filters" in visit.page.inner_text(".audit-list-box .audit-empty")
    visit.clear()


def test_the_list_can_be_sorted(visit):
    visit.clear()
    visit.page.click(".audit-list th.audit-c-year button")
    visit.wait("document.querySelector('th.audit-c-year').getAttribute('aria-sort') == 'ascending'")
    years = [y for y in visit.page.locator("td.audit-c-year").all_inner_texts() if y]
    assert years == sorted(years)
    visit.page.click(".audit-list th.audit-c-severity button")


def test_the_other_language_takes_the_whole_page(visit):
    visit.clear()
    visit.page.click(".audit-language")
    visit.wait("document.documentElement.lang == 'zh'")
    visit.wait("document.querySelector('.audit-list-head h2').innerText == '问题清单'")
    visit.page.wait_for_timeout(800)
    assert visit.page.title() == "政府信息公开年报审计"
    assert "Findings" not in visit.page.inner_text(".audit-root")
    visit.page.click(".audit-language")
    visit.wait("document.documentElement.lang == 'en'")


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(browser, address, width):
    visit = Visit(browser, address, width)
    assert visit.too_wide() <= 0
    visit.page.locator(ROWS).nth(2).click()
    visit.page.wait_for_selector(".audit-card mark")
    visit.page.click(".audit-language")
    visit.wait("document.documentElement.lang == 'zh'")
    visit.page.wait_for_timeout(800)
    assert visit.too_wide() <= 0
    assert visit.outside() == []
    visit.page.close()


def test_reports_cannot_run_anything(browser, hostile_address):
    visit = Visit(browser, hostile_address)
    listed = visit.page.locator("td.audit-c-message").all_inner_texts()
    assert set(HOSTILE) <= {text.strip() for text in listed}
    for at in range(0, visit.rows(), 3):
        visit.page.locator(ROWS).nth(at).click()
        visit.page.wait_for_timeout(250)
        visit.page.wait_for_selector(".audit-card")
    for name in ("severity", "heat"):
        hover(visit, plot(visit, name).locator(".main-svg").first)
    assert visit.page.evaluate("window.pwned") is None
    assert visit.page.locator(".audit-root img[src]").count() == 0
    assert visit.page.locator("a[href^=javascript]").count() == 0
    host = Path("/etc/hostname")
    if host.exists():
        assert host.read_text().strip() not in visit.page.inner_text(".audit-root")
    assert visit.faults == []
    assert visit.outside() == []
    visit.page.close()


def test_the_server_answers_this_machine_only_and_shows_no_files(address):
    def status(path: str, host: str | None = None) -> int:
        request = urllib.request.Request(address + path, headers={"Host": host} if host else {})
        try:
            return urllib.request.urlopen(request).status
        except urllib.error.HTTPError as error:
            return error.code

    assert status("", "elsewhere.example") == 403
    assert status("voila/files/manifest.json") in (403, 404)
    assert status("voila/tree") in (403, 404)
