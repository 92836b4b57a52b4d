"""What a person does in a day, as steps on the pages: morning, check-in, offers, the player, the gym."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect

from tests.e2e.window import Window

MOST_SCREENS = 200
"""More screens than any session has: beyond them the player went in a circle."""
LONG_S = 960
"""Longer than any set, rest or cardio piece."""


@dataclass
class Told:
    """What the player showed on the way: screens and their headings, in order."""

    screens: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def look_around(window: Window) -> None:
    """From the first page to the made-up person's day."""
    window.go("/")
    window.page.get_by_role("button", name="Look around").click()
    expect(window.page).to_have_url(re.compile("/today/"))


def score(group: Locator, value: int) -> None:
    """Answer one 0-10 question as a finger does: on the key, not on the input under it."""
    group.locator("label.key").nth(value).click()


def choose(window: Window, name: str, value: str) -> None:
    """Choose one card, when it is asked."""
    option = window.page.locator(f'label.choice:has(input[name="{name}"][value="{value}"])')
    if option.count():
        option.click()


def check_in(window: Window, pain: int) -> None:
    """Answer everything on the check-in page: the same number everywhere, nothing different."""
    page = window.page
    for group in page.locator("score-pair").all():
        score(group, pain)
    choose(window, "soreness", "usual")
    for name in {str(one.get_attribute("name")) for one in page.locator('input[name^="flare-"]').all()}:
        choose(window, name, "no")
    choose(window, "different", "no")
    page.get_by_role("button", name="Go on").click()


def morning(window: Window, pain: int) -> None:
    """The morning's answer."""
    window.go("/morning/")
    page = window.page
    for group in page.locator("score-pair").all():
        score(group, pain)
    choose(window, "soreness", "usual")
    if page.locator("score-pair").count():
        page.get_by_role("button", name="That's it").click()


def offers(window: Window, answer: str = "accept") -> int:
    """Answer every offer the same way where it can be answered so; how many there were."""
    page, count = window.page, 0
    while "/offers/" in page.url:
        count += 1
        assert count < 20, "the offers never end"
        wanted = page.locator(f'button[value="{answer}"]')
        (wanted if wanted.count() else page.locator('button[value="keep"]')).first.click()
    return count


def screen(window: Window) -> str:
    """What the player shows now."""
    root = window.page.locator("#player")
    expect(root).to_have_attribute("data-screen", re.compile(".+"))
    return str(root.get_attribute("data-screen"))


def to_training(window: Window) -> None:
    """Into the player, from wherever the offers led."""
    if "/train/" not in window.page.url:
        window.go("/train/")


Hook = Callable[[Window, str], bool]
"""Looks at a screen of the player before it is passed; True when it dealt with the screen itself."""


def train(window: Window, effort: int = 5, pain: int = 2, until: Callable[[Window], bool] = lambda _: False,
          hook: Hook = lambda _, __: False) -> Told:
    """Through the player to its end, or until `until` says so: every set done in full by the pace, every question answered."""
    told = Told()
    for _ in range(MOST_SCREENS):
        shown = screen(window)
        told.screens.append(shown)
        told.headings.append(window.page.locator("#player h1").first.inner_text())
        if shown == "done" or until(window):
            return told
        if not hook(window, shown):
            _pass(window, shown, effort, pain)
    raise AssertionError(f"the player does not come to an end: {told.screens[-12:]}")


def _pass(window: Window, shown: str, effort: int, pain: int) -> None:
    page = window.page
    dock = page.locator("#player .dock [data-act]")
    if shown in ("set", "rest"):
        window.after(LONG_S)
    if shown == "find":
        page.get_by_role("button", name="Comfortable", exact=True).click()
        return
    if shown == "ask":
        score(page.locator("#player score-pair").nth(0), effort)
        score(page.locator("#player score-pair").nth(1), pain)
    if shown == "close":
        for pair in page.locator("#player score-pair").all():
            score(pair, pain)
    dock.click()


def on_a_cable(window: Window) -> bool:
    """Whether the player stands at a set that the gym can load, with its arming control there: it comes with the ticket."""
    page = window.page
    if screen(window) != "set" or "cable" not in "".join(page.locator("#player .load span").all_inner_texts()):
        return False
    expect(page.locator("[data-gym] .arm")).to_be_visible()
    return True


def load(window: Window) -> int:
    """Hold the button while the person moves the handles, then ask for the load; the grams the machine comes to hold."""
    page = window.page
    arm, ask = page.locator("[data-gym] .arm"), page.locator("[data-gym] button.go")
    arm.scroll_into_view_if_needed()
    arm.hover()
    page.mouse.down()
    expect(ask).to_be_visible()
    page.mouse.up()
    grams = round(float(ask.inner_text().split()[1]) * 1000)
    ask.click()
    until(lambda: max(window.house.look()["held"]) == grams or screen(window) == "reason", f"the machine does not come to hold {grams} g")
    return grams


def until(true: Callable[[], bool], otherwise: str, patience_s: float = 15) -> None:
    """Wait for something outside the page."""
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)
