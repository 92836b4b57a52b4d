"""One set of processes and one browser for all tests of a worker; every test opens windows of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Playwright

from tests import loops
from tests.e2e import steps
from tests.e2e.house import House, house
from tests.e2e.window import FLAGS, executable


@pytest.fixture(scope="session")
def homes() -> Iterator[list[tuple[House, ExitStack]]]:
    """The house that stands now, if one does."""
    standing: list[tuple[House, ExitStack]] = []
    yield standing
    for _, end in standing:
        end.close()


@pytest.fixture
def home(homes: list[tuple[House, ExitStack]], tmp_path_factory: pytest.TempPathFactory) -> House:
    """Machine, supervisor and site with no real person in it: those of the test before, or new ones if it left anything amiss."""
    if homes and not steps.soon(homes[0][0].well):
        homes.pop()[1].close()
    if not homes:
        end = ExitStack()
        homes.append((end.enter_context(house(tmp_path_factory.mktemp("home"))), end))
    return homes[0][0]


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """The browser's driver; at its end its loop is there again."""
    yield playwright
    loops.back()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a window."""
    opened = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
    yield opened
    loops.back()
    opened.close()
