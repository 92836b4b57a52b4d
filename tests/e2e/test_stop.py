"""In a loaded set: the key, a page nobody sees, a supervisor that is killed. The machine's own word counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from halfkilo.gym.bounds import LEASE_MS, RELEASE_MS
from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import PHONE, WIDE, Window, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]


HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
"""What a tablet that falls asleep tells the page; under Playwright every page counts as seen, whatever lies over it."""


def free(home: House) -> bool:
    """Whether the machine says that nothing is on."""
    return bool(home.look()["held"] == [0, 0])


def to_a_loaded_set(opened: Window) -> int:
    """The made-up person's day up to a set with the load on; the grams."""
    steps.look_around(opened)
    opened.go("/train/")
    steps.Hands(opened).train(until=steps.on_a_cable)
    return steps.surely_load(opened)


@pytest.mark.hazard("H02", "H45", "H42")
def test_space_lets_go_and_asks_why(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), WIDE, motion="no-preference") as opened:
        grams = to_a_loaded_set(opened)
        page = opened.page
        expect(page.locator("[data-gym]")).to_contain_text(f"{grams / 1000:g} kg")
        expect(page.locator("[data-gym]")).to_contain_text("switch at the wall")
        stop = page.locator(".dock .stop").bounding_box()
        assert stop is not None and min(stop["width"], stop["height"]) >= 96
        page.keyboard.press("Space")
        steps.until(lambda: free(home), "the load is still on")
        expect(page.locator("#player")).to_have_attribute("data-screen", "reason")
        page.get_by_role("button", name="It hurt").click()
        expect(page.locator("#player")).to_have_attribute("data-screen", "ask")


HEARS = """
window.SpeechRecognition = class {
  static async available() { return "available"; }
  start() { window.hears = this; }
  abort() {}
};
"""
"""A browser that hears words without sending them anywhere. What it heard is told to it below."""
STOPS = {
    "Escape on a button": lambda page: (page.locator("#player .dock [data-act]").focus(), page.keyboard.press("Escape")),
    "a clicker's key": lambda page: page.keyboard.press("PageDown"),
    "the word": lambda page: page.evaluate('hears.onresult({results: [[{transcript: "please stop"}]], resultIndex: 0})'),
    "the button": lambda page: page.locator(".dock .stop").click(),
}


@pytest.mark.hazard("H02", "H45", "H48", "H01")
def test_every_way_to_say_stop_lets_go_and_so_does_a_page_that_nobody_sees(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), WIDE) as opened:
        page = opened.page
        page.add_init_script(HEARS)
        to_a_loaded_set(opened)
        page.get_by_role("button", name="Stop by voice").click()
        for how, stop in STOPS.items():
            if free(home):
                steps.surely_load(opened)
            stop(page)
            steps.until(lambda: free(home), f"the load is still on after {how}")
            expect(page.locator("#player")).to_have_attribute("data-screen", "reason")
            page.get_by_role("button", name="by mistake").click()
            page.locator("#player .dock [data-act]").click()
            assert steps.on_a_cable(opened)
        steps.surely_load(opened)
        page.evaluate(HIDE)
        steps.until(lambda: free(home), "the load is still on though nobody sees the page")


@pytest.mark.hazard("H01", "H42")
def test_a_killed_supervisor_ends_the_load_and_the_page_says_what_to_do(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), PHONE) as opened:
        opened.expect("WebSocket")
        opened.expect("ERR_CONNECTION_REFUSED")
        to_a_loaded_set(opened)
        home.supervisor.kill()
        steps.until(lambda: free(home), "the load is still on without a supervisor")
        seen = home.look()
        assert seen["zero_at"] - seen["renewed_at"] <= LEASE_MS + RELEASE_MS + 1
        told = opened.page.locator("[data-gym]")
        expect(told).to_contain_text("The gym stopped answering")
        expect(told).to_contain_text("switch")
        expect(opened.page.locator("#player .dock [data-act]")).to_be_enabled()
        opened.page.locator("#player .dock [data-act]").click()
        expect(opened.page.locator("#player")).not_to_have_attribute("data-screen", "set")
