"""Days in the life of the made-up person: on a phone, on a wide screen, by keyboard alone. Whole weeks in `make campaign`."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import keyboard, steps
from tests.e2e.house import House
from tests.e2e.window import PHONE, WIDE, Window, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]

SHORT = "?minutes=10"


def a_day(opened: Window, hands: type[steps.Hands], minutes: str) -> bool:
    """One day as it comes: the morning's answer, then whatever home says is next; whether they trained."""
    opened.be(opened.house.next_day())
    hand, page = hands(opened), opened.page
    hand.morning(2 + opened.house.day.day % 3)
    opened.go(f"/today/{minutes}")
    expect(page.locator("h1")).not_to_be_empty()
    next_step = page.locator(".home a.button.go")
    if re.search("check-in|offers|train", str(next_step.get_attribute("href"))) is None:
        return False
    hand.leave(next_step)
    hand.before()
    told = hand.train()
    hand.leave(page.locator("#player a.button.go"))
    expect(page).to_have_url(re.compile("/today/"))
    return told.screens[-1] == "done"


def days(opened: Window, count: int, hands: type[steps.Hands] = steps.Hands, minutes: str = "") -> int:
    """So many days from the first look; how many of them had a session."""
    opened.be(opened.house.next_day(3))
    steps.look_around(opened)
    return sum(a_day(opened, hands, minutes) for _ in range(count))


@pytest.mark.campaign  # the first days on a phone are in test_first
def test_two_days_on_a_phone(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, PHONE, motion="no-preference") as opened:
        assert days(opened, 2) >= 1


@pytest.mark.campaign  # every page and the player's screens are looked at on a wide screen in test_pages
def test_a_day_on_a_wide_screen(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, WIDE) as opened:
        assert days(opened, 2, minutes=SHORT) >= 1


@pytest.mark.campaign
@pytest.mark.hazard("H29")
def test_a_day_by_keyboard_alone(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, WIDE) as opened:
        assert days(opened, 2, keyboard.Keys, SHORT) >= 1


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_three_weeks_on_a_phone(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, PHONE, motion="no-preference") as opened:
        assert days(opened, 21) >= 6


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_a_week_on_a_wide_screen(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, WIDE) as opened:
        assert days(opened, 7) >= 2


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.hazard("H29")
def test_a_week_by_keyboard_alone(home: House, browser: Browser) -> None:
    with window(browser, home, home.day, WIDE) as opened:
        assert days(opened, 7, keyboard.Keys) >= 2
