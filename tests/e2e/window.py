"""A browser window that forgives nothing: requests to other places, errors in the console, pages that answer with an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response, expect

from tests.e2e.house import House

PHONE, WIDE, MAGNIFIED = (390, 844), (1280, 800), (320, 256)
"""Viewports, CSS pixels; the last is a screen of 1280 x 1024 at 400 percent."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Motion = Literal["reduce", "no-preference"]
"""What the person has told their device about things that move."""
PATIENCE_MS = 30_000
"""A busy computer takes its time; what never comes is still found out."""
expect.set_options(timeout=PATIENCE_MS)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
         "--disable-domain-reliability", "--no-pings"]
"""Without WebGL, which the processor would have to draw: pages show the figure's stills. `test_viewer` draws."""


def executable(playwright: Playwright) -> str:
    """The Chromium to use: the one named in the environment, the system's, Playwright's own.

    Raises:
        FileNotFoundError: there is none.
    """
    for name in (os.environ.get("HALFKILO_CHROMIUM", ""), *NAMES, playwright.chromium.executable_path):
        if name and (found := shutil.which(name)):
            return found
    raise FileNotFoundError("no Chromium here; scripts/chromium.py says how to get one")


@dataclass
class Window:
    """One page of one browser context, and what went against the rules in it."""

    house: House
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.house.url + path)

    def be(self, moment: datetime) -> None:
        """Let it be `moment` for the site and for this window."""
        self.house.be(moment)
        self.page.clock.set_system_time(moment)

    def after(self, seconds: float) -> None:
        """Let seconds pass in this window at once: timers, paces, rests."""
        self.page.clock.fast_forward(int(seconds * 1000))

    def expect(self, part: str) -> None:
        """A problem with this text is what the test is about, and no problem."""
        self.expected.append(part)

    def check(self) -> None:
        """Fail when anything went against the rules."""
        found = [one for one in self.problems if not any(part in one for part in self.expected)]
        assert not found, "\n".join(found)


@contextmanager
def window(browser: Browser, house: House, moment: datetime, size: tuple[int, int] = PHONE, theme: str = "light",
           motion: Motion = "reduce") -> Iterator[Window]:
    """A fresh window at `moment`; checked when it closes. Figures stand still unless `motion` lets them move: drawing them
    without a graphics processor takes as much of the computer as everything else together."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, timezone_id="UTC",  # type: ignore[arg-type]
                                  has_touch=size == PHONE, service_workers="block", reduced_motion=motion)
    context.set_default_timeout(PATIENCE_MS)
    context.clock.install(time=moment)
    house.be(moment)
    page = context.new_page()
    opened = Window(house, context, page)
    _watch(opened)
    try:
        yield opened
        opened.check()
    finally:
        context.close()


def _watch(window: Window) -> None:
    page, ours = window.page, {urlsplit(window.house.url).netloc, urlsplit(window.house.gym).netloc}

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc not in ours:
            window.problems.append(f"asked another place: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            window.problems.append(f"{response.status} from {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            window.problems.append(f"console {message.type} on {page.url}: {message.text}")

    page.on("request", asked)
    page.on("websocket", lambda socket: None if urlsplit(socket.url).netloc in ours else window.problems.append(f"socket to {socket.url}"))
    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: window.problems.append(f"script error on {page.url}: {error}"))
