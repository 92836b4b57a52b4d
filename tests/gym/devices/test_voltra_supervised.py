"""A VOLTRA twin, its driver and the whole supervisor: from a ticket to a load and back, and what is on the disk when the link goes."""

from __future__ import annotations

import asyncio
import json

import pytest

from halfkilo.gym.devices.voltra.codec import MOST_G, Param, grams
from halfkilo.gym.devices.voltra.driver import VoltraDriver
from halfkilo.gym.devices.voltra.emulated import Voltra
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.ear import Ear
from halfkilo.gym.supervisor.hazards import Cause
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.terms import Outcome, Phase
from halfkilo.gym.ticket import Role, sign
from halfkilo.units import Side
from tests.gym.devices.motor_air import ADDRESS, SlowRadio, alive, clock, run
from tests.gym.devices.voltra_rig import TOKEN

KEY, WALL, SCREEN = bytes(range(32)), 1_800_000_000_000, "screen"


class Home:
    """One person, one screen, one VOLTRA."""

    def __init__(self, folder):
        self.folder = folder
        self.twin = Voltra(1)
        self.radio = SlowRadio(self.twin)

    def play(self, acts, side=Side.LEFT):
        async def whole():
            def now():
                return int(clock() * 1000)

            self.house = House(KEY, self.folder, 60_000, now, now, lambda: WALL + now())
            self.unit = self.house.add("voltra-1", side)
            self.unit.most = MOST_G
            self.unit.door.driver = VoltraDriver(
                self.radio, ADDRESS, Ear(self.unit, self.house, lambda *_: None), side, TOKEN, clock=clock)
            async with alive(self.twin, self.unit.door.driver):
                ticking = asyncio.create_task(self._tick())
                try:
                    await acts()
                finally:
                    ticking.cancel()

        run(whole())

    async def _tick(self):
        while True:
            self.house.site_here("site")
            self.house.present(SCREEN)
            self.house.tick()
            await asyncio.sleep(0.1)

    def sit(self, side=Side.LEFT, most=9_000):
        text = sign(KEY, "asha", "s1", Role.TRAIN, "row", side, most, WALL + int(clock() * 1000) + 60_000)
        self.house.admit(SCREEN, text)

    def wish(self, left, right=0):
        wishes = self.house.wish(SCREEN, left, right)
        self.house.hazards.save()
        self.house.grant(SCREEN, wishes)

    async def armed(self, side=Side.LEFT):
        await asyncio.sleep(1.5)
        self.house.present(SCREEN)
        self.sit(side)
        await asyncio.sleep(0.5)
        self.twin.person.pull(0.1, 0.5, 90, 700, 800)
        for _ in range(25):
            self.house.arm(SCREEN)
            await asyncio.sleep(0.1)
        assert self.unit.phase is Phase.ARMED, self.unit.phase

    async def loaded(self, load=5_000):
        await self.armed()
        self.wish(load)
        await asyncio.sleep(3.0)
        assert self.unit.phase is Phase.LOADED, (self.unit.phase, self.unit.why, self.unit.hazard)

    def on_disk(self):
        return json.loads((self.folder / "hazards.json").read_text())["units"]["voltra-1"]


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def test_from_a_ticket_to_a_load_in_whole_pounds_and_back(home):
    async def acts():
        await home.loaded(5_000)
        assert grams(11) <= home.unit.believed <= home.unit.targets[0] + 5, "what was sent, or a little less, held by the unit"
        assert home.twin.wanted_g <= 5_000
        assert home.unit.release("asked") in {Outcome.RELEASING, Outcome.RELEASED}
        await asyncio.sleep(1.0)
        assert home.unit.phase is Phase.RELEASED and home.unit.hazard is None and home.twin.motor_g == 0
        assert home.on_disk().get("intention") is None

    home.play(acts)


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H07")
def test_s1_s2_a_link_that_is_lost_under_load_is_a_hazard_on_the_disk_until_a_person_clears_it(home):
    async def acts():
        await home.loaded()
        assert home.on_disk()["intention"]["left"] == 5_000, "written before the load"
        home.radio.links[-1].drop()
        await asyncio.sleep(0.5)
        assert home.twin.pulling, "the worst that is thinkable"
        assert home.unit.shown is Phase.HAZARD and home.unit.hazard.cause is Cause.LINK_LOST
        assert home.unit.believed >= home.twin.motor_g - 500 and home.on_disk()["hazard"]["left"] == 5_000
        await asyncio.sleep(4.0)
        assert not home.twin.pulling and home.unit.shown is Phase.HAZARD, "let go, and still remembered"
        with pytest.raises(Refused) as refused:
            home.house.arm(SCREEN)
        assert refused.value.reason is Reason.HAZARD
        home.twin.person.rest()
        await asyncio.sleep(2.0)
        home.unit.clear()
        assert home.unit.hazard is None

    home.play(acts)


@pytest.mark.parametrize("ignored", ["LOAD", "BASE"])
def test_s4_a_unit_that_does_not_tell_back_is_a_hazard_and_not_loaded(home, ignored):
    async def acts():
        await home.armed()
        home.twin.faults.ignores.add(ignored)
        home.wish(5_000)
        await asyncio.sleep(3.0)
        assert home.unit.hazard.cause is Cause.GARBLED and not home.twin.pulling

    home.play(acts)


def test_s4_a_release_that_is_ignored_becomes_a_hazard_that_says_what_is_on(home):
    async def acts():
        await home.loaded()
        home.twin.faults.ignores.add("UNLOAD")
        home.unit.release("asked")
        await asyncio.sleep(2.5)
        assert home.unit.hazard is not None and home.unit.believed >= 4_500
        assert home.unit.outcome(True) is not Outcome.RELEASED

    home.play(acts)


def test_s5_more_than_ten_kilos_are_refused_before_the_driver_hears_of_it(home):
    async def acts():
        await home.armed()
        with pytest.raises(Refused):
            home.wish(MOST_G + 1)
        assert not home.twin.pulling

    home.play(acts)


def test_somebody_who_changes_the_weight_at_the_unit_meets_a_release_and_a_hazard(home):
    async def acts():
        await home.loaded()
        home.twin.turn(Param.BASE, 60)
        await asyncio.sleep(1.0)
        assert not home.twin.pulling and home.unit.hazard.cause is Cause.HEAVIER

    home.play(acts)
