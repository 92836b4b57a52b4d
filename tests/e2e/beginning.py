"""The way through the beginning for somebody with a low back and nothing that needs looking at."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.steps import Hands
from tests.e2e.window import Window

PASSWORD = "three-words-in-a-row"
MOST_STEPS = 30


def start(window: Window, name: str = "Mira") -> list[str]:
    """From the first page to today; the paths that were walked."""
    window.go("/")
    page = window.page
    page.get_by_role("link", name="Start for myself").first.click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    walked = []
    for _ in range(MOST_STEPS):
        path = urlsplit(page.url).path
        walked.append(path)
        if path == "/today/":
            return walked
        _step(window, page, path)
        expect(page).not_to_have_url(window.house.url + path)
    raise AssertionError(f"the beginning does not end: {walked}")


def _step(window: Window, page: Page, path: str) -> None:
    """Answer one page and go on."""
    if path in ("/start/signs/", "/start/health/", "/start/medicine/"):
        page.locator("label.rest").click()
    elif path == "/start/outcome/":
        page.locator("a.button.go").click()
        return
    else:
        _answer(window, page, path)
    page.locator("button.go").click()


def _answer(window: Window, page: Page, path: str) -> None:
    if path == "/start/where/":
        page.locator('label.choice:has(input[name="region"][value="low_back"])').click()
    elif path.startswith("/start/where/"):
        Hands(window).score(page.locator("score-pair").nth(0), 3)
        Hands(window).score(page.locator("score-pair").nth(1), 6)
        page.locator('label.choice:has(input[name="months"])').last.click()
    elif path == "/start/matters/":
        page.locator("#activity-1").fill("Two flights of stairs")
        page.locator(".able label.choice").nth(4).click()
    elif path == "/start/you/":
        page.locator("#birth_year").fill("1966")
        page.locator('label.choice:has(input[name="experience"])').first.click()
        page.locator('label.choice:has(input[name="hand"][value="left"])').click()
    elif path == "/start/equipment/":
        page.locator('label.choice:has(input[name="gym"])').click()
    elif path == "/start/rhythm/":
        page.locator('label.choice:has(input[name="days"][value="3"])').click()
        page.locator('label.choice:has(input[name="minutes"][value="20"])').click()
    elif path == "/start/stop/":
        page.locator('label.choice:has(input[name="way"])').first.click()
        page.locator('label.choice:has(input[name="way"])').last.click()
    elif path == "/start/hard-day/":
        page.locator("#text").fill("Walk to the gate. The chair exercises.")
