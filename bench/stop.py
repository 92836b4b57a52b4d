"""From a press in a real Chromium to the release command at the simulated machine: ten viewers at 10 Hz, the site under load."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import Row
from halfkilo.gym.bench import quantile, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.window import Window

PRESSES = 120
NOTE = """for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, (event) => { window.pressedAt = performance.timeOrigin + event.timeStamp; }, { capture: true });
}"""
ASK = """
import sys, threading, time, urllib.request
def ask():
    while True:
        for path in ("/", "/healthz", "/about/"):
            try: urllib.request.urlopen(sys.argv[1] + path, timeout=10).read()
            except OSError: pass
            time.sleep(0.1)
for _ in range(3): threading.Thread(target=ask, daemon=True).start()
print("asking", flush=True)
threading.Event().wait()
"""


def rows(data: Path, presses: int = PRESSES) -> Iterator[Row]:
    """Half by Space, half by the button. data: an empty folder for the processes."""
    taken = sorted(times(data, presses))
    yield Row("a stop, press in Chromium to release at the machine, half of them", quantile(taken, 0.5), "ms", 10)
    yield Row("a stop, press in Chromium to release at the machine, 99 of 100", quantile(taken, 0.99), "ms", 50)


def times(data: Path, presses: int) -> list[float]:
    """Milliseconds, one for each press."""
    from playwright.sync_api import sync_playwright

    from tests.e2e import steps
    from tests.e2e.house import house
    from tests.e2e.window import FLAGS, WIDE, executable, window

    with house(data) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        with window(browser, home, home.next_day(), WIDE) as opened:
            opened.expect("")  # the bench measures; what else happens is for the tests
            steps.look_around(opened)
            opened.go("/train/")
            steps.Hands(opened).train(until=steps.on_a_cable)
            with watched(home.gym, home.data / "gym.key", 10), asked(home.url):
                return [one_press(one, by_key=n % 2 == 0) for one in [by_real_time(browser, opened)] for n in range(presses)]


def by_real_time(browser: Browser, opened: Window) -> Window:
    """The same person in the same set, in a window whose clock is the computer's: the tests' own moves even the times of events."""
    context = browser.new_context(storage_state=opened.context.storage_state(), viewport={"width": 1280, "height": 800})
    opened.page.close()
    page = context.new_page()
    page.add_init_script(NOTE)
    page.goto(opened.house.url + "/train/")
    page.locator("#player .dock [data-act]").click()
    again = replace(opened, context=context, page=page)
    page.wait_for_selector("[data-gym] .arm")
    return again


def one_press(opened: Window, *, by_key: bool) -> float:
    """One stop, and back to the set."""
    from tests.e2e import steps

    page = opened.page
    if by_key:
        page.keyboard.press("Space")
    else:
        page.locator(".dock .stop").click()
    page.wait_for_selector('#player[data-screen="reason"]')
    pressed = float(page.evaluate("window.pressedAt"))
    steps.until(lambda: releases(opened, pressed) != [], "no release came")
    found = min(releases(opened, pressed)) - pressed
    page.get_by_role("button", name="by mistake").click()
    page.locator("#player .dock [data-act]").click()
    page.wait_for_selector("[data-gym] .arm")
    return found


def releases(opened: Window, pressed: float) -> list[float]:
    """When releases came to the machine since the press, ms since 1970."""
    return [at / 1e6 for at in opened.house.look()["releases_ns"] if at / 1e6 >= pressed]


@contextmanager
def asked(url: str) -> Iterator[None]:
    """The site asked for some thirty pages a second: far more than a home or a small clinic does."""
    process = subprocess.Popen([sys.executable, "-c", ASK, url], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait()
