"""A physical test by clock, from the first tap to the result: on the page's own clock, so that nobody waits for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from halfkilo.words import say
from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import PHONE, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e pages")]


def test_five_chair_stands_by_the_clock(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(3), PHONE) as opened:
        steps.look_around(opened)
        page = opened.page
        page.clock.install()
        opened.go("/measures/sit_to_stand_5/")
        press = page.get_by_role("button", name=say("timing.step.start", "en"), exact=True)
        page.get_by_role("button", name=say("timing.step.begin", "en")).click()
        expect(page.get_by_role("heading", name=say("timing.step.practice", "en"))).to_be_visible()
        press.click()
        page.clock.run_for(5_000)
        page.keyboard.press("Space")  # the practice round ends, and does not count
        expect(page.get_by_role("heading", name=say("timing.step.rest", "en"), exact=True)).to_be_visible()
        page.get_by_role("button", name=say("timing.step.go_on", "en")).click()
        press.click()
        page.keyboard.press("Space")  # too early: the clock does not run yet
        page.clock.run_for(3_000 + 12_300)
        page.get_by_role("button", name=say("timing.step.done_key", "en")).click()
        expect(page.locator("#timing .huge")).to_contain_text("12.")
        page.get_by_role("button", name=say("timing.step.go_on", "en")).click()
        page.locator("#timing score-pair label").nth(2).click()
        page.get_by_role("button", name=say("timing.step.go_on", "en")).click()
        page.get_by_role("button", name=say("timing.step.keep", "en")).click()
        page.wait_for_url("**/so-far/**")
        expect(page.locator(".result .huge")).to_contain_text("12.")
