"""A guided test in a real browser: the supervisor's own messages, with the readings of a simulated person at a device added."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from halfkilo.gym.sensing import Balance, Force
from halfkilo.strict import plain
from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.test_pages import SETTLED, barriers
from tests.e2e.window import MAGNIFIED, PHONE, Window, window
from tests.gym.trials.people import pull, slack, stand

pytestmark = [pytest.mark.browser, pytest.mark.campaign, pytest.mark.xdist_group("e2e")]

TITLE = ".trial-panel h2"


class Device:
    """What stands in `sensors` of every message: a body that is told what to do, on a clock of its own."""

    def __init__(self, kind: str, rest: list[Any]) -> None:
        self.kind, self.rest = kind, rest
        self._doing, self._since, self._born = rest, time.monotonic(), time.monotonic()
        self._step = 12_500 if kind == "Force" else 25_000  # microseconds between two readings

    def do(self, samples: list[Any]) -> None:
        """From now on these readings, then rest."""
        self._doing, self._since = samples, time.monotonic()

    def now(self) -> dict[str, Any]:
        """The device in one message: what it measured since the last one, ten times a second."""
        until = round((time.monotonic() - self._born) * 1e6)
        recent = [self._at(us) for us in range(max(0, until - 400_000), until, self._step)]
        return {"up": True, "fresh": True, "wrong": False, "garbled": 0, "recent": {self.kind: recent}, self.kind: recent[-1]}

    def _at(self, us: int) -> dict[str, Any]:
        """On a grid of its own clock, so that a reading told twice is the same twice."""
        number = us // self._step
        index = number - round((self._since - self._born) * 1e6) // self._step
        sample = self._doing[index] if 0 <= index < len(self._doing) else self.rest[number % len(self.rest)]
        return plain(sample) | {"at_us": number * self._step, "age_ms": 5}


@contextmanager
def device(page: Page, body: Device) -> Iterator[None]:
    """Between the supervisor and the page: messages go through, each with the device in it."""
    def join(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(text: str | bytes) -> None:
            message = json.loads(text)
            if message.get("is") == "now":
                message["sensors"] = {"gauge": body.now()}
            route.send(json.dumps(message))

        server.on_message(pass_on)
        route.on_message(lambda text: server.send(text))

    page.route_web_socket("**/player", join)
    yield


def people(kind: str) -> Device:
    """A gauge with a slack strap, or a plate somebody stands on."""
    return Device(kind, list[Force | Balance](slack(240)) if kind == "Force" else list[Force | Balance](stand(seconds=20)))


@contextmanager
def opened(browser: Browser, house: House, path: str, body: Device, size: tuple[int, int] = PHONE) -> Iterator[Window]:
    with window(browser, house, house.next_day(), size) as one, device(one.page, body):
        steps.look_around(one)
        one.go(path)
        expect(one.page.locator("[data-heard]")).to_have_text("Heard: gauge")
        yield one


def one_pull(opened: Window, body: Device, peak: float, seed: int, **how: float) -> None:
    """Press start, wait for the cue, pull."""
    page = opened.page
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".trial-cue")).to_have_text("Build up slowly", timeout=8000)
    body.do(list(pull(peak, offset_g=240, seed=seed, hold_s=2.6, **how)))


def test_three_pulls_and_a_tug_between_them(browser: Browser, home: House) -> None:
    body = people("Force")
    with opened(browser, home, "/trials/strength/?of=row.left", body) as one:
        page = one.page
        page.get_by_role("button", name="Begin").click()
        expect(page.locator(TITLE)).to_have_text("One practice pull, at half effort", timeout=10_000)
        one_pull(one, body, 9_000, 1)
        expect(page.locator(TITLE)).to_have_text("Rest", timeout=12_000)
        one.after(61)
        page.get_by_role("button", name="Go on").click()
        for number, (peak, ramp) in enumerate(((18_000, 1.2), (25_000, 0.1), (19_000, 1.2), (18_500, 1.2))):
            one_pull(one, body, peak, number + 2, ramp_s=ramp)
            expect(page.locator(TITLE)).to_have_text("That counts." if ramp > 1 else "One more", timeout=12_000)
            page.locator('.trial-panel input[value="2"]').check(force=True)
            page.get_by_role("button", name="Go on").click()
            if number < 3:
                one.after(61)
                page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Keep the result").click()
        page.wait_for_url("**/trials/result/?of=row.left")
        assert 17.5 < float(page.locator(".result b").inner_text()) < 19.5


def test_three_stands(browser: Browser, home: House) -> None:
    body = people("Balance")
    with opened(browser, home, "/trials/balance/?of=together", body) as one:
        page = one.page
        page.get_by_role("button", name="Begin").click()
        for number in range(3):
            page.get_by_role("button", name="Start").click(timeout=10_000)
            expect(page.locator(TITLE)).to_have_text("That counts.", timeout=45_000)
            page.get_by_role("button", name="Go on").click()
            if number < 2:
                one.after(61)
                page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Keep the result").click()
        page.wait_for_url("**/trials/result/?of=together")
        assert float(page.locator(".result b").inner_text()) > 1


def test_without_a_device_the_numbers_are_typed(browser: Browser, home: House) -> None:
    with window(browser, home, home.next_day()) as one:
        steps.look_around(one)
        one.go("/trials/strength/?of=knee_extension.right")
        page = one.page
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("button", name="Go on").click()
        for value, pain in (("20.5", "1"), ("21", "9")):
            one.after(61)
            page.get_by_role("button", name="Go on").click()
            page.get_by_label("What did it show?").fill(value)
            page.get_by_role("button", name="Go on").click()
            page.locator(f'.trial-panel input[value="{pain}"]').check(force=True)
            page.get_by_role("button", name="Go on").click()
        expect(page.locator(TITLE)).to_contain_text("so we stop here for today")
        page.get_by_role("button", name="Keep the result").click()
        expect(page.locator(".notice")).to_contain_text("Pain went above your line")


def seen(one: Window, path: str) -> list[str]:
    """What axe finds, light and dark, and whether the page scrolls sideways at 400 percent."""
    one.go(path)
    found = barriers(one.page)
    one.page.emulate_media(color_scheme="dark")
    one.page.evaluate(SETTLED)
    found += barriers(one.page, ["color-contrast"])
    one.page.emulate_media(color_scheme="light")
    one.page.set_viewport_size({"width": MAGNIFIED[0], "height": MAGNIFIED[1]})
    one.page.evaluate(SETTLED)
    width, room = one.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    one.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return found + ([f"{path} is {width} px wide in {room} px"] if width > room else [])


@pytest.mark.hazard("H29")
def test_no_guided_page_holds_a_barrier(browser: Browser, home: House) -> None:
    with window(browser, home, home.next_day()) as one:
        steps.look_around(one)
        page = one.page
        found = [problem for of in ("balance/?of=together", "strength/?of=row.left") for problem in seen(one, f"/trials/{of}")]
        page.get_by_role("button", name="Begin").click()
        found += barriers(page)
        page.get_by_role("button", name="Go on").click()
        found += barriers(page)
        for value in ("20.5", "21", "20"):
            one.after(61)
            page.get_by_role("button", name="Go on").click()
            page.get_by_label("What did it show?").fill(value)
            found += barriers(page)
            page.get_by_role("button", name="Go on").click()
            found += barriers(page)
            page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Keep the result").click()
        page.wait_for_url("**/trials/result/?of=row.left")
        found += seen(one, "/trials/result/?of=row.left")
        assert not found, "\n".join(found)
