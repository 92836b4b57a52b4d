"""The whole machine without its sockets: physics, sensors, firmware and (only if asked for) the simulated person."""

from __future__ import annotations

import secrets
import time
from collections import deque
from random import Random

from halfkilo.gym.bounds import GRID, LEASE_MS, MODEL_MOST, RAMP_DOWN, RAMP_UP, RELEASE_MS
from halfkilo.gym.devices.link.codec import (
    Abilities,
    CableNow,
    Clock,
    Command,
    Hello,
    Identity,
    Refusal,
    Release,
    Sample,
    State,
    Tested,
    Why,
)
from halfkilo.gym.devices.simulated.firmware import Firmware, Side
from halfkilo.gym.devices.simulated.orders import Place, Puller
from halfkilo.gym.devices.simulated.person import HAND_KG, Hand
from halfkilo.gym.devices.simulated.physics import Cable
from halfkilo.gym.devices.simulated.sensors import Sensors
from halfkilo.units import Side as BodySide

MAKER = "halfkilo"
MODEL = "simulated"
SERIAL = "SIM-0001"
FIRMWARE = "2"
ABILITIES = Abilities(2, GRID, GRID, MODEL_MOST, LEASE_MS, RAMP_UP, RAMP_DOWN, RELEASE_MS, child_lock=True)


class Gym:
    """Two cables with everything on them. `advance(ms)` is the only thing that moves time.

    Args:
        seed: the noise of the sensors.
        person: SIMULATION ONLY: somebody is at the handles.
        firmware: another firmware, for tests of what finds a broken one.
    """

    def __init__(self, seed: int = 1, *, person: bool = False, strength_n: float = 400.0, firmware: Firmware | None = None) -> None:
        random = Random(seed)
        self.boot = secrets.token_hex(8)
        self.firmware = Firmware() if firmware is None else firmware
        self.cables = (Cable(), Cable())
        self.sensors = (Sensors(random), Sensors(random))
        self.hands = (Hand(strength_n), Hand(strength_n))
        sides = (BodySide.LEFT, BodySide.RIGHT)
        first, second = (Place(*parts) for parts in zip(sides, self.hands, self.cables, self.sensors, strict=True))
        self.puller = Puller((first, second), self.firmware) if person else None
        self._loads = (0.0, 0.0)
        self.releases_ns: deque[int] = deque(maxlen=20)
        """When the last releases arrived, by the clock of the computer (ns since 1970): how long a press takes is measured with it."""

    @property
    def ms(self) -> int:
        """The machine's own clock: milliseconds since it started."""
        return self.firmware.ms

    @property
    def asleep(self) -> bool:
        """Nothing moves, nothing is loaded, nobody arms: time may pass without computing it."""
        quiet = self.firmware.state in {State.IDLE, State.LOCKED} and self._loads == (0.0, 0.0)
        return quiet and all(cable.asleep for cable in self.cables) and not any(hand.holding for hand in self.hands)

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass."""
        if self.asleep and not (self.puller and self.puller.following):
            self.firmware.ms += ms
            return
        for _ in range(ms):
            self._step()

    def _step(self) -> None:
        if self.puller is not None:
            self.puller.step(self.ms)
        for cable, hand, load in zip(self.cables, self.hands, self._loads, strict=True):
            pull = hand.step(self.ms, cable)
            cable.step(load, pull, HAND_KG if hand.holding else 0.0)
        left, right = (sensors.look(cable) for sensors, cable in zip(self.sensors, self.cables, strict=True))
        self._loads = self.firmware.step(left, right)

    # --- what the desk asks of a machine --------------------------------------------------------------------------------

    def identity(self, seq: int, writer: bool) -> Identity:
        """Who this machine is."""
        return Identity(seq, MAKER, MODEL, SERIAL, FIRMWARE, self.boot, True, writer, self.ms, ABILITIES)

    def take(self, command: Command) -> Refusal:
        """Carry out one command of the writer."""
        assert not isinstance(command, Hello | Clock), "the desk answers these"
        if isinstance(command, Release):
            self.releases_ns.append(time.time_ns())
        return self.firmware.take(command)

    def let_go(self, why: Why) -> None:
        """Both cables to zero."""
        self.firmware.let_go(why)

    def new_writer(self) -> None:
        """Another host counts from the start."""
        self.firmware.new_writer()

    def tested(self) -> Tested | None:
        """A self-test that has come out since this was last asked."""
        tested, self.firmware.tested = self.firmware.tested, None
        return tested

    def sample(self) -> Sample:
        """What is true now."""
        now = self.firmware
        left, right = (_cable_now(side) for side in now.sides)
        return Sample(self.ms, now.state, now.why, now.armed, now.lease_left, left, right)


def _cable_now(side: Side) -> CableNow:
    """Held loads are rounded up: whoever reads them never believes less than is there."""
    held = -int(-side.ramp.held // 1)
    sensed = side.sensed
    return CableNow(sensed.mm, round(sensed.mm_s), _within(sensed.force_g), held, side.count)


def _within(grams: int) -> int:
    """What the wire can carry; a sensor that shows more is one that cannot be believed in any case."""
    return max(-1_000_000, min(1_000_000, grams))
