"""One set of processes and one browser for all tests of a worker; every test opens windows of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.e2e.house import House, house
from tests.e2e.window import FLAGS, executable


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Machine, supervisor and site with nobody in it yet."""
    with house(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a window."""
    opened = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
    yield opened
    opened.close()
