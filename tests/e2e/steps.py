"""What a person does in a day, as steps on the pages: morning, check-in, offers, the player, the gym."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as GaveUp

from tests.e2e.window import Window

MOST_SCREENS = 200
"""More screens than any session has: beyond them the player went in a circle."""
MOST_LAPSES = 5
LONG_S = 960
"""Longer than any set, rest or cardio piece."""

Hook = Callable[[Window, str], bool]
"""Looks at a screen of the player before it is passed; True when it dealt with the screen itself."""


@dataclass
class Told:
    """What the player showed on the way: screens and their headings, in order."""

    screens: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


class Hands:
    """How a person answers: here by touch or mouse. `keyboard.Keys` does the same without."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.page = window.page

    # --- the three ways to answer -------------------------------------------------------------------------------------

    def press(self, button: Locator) -> None:
        """Press a button or follow a link."""
        button.click()

    def score(self, group: Locator, value: int) -> None:
        """Answer one 0-10 question: on the key that is seen, not on the input under it."""
        group.locator("label.key").nth(value).click()

    def choose(self, option: Locator) -> None:
        """Choose one card."""
        option.click()

    def leave(self, button: Locator) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.press(button)

    # --- pages --------------------------------------------------------------------------------------------------------

    def morning(self, pain: int) -> None:
        """The morning's answer, when it is asked."""
        self.window.go("/morning/")
        if not self.page.locator("score-pair").count():
            return
        self._scores(pain)
        self._if_asked("soreness", "usual")
        self._flares()
        self.leave(self.page.get_by_role("button", name="That's it"))

    def check_in(self, pain: int) -> None:
        """Everything on the check-in page: the same number everywhere, nothing different."""
        self._scores(pain)
        self._if_asked("soreness", "usual")
        self._flares()
        self._if_asked("different", "no")
        self.leave(self.page.get_by_role("button", name="Go on"))

    def offers(self, answer: str = "accept") -> int:
        """Answer every offer the same way where it can be answered so; how many there were."""
        count = 0
        while "/offers/" in self.page.url:
            count += 1
            assert count < 20, "the offers never end"
            wanted = self.page.locator(f'button[value="{answer}"]')
            self.leave((wanted if wanted.count() else self.page.locator('button[value="keep"]')).first)
        return count

    def before(self, pain: int = 3) -> None:
        """From home's button into the player: what is asked on the way, as it comes."""
        if "/check-in/" in self.page.url:
            self.check_in(pain)
        self.offers()
        if "/train/" not in self.page.url:
            self.leave(self.page.locator(".home a.button.go"))
        expect(self.page).to_have_url(re.compile("/train/"))

    def _scores(self, value: int) -> None:
        for group in self.page.locator("score-pair").all():
            self.score(group, value)

    def _if_asked(self, name: str, value: str) -> None:
        option = self.page.locator(f'label.choice:has(input[name="{name}"][value="{value}"])')
        if option.count():
            self.choose(option)

    def _flares(self) -> None:
        for name in {str(one.get_attribute("name")) for one in self.page.locator('input[name^="flare-"]').all()}:
            self._if_asked(name, "no")

    # --- the player ---------------------------------------------------------------------------------------------------

    def train(self, effort: int = 5, pain: int = 2, until: Callable[[Window], bool] = lambda _: False,
              hook: Hook = lambda _, __: False) -> Told:
        """Through the player to its end, or until `until` says so: every set done in full by the pace, every question answered."""
        told = Told()
        for _ in range(MOST_SCREENS):
            shown = screen(self.window)
            told.screens.append(shown)
            told.headings.append(self.page.locator("#player h1").first.inner_text())
            if shown == "done" or until(self.window):
                return told
            if not hook(self.window, shown):
                self._pass(shown, effort, pain)
        raise AssertionError(f"the player does not come to an end: {told.screens[-12:]}")

    def _pass(self, shown: str, effort: int, pain: int) -> None:
        pairs = self.page.locator("#player score-pair")
        if shown in ("set", "rest"):
            self.window.after(LONG_S)
        if shown == "find":
            self.press(self.page.get_by_role("button", name="Comfortable", exact=True))
            return
        if shown == "ask":
            self.score(pairs.nth(0), effort)
            self.score(pairs.nth(1), pain)
        if shown == "close":
            self._scores(pain)
        self.press(self.page.locator("#player .dock [data-act]"))


def look_around(window: Window) -> None:
    """From the first page to the made-up person's day."""
    window.go("/")
    window.page.get_by_role("button", name="Look around").click()
    expect(window.page).to_have_url(re.compile("/today/"))


def nights(window: Window, days: int, pain: int) -> None:
    """So many nights pass, each with its answer in the morning."""
    for _ in range(days):
        window.be(window.house.next_day())
        Hands(window).morning(pain)


def screen(window: Window) -> str:
    """What the player shows now."""
    root = window.page.locator("#player")
    expect(root).to_have_attribute("data-screen", re.compile(".+"))
    return str(root.get_attribute("data-screen"))


def on_a_cable(window: Window) -> bool:
    """Whether the player stands at a set that the gym can load, with its arming control there: it comes with the ticket."""
    page = window.page
    if screen(window) != "set" or "cable" not in "".join(page.locator("#player .load span").all_inner_texts()):
        return False
    arm, looked = page.locator("[data-gym] .arm"), page.get_by_role("button", name="Handles are down")

    def ready() -> bool:
        """A busy computer may leave a release unconfirmed for more than a second. Then the person looks, and says so."""
        with suppress(GaveUp):
            if looked.is_visible():
                looked.click(timeout=1000)
        return arm.is_visible()

    until(ready, "there is nothing to arm the gym with")
    return True


def surely_load(window: Window) -> int:
    """`load`, again when a busy computer let a lease lapse and the gym let go by itself."""
    whys: list[str] = []
    for _ in range(MOST_LAPSES):
        grams = load(window)
        if screen(window) == "set":
            return grams
        whys = [*whys, window.house.look()["why"]]
        window.page.get_by_role("button", name="by mistake").click()
        window.page.locator("#player .dock [data-act]").click()
        assert on_a_cable(window)
    raise AssertionError(f"the gym let go again and again: {whys}")


def load(window: Window) -> int:
    """Hold the button while the person moves the handles, then ask for the load; the grams the machine comes to hold."""
    page = window.page
    arm, ask = page.locator("[data-gym] .arm"), page.locator("[data-gym] button.go")
    for _ in range(MOST_LAPSES):
        assert on_a_cable(window)
        arm.scroll_into_view_if_needed()
        arm.hover()
        page.mouse.down()
        shown = soon(ask.is_visible, 20)
        page.mouse.up()
        if shown:
            break
    expect(ask).to_be_visible()
    grams = round(float(ask.inner_text().split()[1]) * 1000)
    ask.click()
    until(lambda: max(window.house.look()["held"]) == grams or screen(window) == "reason", f"the machine does not come to hold {grams} g")
    return grams


def soon(true: Callable[[], bool], patience_s: float = 5) -> bool:
    """Whether something comes true by itself."""
    end = time.monotonic() + patience_s
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def until(true: Callable[[], bool], otherwise: str, patience_s: float = 60) -> None:
    """Wait for something outside the page."""
    assert soon(true, patience_s), otherwise
