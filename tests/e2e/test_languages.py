"""A person who reads Hindi chooses it at the door and trains in it; who doesn't never fetches its face."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from halfkilo.words import say
from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.test_pages import lost
from tests.e2e.window import PHONE, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]

DEVANAGARI = re.compile(r"[\u0900-\u097f]{2}")
FACE = """() => [...document.fonts].filter((one) => one.family.includes("Noto Sans Devanagari") && one.status === "loaded").length"""
LEFT = re.compile(r"\b(the|your|and|with|you)\b")


def face_of(place: Locator) -> str:
    """The families asked for in a place, first of all those that hold its letters."""
    return str(place.evaluate("(node) => getComputedStyle(node).fontFamily"))


def test_a_person_who_reads_hindi_trains_in_hindi(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(3), PHONE) as opened:
        page, fetched = opened.page, list[str]()
        page.on("request", lambda request: fetched.append(request.url))
        opened.go("/")
        page.wait_for_load_state("networkidle")
        assert not [url for url in fetched if "noto-sans-devanagari" in url], "a page in Latin letters fetched the face for Hindi"
        page.get_by_role("button", name="हिन्दी").click()
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        expect(page.locator("h1")).to_have_text(say("page.welcome.title", "hi"))
        page.locator('form[action="/look-around"] button').click()
        opened.go("/train/")
        assert steps.screen(opened) == "welcome"
        expect(page.locator("html")).to_have_attribute("lang", "hi")
        assert page.evaluate(FACE) > 0 and "Noto Sans Devanagari" in face_of(page.locator("#player h1"))
        page.locator("#player .dock [data-act]").click()
        shown = page.locator("#player .panel").inner_text()
        assert DEVANAGARI.search(shown) and not LEFT.search(shown)
        assert lost(page) == []
