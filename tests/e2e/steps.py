"""What a person does in a day, as steps on the pages: morning, check-in, offers, the player. Each waits for what the page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect

from tests.e2e.window import Window

MOST_SCREENS = 120
"""More screens than any session has: beyond them the player went in a circle."""


@dataclass
class Told:
    """What the player showed on the way: screens in order, headings."""

    screens: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def score(window: Window, group: Locator, value: int) -> None:
    """Answer one 0-10 question."""
    group.locator(f'input[value="{value}"]').check(force=True)


def check_in(window: Window, pain: int) -> None:
    """Answer everything on the check-in page: the same number everywhere, nothing different."""
    page = window.page
    for group in page.locator("score-pair").all():
        score(window, group, pain)
    if page.locator('input[name="soreness"]').count():
        page.locator('input[name="soreness"][value="usual"]').check(force=True)
    for name in {str(one.get_attribute("name")) for one in page.locator('input[name^="flare-"]').all()}:
        page.locator(f'input[name="{name}"][value="no"]').check(force=True)
    page.locator('input[name="different"][value="no"]').check(force=True)
    page.get_by_role("button", name="Go on").click()


def morning(window: Window, pain: int) -> None:
    """The one tap of the morning, when it is asked."""
    page = window.page
    for group in page.locator("score-pair").all():
        score(window, group, pain)
    if page.locator('input[name="soreness"]').count():
        page.locator('input[name="soreness"][value="usual"]').check(force=True)
    page.get_by_role("button", name="That's it").click()


def offers(window: Window, answer: str = "accept") -> int:
    """Answer every offer the same way; how many there were."""
    page, count = window.page, 0
    while "/offers/" in page.url and count < 20:
        page.locator(f'button[value="{answer}"]').first.click()
        count += 1
    return count


def train(window: Window, effort: int = 5, pain: int = 2) -> Told:
    """Through the player to its end: every set done in full, every question answered."""
    told = Told()
    root = window.page.locator("#player")
    for _ in range(MOST_SCREENS):
        expect(root).to_have_attribute("data-screen", _any())
        screen = str(root.get_attribute("data-screen"))
        told.screens.append(screen)
        told.headings.append(window.page.locator("#player h1").first.inner_text())
        if screen == "done":
            return told
        _screen(window, screen, effort, pain)
    raise AssertionError(f"the player does not come to an end: {told.screens[-12:]}")


def _any() -> object:
    import re

    return re.compile(".+")


def _screen(window: Window, screen: str, effort: int, pain: int) -> None:
    page = window.page
    dock = page.locator("#player .dock [data-act]")
    if screen == "set":
        window.after(4 + _set_seconds(window))
        dock.click()
    elif screen == "find":
        page.get_by_role("button", name="Comfortable", exact=True).click()
    elif screen == "ask":
        pairs = page.locator("#player score-pair")
        score(window, pairs.nth(0), effort)
        score(window, pairs.nth(1), pain)
        dock.click()
    elif screen == "close":
        for pair in page.locator("#player score-pair").all():
            score(window, pair, pain)
        dock.click()
    else:
        dock.click()


def _set_seconds(window: Window) -> float:
    """Long enough for any set of the session."""
    return 400.0
