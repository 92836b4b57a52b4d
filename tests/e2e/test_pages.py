"""Every page of the site: no barrier that axe knows, light and dark; nothing lost at 400 percent; a light first page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, expect

from halfkilo.exercises import catalogue
from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import MAGNIFIED, PHONE, WIDE, Window, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e pages")]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "options => axe.run(document, options).then(found => found.violations.map(one => ({id: one.id, help: one.help, \
where: one.nodes.slice(0, 4).map(node => node.target.join(' ') + ' :: ' + node.html.slice(0, 120))})))"
ASKED: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""Barriers only; and no second look into the style sheets, which only a rule that is not asked here (experimental) would read."""
SETTLED = """async () => {
  const frame = () => new Promise(next => requestAnimationFrame(next));
  const moving = () => document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
  for (let still = 0; still < 3; still = moving().length ? 0 : still + 1) {
    moving().forEach(one => one.finish());
    await frame();
  }
}"""
"""Colours arrive in a fifth of a second, and what inherits them follows; what moves for ever is not waited for."""
LOOKED_AT, DARK_EVERY = 4, 2
"""The pages are made of the same few pieces: every fourth one is looked at in each run, and every second of those in the dark too; all of
them in the campaign."""
FILLED = {"<slug:measure>": "chair_stand_30", "<slug:slug>": "seated_row", "<str:region>": "low_back", "<str:part>": "pain"}


def paths(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """The address of every page, with one example where a name is part of it."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from paths(one.url_patterns, here)
            continue
        for hole, example in FILLED.items():
            here = here.replace(hole, example)
        if not here.startswith(("api/", "lan/")) and "<" not in here:
            yield "/" + here


def pages(opened: Window) -> list[str]:
    """Those of them that are pages for whoever is signed in, each once: not files, not what only takes orders, not what is for others."""
    found: dict[str, str] = {}
    for path in paths():
        answer = opened.page.request.get(opened.house.url + path)
        if answer.ok and "text/html" in answer.headers.get("content-type", ""):
            found.setdefault(answer.url, path)
    return list(found.values())


def barriers(page: Page, tags: list[str] = TAGS) -> list[str]:
    """What axe finds on the page as it is now."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    only: dict[str, Any] = {"runOnly": {"type": "tag", "values": tags}} if tags is TAGS else {"runOnly": tags}
    found: list[dict[str, Any]] = page.evaluate(RUN, ASKED | only)
    return [f"{page.url}: {one['id']}: {one['help']}: {one['where']}" for one in found]


def look_at(opened: Window, path: str, dark: bool = True) -> list[str]:
    """One page in light; what dark changes, the contrasts; and at 400 percent what no longer fits."""
    page = opened.page
    _as(page, "light", WIDE)  # still the page before, which nobody waits for
    opened.go(path)
    found = barriers(page)
    if dark:
        _as(page, "dark", WIDE)
        page.evaluate(SETTLED)
        found += [f"dark: {one}" for one in barriers(page, ["color-contrast"])]
    _as(page, "dark", MAGNIFIED)  # what is lost does not depend on colours
    page.evaluate(SETTLED)
    return found + lost(page)


def _as(page: Page, theme: Literal["light", "dark"], size: tuple[int, int]) -> None:
    """Show the page so, from its next frames on."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})


def lost(page: Page) -> list[str]:
    """What cannot be reached any more: a page that scrolls sideways, a clear next step outside it."""
    for act in page.locator("main .go:visible").all():
        act.scroll_into_view_if_needed()
        expect(act).to_be_in_viewport()
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"{page.url} is {width} px wide in {room} px"] if width > room else []


def test_every_page_is_in_the_list() -> None:
    assert {"/", "/today/", "/train/", "/progress/", "/exercises/seated_row/", "/start/where/low_back/"} <= set(paths())


@pytest.mark.hazard("H29")
def test_no_page_holds_a_barrier_or_loses_anything_signed_in(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(3), WIDE) as opened:
        steps.look_around(opened)
        found = [one for nth, path in enumerate(pages(opened)[::LOOKED_AT]) for one in look_at(opened, path, dark=nth % DARK_EVERY == 0)]
    assert not found, "\n".join(found)


@pytest.mark.hazard("H29")
def test_no_page_holds_a_barrier_or_loses_anything_signed_out(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), PHONE) as opened:
        doors = ("/", "/sign-in", "/sign-up", "/exercises/", "/exercises/seated_row/", "/safety/", "/about/", "/trust/")
        found = [one for nth, path in enumerate(doors) for one in look_at(opened, path, dark=nth % DARK_EVERY == 0)]
    assert not found, "\n".join(found)


@pytest.mark.hazard("H29")
def test_no_screen_of_the_player_holds_a_barrier(home: House, browser: Browser) -> None:
    found: dict[str, list[str]] = {}

    def look(opened: Window, shown: str) -> bool:
        if shown not in found:
            found[shown] = barriers(opened.page)
        return False

    with window(browser, home, home.next_day(3), PHONE) as opened:
        steps.look_around(opened)
        opened.go("/train/")
        steps.Hands(opened).train(hook=look)
    assert {"welcome", "intro", "set", "ask", "close"} <= set(found)
    problems = [one for several in found.values() for one in several]
    assert not problems, "\n".join(problems)


@pytest.mark.hazard("H29", "H45")
def test_the_stop_stays_in_reach_at_400_percent(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(3), MAGNIFIED) as opened:
        steps.look_around(opened)
        opened.go("/train/")
        page = opened.page

        def loaded(_: Window) -> bool:
            assert not lost(page)
            return page.locator("#player[data-loaded]").count() == 1

        steps.Hands(opened).train(until=loaded)
        expect(page.locator(".dock .stop")).to_be_in_viewport(ratio=1)
        page.locator(".dock [data-act]").scroll_into_view_if_needed()
        expect(page.locator(".dock .stop")).to_be_in_viewport(ratio=1)
        page.locator(".dock [data-act]").click(trial=True)


def test_the_first_page_is_light(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), PHONE) as opened:
        sizes: list[float] = []
        wire = opened.context.new_cdp_session(opened.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        opened.page.goto(home.url + "/", wait_until="networkidle")
    assert 3 <= len(sizes) <= 15
    assert 20_000 < sum(sizes) <= 200_000


@pytest.mark.campaign
@pytest.mark.hazard("H29")
@pytest.mark.timeout(1800)
def test_no_page_holds_a_barrier_in_the_dark(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(3), WIDE) as opened:
        steps.look_around(opened)
        found = [one for path in pages(opened) for one in look_at(opened, path)]
    assert not found, "\n".join(found)


@pytest.mark.campaign
@pytest.mark.hazard("H29")
@pytest.mark.timeout(1800)
def test_no_exercise_page_holds_a_barrier(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), PHONE) as opened:
        found = [one for slug in catalogue() for one in look_at(opened, f"/exercises/{slug}/")]
    assert not found, "\n".join(found)
