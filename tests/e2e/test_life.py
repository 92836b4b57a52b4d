"""Days in the life of the made-up person, on a phone, a wide screen and by keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import PHONE, window

pytestmark = pytest.mark.browser

NOW = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)


def test_a_day_on_the_phone(home: House, browser: Browser) -> None:
    with window(browser, home, NOW, PHONE) as opened:
        opened.go("/")
        page = opened.page
        page.screenshot(path="/tmp/e2e_tmp/home.png", full_page=True)
        page.locator("a.button.go").first.click()
        page.screenshot(path="/tmp/e2e_tmp/checkin.png", full_page=True)
        steps.check_in(opened, 3)
        page.screenshot(path="/tmp/e2e_tmp/offers.png", full_page=True)
        steps.offers(opened)
        told = steps.train(opened)
        page.screenshot(path="/tmp/e2e_tmp/done.png", full_page=True)
        print(told)
