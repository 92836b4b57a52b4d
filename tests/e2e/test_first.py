"""From the first screen to a second session that has listened, on a phone, with the simulated gym."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import beginning, steps
from tests.e2e.house import house
from tests.e2e.window import PHONE, Window, window

pytestmark = pytest.mark.browser


AFTER_ONE = "#player[data-screen=reason], #player[data-screen=set] .dock [data-act]:text-matches('Done: [1-9]')"
"""A repetition was counted by the gym, or the gym let go."""


class OnTheGym:
    """Does the first steps of the finder with the load really on: one that is easy, one that is comfortable."""

    def __init__(self) -> None:
        self.held: list[int] = []
        self.exercise = ""

    def __call__(self, opened: Window, shown: str) -> bool:
        """Whether this screen was dealt with here."""
        page = opened.page
        if shown == "find" and len(self.held) == 1:
            page.get_by_role("button", name="Easy. A little more").click()
            return True
        if len(self.held) < 2 and steps.on_a_cable(opened):
            self.exercise = page.locator("#player h1").inner_text()
            grams = steps.load(opened)
            expect(page.locator(AFTER_ONE)).to_be_visible(timeout=30_000)
            if steps.screen(opened) == "reason":  # a busy computer let a lease lapse, and the gym let go: once more
                page.get_by_role("button", name="by mistake").click()
                return True
            self.held.append(grams)
            page.locator("#player .dock [data-act]").click()
            steps.until(lambda: opened.house.look()["held"] == [0, 0], "the end of the set does not take the load off")
            return True
        return False


@pytest.mark.hazard("H03", "H47")
def test_the_first_days(tmp_path: Path, browser: Browser) -> None:
    with house(tmp_path) as home, window(browser, home, home.next_day(), PHONE) as opened:
        page, gym = opened.page, OnTheGym()
        beginning.start(opened)
        expect(page.locator("h1")).to_contain_text("minutes")
        page.locator("a.button.go").first.click()
        steps.check_in(opened, 3)
        steps.offers(opened)
        steps.to_training(opened)
        told = steps.train(opened, hook=gym)
        assert told.screens[-2:] == ["close", "done"]
        assert len(gym.held) == 2 and gym.held[1] > gym.held[0], "the second step of the finder is the one that was asked for"

        opened.be(home.next_day())
        steps.morning(opened, 3)
        opened.be(home.next_day())
        steps.morning(opened, 3)
        opened.go("/today/")
        row = page.locator("ol.plan > li", has_text=gym.exercise.split(",")[0])
        expect(row).to_contain_text(f"{gym.held[1] / 1000:g} kg")
        row.locator("summary").click()
        expect(row.locator(".why")).to_contain_text("comfortable")
        page.screenshot(path="/tmp/e2e_tmp/second.png", full_page=True)
