"""From the first screen to a second session that has listened, on a phone, with the simulated gym."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import beginning, steps
from tests.e2e.house import house
from tests.e2e.window import PHONE, Window, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]


AFTER_ONE = "#player[data-screen=reason], #player[data-screen=set] .dock [data-act]:text-matches('Done: [1-9]')"
"""A repetition was counted by the gym, or the gym let go."""


LOUD = re.compile("Pain went up|hurt more than your edge")
"""What today says first of an exercise that was loud, as much as it asks of the place that hurts."""


class OnTheGym:
    """Does the first steps of the finder with the load really on: one that is easy, one that is comfortable."""

    def __init__(self) -> None:
        self.held: list[int] = []
        self.exercise = self.loud = ""

    def __call__(self, opened: Window, shown: str) -> bool:
        """Whether this screen was dealt with here."""
        page = opened.page
        if shown == "ask" and not self.loud:
            self.loud = page.locator("#player h1").inner_text()
            hands = steps.Hands(opened)
            hands.score(page.locator("#player score-pair").nth(0), 6)
            hands.score(page.locator("#player score-pair").nth(1), 7)
            page.locator("#player .dock [data-act]").click()
            return True
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
        hands = steps.Hands(opened)
        hands.leave(page.locator(".home a.button.go"))
        hands.before()
        told = hands.train(hook=gym)
        assert told.screens[-2:] == ["close", "done"]
        assert len(gym.held) == 2 and gym.held[1] > gym.held[0], "the second step of the finder is the one that was asked for"

        steps.nights(opened, 2, 3)
        assert len(kept(opened, "peak\":7")) == 1, "the loud exercise is on the record"
        a_short_one(opened)
        steps.nights(opened, 2, 3)

        opened.go("/today/")
        name, found = gym.exercise.split(",")[0], f"{gym.held[1] / 1000:g} kg"
        expect(page.locator("main .lead")).to_contain_text(LOUD)  # what was loud comes first
        row = page.locator("ol.plan > li", has_text=name)
        begins = float(row.locator(".dose b").inner_text().split()[0]) * 1000
        assert gym.held[1] // 2 <= begins <= gym.held[1] * 4 / 5, "the first week starts at four fifths, on the machine's grid"
        row.locator("summary").click()
        expect(row).to_contain_text(f"You were comfortable with {found}")


def a_short_one(opened: Window) -> None:
    """Ten minutes, from home to the end."""
    hands = steps.Hands(opened)
    opened.go("/today/?minutes=10")
    hands.leave(opened.page.locator(".home a.button.go"))
    hands.before()
    assert hands.train().screens[-1] == "done"


def kept(opened: Window, part: str) -> list[str]:
    """Lines of the person's record with `part` in them."""
    lines = opened.page.request.get(opened.house.url + "/api/entries").text().splitlines()
    return [line for line in lines if part in line.replace(" ", "")]
