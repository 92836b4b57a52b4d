"""The live figure on an exercise's page: it moves in a worker, obeys its line and buttons, rests when asked to, and has a still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e.house import House
from tests.e2e.window import FLAGS, PATIENCE_MS, PHONE, executable

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]

DRAWN_IN_SOFTWARE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
CANVAS = ".viewer-stage canvas"
DIST = Path(__file__).parents[2] / "src" / "halfkilo" / "web" / "static" / "dist" / "assets"
SETTLED = """() => new Promise(done => {
  const canvas = document.querySelector('.viewer-stage canvas');
  let last = '', still = 0;
  const look = () => {
    still = canvas.dataset.drawn === last ? still + 1 : 0;
    last = canvas.dataset.drawn;
    return still > 9 && last ? done(Number(last)) : setTimeout(look, 60);
  };
  look();
})"""
"""How many pictures were drawn once no more come."""
STALLS = "window.stalls = 0; new PerformanceObserver(list => window.stalls += list.getEntries().length).observe({type: 'longtask'})"


@pytest.fixture(scope="module")
def drawing(playwright: Playwright) -> Iterator[Browser]:
    """Chromium that draws WebGL with the processor."""
    flags = [flag for flag in FLAGS if flag not in ("--disable-gpu", "--disable-software-rasterizer")]
    opened = playwright.chromium.launch(executable_path=executable(playwright), args=[*flags, *DRAWN_IN_SOFTWARE])
    yield opened
    opened.close()


@contextmanager
def shown(browser: Browser, home: House, motion: Literal["reduce", "no-preference"] = "no-preference") -> Iterator[Page]:
    """The page of an exercise with a load; nothing may be asked of another place, nothing may go amiss on it."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion=motion)
    context.set_default_timeout(PATIENCE_MS)
    page, amiss = context.new_page(), list[str]()
    page.on("request", lambda asked: None if urlsplit(asked.url).netloc == urlsplit(home.url).netloc else amiss.append(asked.url))
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda said: amiss.append(said.text) if said.type == "error" else None)
    page.goto(f"{home.url}/exercises/seated_row/")
    yield page
    context.close()
    assert not amiss


def picture(page: Page) -> bytes:
    """What stands on the canvas."""
    return page.locator(".viewer-stage").screenshot()


def scrub(page: Page, thousandths: int) -> None:
    """Take the line's thumb somewhere, as a finger does."""
    page.locator(".viewer-track input").fill(str(thousandths))


def test_it_moves_by_itself_in_a_worker_and_stops_and_goes_where_it_is_told(drawing: Browser, home: House) -> None:
    with shown(drawing, home) as page:
        page.wait_for_function("() => Number(document.querySelector('.viewer-stage canvas')?.dataset.drawn) > 2")
        assert any("/worker-" in worker.url for worker in page.workers)
        page.evaluate(STALLS)
        before = page.locator(".viewer-track input").input_value()
        page.wait_for_function("before => document.querySelector('.viewer-track input').value !== before", arg=before)
        page.wait_for_timeout(400)
        assert page.evaluate("window.stalls") == 0, "playing stalled the page"
        page.locator(".viewer-play").click()
        page.evaluate(SETTLED)
        scrub(page, 0)
        page.evaluate(SETTLED)
        start = picture(page)
        page.get_by_role("button", name="End", exact=True).click()
        page.evaluate(SETTLED)
        end = picture(page)
        assert start != end
        page.locator(CANVAS).press("ArrowLeft")
        page.evaluate(SETTLED)
        assert picture(page) != end
        page.get_by_role("button", name="Start", exact=True).click()
        page.get_by_role("button", name="Side", exact=True).click()
        page.evaluate(SETTLED)
        assert picture(page) == start, "back where it began, it looks as it did"
        drawn = page.evaluate(SETTLED)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("drawn => Number(document.querySelector('.viewer-stage canvas').dataset.drawn) > drawn", arg=drawn)
        page.evaluate(SETTLED)
        assert picture(page) != start


@pytest.mark.campaign
def test_with_reduced_motion_it_rests_and_shows_its_two_ends(drawing: Browser, home: House) -> None:
    with shown(drawing, home, "reduce") as page:
        page.wait_for_selector(f"{CANVAS}[data-drawn]")
        drawn = page.evaluate(SETTLED)
        page.wait_for_timeout(300)
        assert page.evaluate(SETTLED) == drawn, "nothing moves by itself"
        start = picture(page)
        scrub(page, 100)
        page.evaluate(SETTLED)
        assert picture(page) == start, "before half-way it is the start"
        scrub(page, 320)
        expect(page.locator(CANVAS)).to_have_count(1)
        page.evaluate(SETTLED)
        page.wait_for_timeout(400)
        assert picture(page) != start


@pytest.fixture
def plain(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without any WebGL."""
    opened = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
    yield opened
    opened.close()


def test_without_webgl_there_is_a_still_of_each_end(plain: Browser, home: House) -> None:
    with shown(plain, home) as page:
        page.wait_for_selector(".viewer-stage[data-still] canvas")
        assert page.evaluate("() => { const c = document.querySelector('.viewer-stage canvas'); "
                             "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0) }")
        page.get_by_role("button", name="Start", exact=True).click()
        start = picture(page)
        page.get_by_role("button", name="End", exact=True).click()
        assert picture(page) != start


REMEMBERED = """{
  const given = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (kind, ...more) {
    const found = given.call(this, kind, ...more);
    if (found && kind === 'webgl2') self.pen = found;
    return found;
  };
}
"""
"""Lets the test take the worker's picture away."""


@pytest.mark.campaign
def test_a_lost_picture_is_followed_by_a_still_or_comes_back(drawing: Browser, home: House) -> None:
    context = drawing.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.route("**/worker-*.js", lambda route: route.fulfill(response=(found := route.fetch()), body=REMEMBERED + found.text()))
    page.goto(f"{home.url}/exercises/seated_row/")
    page.wait_for_selector(f"{CANVAS}[data-drawn]")
    page.locator(".viewer-play").click()
    drawn = page.evaluate(SETTLED)
    worker = page.workers[0]
    worker.evaluate("self.lost = self.pen.getExtension('WEBGL_lose_context'); self.lost.loseContext()")
    worker.evaluate("new Promise(done => setTimeout(() => done(self.lost.restoreContext()), 50))")
    page.get_by_role("button", name="End", exact=True).click()
    page.wait_for_function("drawn => Number(document.querySelector('.viewer-stage canvas').dataset.drawn) > drawn", arg=drawn)
    page.evaluate(SETTLED)
    assert len(set(picture(page))) > 1 and not page.locator(".viewer-stage[data-still]").count()
    worker.evaluate("self.lost.loseContext()")
    page.wait_for_selector(".viewer-stage[data-still] canvas")
    end = picture(page)
    page.get_by_role("button", name="Start", exact=True).click()
    assert picture(page) != end, "the still obeys the line"
    context.close()


def test_what_is_sent_keeps_to_its_size() -> None:
    script = sum(path.stat().st_size for stem in ("worker", "figure") for path in DIST.glob(f"{stem}-????????.js.br"))
    bodies = [path.stat().st_size for path in DIST.glob("*-????????.bin.br")]
    assert 20_000 < script <= 170_000
    assert bodies and max(bodies) <= 400_000
