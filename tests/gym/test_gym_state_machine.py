"""Anything, in any order: the rig's checks hold every millisecond, and a hazard is left only through a person.

In the campaign 300,000 steps of it (`HALFKILO_GYM_STEPS`: how many).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from halfkilo.gym.bounds import LEASE_MS, RELEASE_MS
from halfkilo.gym.devices.link.codec import State
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.devices.simulated.selftest import TEST_MS
from halfkilo.gym.devices.simulated.sensors import Fault
from halfkilo.gym.errors import Refused
from halfkilo.gym.supervisor.terms import Phase
from halfkilo.units import Side
from tests.gym.rig import SCREEN, Rig

loads = st.one_of(st.integers(0, 25_000), st.sampled_from([0, 500, 10_000, 60_500, 100_500, -1, True]))
waits = st.sampled_from([1, 7, 60, 110, 250, 400, 1_300])


class AnyOrder(RuleBasedStateMachine):
    """Screens, site, hands, wires and power do what they like."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.rig = Rig(Path(self.folder.name))
        self.rig.advance(150)
        self.hazard = False

    def teardown(self):
        """Whatever happened: let alone, everything is at zero within lease and ramp."""
        if not hasattr(self, "rig"):
            return
        self.rig.cut()
        self.rig.advance(LEASE_MS + RELEASE_MS + 2)
        assert self.rig.held == [0, 0]
        self.folder.cleanup()

    @rule(ms=waits)
    def time_passes(self, ms):
        self.rig.advance(ms)

    @rule(person=st.sampled_from(["asha", "ben"]), most=st.integers(0, 20_000), side=st.sampled_from(Side))
    def a_ticket_is_shown(self, person, most, side):
        self.rig.sit(person=person, most=most, side=side)

    @precondition(lambda self: self.rig.link.up and not self.rig.unit.hazard)
    @rule(grams=st.integers(500, 20_000), ms=waits)
    def a_set_is_begun(self, grams, ms):
        """The ordinary path, as far as it goes today."""
        self.everything_is_in_order()
        if not self.rig.link.up or self.rig.unit.hazard:
            return  # what was still on its way came to a hazard or cut the wire
        self.rig.ready_to_load()
        self.rig.load(grams, grams)
        self.rig.order(Deed.PULL, low=150, high=500, reps=20)
        self.rig.advance(400 + ms)
        assert max(self.rig.held) > 0, "an ordinary set must be possible again after anything"

    def everything_is_in_order(self):
        """What a person does before a set: screen on, handles down, wires whole; a machine in fault is tested."""
        rig = self.rig
        rig.screen_on = rig.site_on = True
        rig.link.lose = rig.link.lose_back = rig.link.garble = 0
        rig.order(Deed.SENSOR)
        rig.order(Deed.REST)
        rig.house.release("asked")
        rig.advance(1_500)
        if rig.gym.firmware.state is State.FAULT:
            rig.unit.door.self_test()
            rig.advance(TEST_MS + 100)  # hands off until it has passed

    @rule(left=loads, right=loads, player=st.sampled_from([SCREEN, SCREEN, "other"]))
    def a_load_is_wished(self, left, right, player):
        try:
            self.rig.load(left, right, player)
        except Refused:
            return
        assert player == SCREEN and not self.rig.unit.hazard
        assert max(left, right) <= self.rig.house.permit.most_grams

    @rule(ms=st.integers(100, 800))
    def the_button_is_held(self, ms):
        try:
            self.rig.press(ms)
        except Refused:
            return

    @rule(deed=st.sampled_from([Deed.TAKE, Deed.LET_GO, Deed.REST, Deed.PULL]))
    def the_hands_do_something(self, deed):
        self.rig.order(deed)

    @rule(force=st.sampled_from(Fault), position=st.sampled_from([Fault.TRUE, Fault.STUCK]))
    def a_sensor_changes(self, force, position):
        self.rig.order(Deed.SENSOR, force=force, position=position)

    @rule()
    def somebody_stops(self):
        self.rig.house.release("stop")
        self.rig.advance(1)

    @rule(count=st.integers(1, 30), back=st.booleans())
    def the_wire_loses(self, count, back):
        if back:
            self.rig.link.lose_back = count
        else:
            self.rig.link.lose = count
        self.rig.advance(count * 30)

    @rule()
    def the_wire_garbles(self):
        self.rig.link.garble = 1

    @rule()
    def the_wire_doubles_and_reorders(self):
        queue = self.rig.link.to_machine
        queue[:] = sorted(queue + queue, key=lambda one: one[0])[::-1]
        queue[:] = [(self.rig.ms + 1, line) for _, line in queue]

    @rule(site=st.booleans(), screen=st.booleans())
    def site_and_screen(self, site, screen):
        if self.rig.site_on and not site:
            self.rig.house.site_gone("site")
        self.rig.site_on, self.rig.screen_on = site, screen

    @rule()
    def the_wire_is_cut(self):
        under_load = self.rig.unit.phase is Phase.LOADED
        self.rig.cut()
        assert self.rig.unit.hazard or not under_load

    @rule()
    def the_wire_is_back(self):
        self.rig.connect()

    @rule()
    def the_supervisor_is_killed(self):
        self.rig.crash_supervisor()

    @rule()
    def the_machine_is_switched_off_and_on(self):
        under_load = self.rig.unit.phase is Phase.LOADED
        self.rig.reboot_machine()
        assert self.rig.unit.hazard or not under_load

    @precondition(lambda self: self.rig.unit.hazard is not None)
    @rule()
    def a_person_clears_it(self):
        try:
            self.rig.house.clear(SCREEN)
        except Refused:
            return
        assert self.rig.unit.proven_free and self.rig.held == [0, 0]
        self.hazard = False

    @invariant()
    def a_hazard_stays_and_loads_nothing(self):
        now = self.rig.unit.hazard is not None
        assert now or not self.hazard, "a hazard went away by itself"
        self.hazard = now
        if now:
            assert self.rig.unit.shown is Phase.HAZARD and self.rig.unit.phase is not Phase.LOADED
            assert "hazard" in self.rig.on_disk(), "a hazard that only memory knows"

    @invariant()
    def numbers_in_the_outbox_have_no_gaps(self):
        entries = self.rig.house.outbox.after(0)
        assert [entry.n for entry in entries] == list(range(1, len(entries) + 1))


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch):
    """Thousands of saves: whether the disk syncs is shown elsewhere."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


STEPS = 60
AnyOrder.TestCase.settings = settings(
    max_examples=12, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
)
TestAnyOrder = pytest.mark.hazard("H01")(pytest.mark.hazard("H03")(pytest.mark.hazard("H07")(AnyOrder.TestCase)))


class Longer(AnyOrder):
    """The same, three hundred thousand steps of it."""


Longer.TestCase.settings = settings(
    AnyOrder.TestCase.settings, max_examples=int(os.environ.get("HALFKILO_GYM_STEPS", "300000")) // STEPS,
)
TestManySteps = pytest.mark.campaign(pytest.mark.timeout(6 * 3600)(pytest.mark.hazard("H01")(Longer.TestCase)))
