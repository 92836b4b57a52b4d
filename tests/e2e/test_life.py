"""Days in the life of the made-up person, on a phone, a wide screen and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import PHONE, window

pytestmark = pytest.mark.browser


def test_a_day_on_the_phone(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), PHONE) as opened:
        steps.look_around(opened)
        page = opened.page
        page.locator("a.button.go").first.click()
        steps.check_in(opened, 3)
        steps.offers(opened)
        if "/train/" not in page.url:
            opened.go("/train/")
        steps.train(opened)
        page.screenshot(path="/tmp/e2e_tmp/done.png", full_page=True)
