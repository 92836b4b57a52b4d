"""Three screens of one session: the player with a load on, a remote in the hand, and a screen across the room."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import steps
from tests.e2e.house import House
from tests.e2e.window import WIDE, window

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("e2e")]


def free(home: House) -> bool:
    """Whether the machine says that nothing is on."""
    return bool(home.look()["held"] == [0, 0])


@pytest.mark.campaign
@pytest.mark.hazard("H02", "H31")
def test_a_remote_lets_go_and_never_loads_and_the_room_sees_what_is_done(home: House, browser: Browser) -> None:
    with window(browser, home, home.next_day(), WIDE) as opened:
        player = opened.page
        steps.look_around(opened)
        opened.go("/train/")
        player.get_by_role("button", name="On the TV").click()
        steps.Hands(opened).train(until=steps.on_a_cable)
        remote, room = player.context.new_page(), player.context.new_page()
        remote.goto(f"{home.url}/camera/")
        room.goto(f"{home.url}/tv/")
        grams = steps.surely_load(opened)
        expect(room.locator("#tv .load")).to_contain_text(f"{grams / 1000:g}")
        expect(room.locator("#tv h1")).to_have_text(player.locator("#player h1").inner_text())
        assert not room.locator("#tv button:visible").count(), "there is nothing to press"
        stop = remote.locator(".dock .stop").bounding_box()
        assert stop is not None and min(stop["width"], stop["height"]) >= 96

        remote.get_by_role("button", name="Done").click()
        steps.until(lambda: free(home), "the load is still on after a done from afar")
        expect(player.locator("#player")).to_have_attribute("data-screen", re.compile("rest|intro|ask|find"))
        if steps.screen(opened) == "rest":
            expect(room.locator("#tv h1")).to_have_text("Rest")
            remote.get_by_role("button", name="Next").click()
        else:
            steps.Hands(opened).train(until=steps.on_a_cable)
        expect(player.locator("#player")).to_have_attribute("data-arming", "")
        expect(room.locator("#tv .tv-words")).to_contain_text("The load waits for you")
        expect(remote.get_by_role("button", name="Next")).to_be_disabled()
        assert free(home), "going on loads nothing"

        steps.surely_load(opened)
        remote.locator(".dock .stop").click()
        steps.until(lambda: free(home), "the load is still on after a stop from afar")
        expect(player.locator("#player")).to_have_attribute("data-screen", "reason")
        expect(room.locator("#tv h1")).to_contain_text("Your other screen")
        room.close()
        remote.close()
        player.get_by_role("button", name="by mistake").click()
        expect(player.locator("#player")).to_have_attribute("data-screen", "intro")
