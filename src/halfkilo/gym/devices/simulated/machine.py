"""The whole machine without its sockets: physics, sensors, firmware and (only if asked for) the simulated person."""

from __future__ import annotations

import secrets
from random import Random

from halfkilo.gym.bounds import GRID, LEASE_MS, MODEL_MOST, RAMP_DOWN, RAMP_UP, RELEASE_MS
from halfkilo.gym.devices.simulated.codec import (
    Answered,
    Arm,
    CableNow,
    Command,
    Hello,
    Hold,
    Machine,
    Release,
    Report,
    SelfTest,
    Telemetry,
)
from halfkilo.gym.devices.simulated.firmware import Firmware, Side, State
from halfkilo.gym.devices.simulated.orders import Place, Puller
from halfkilo.gym.devices.simulated.person import HAND_KG, Hand
from halfkilo.gym.devices.simulated.physics import Cable
from halfkilo.gym.devices.simulated.sensors import Sensors
from halfkilo.gym.devices.simulated.watch import Why
from halfkilo.units import Side as BodySide

MODEL = "simulated"
OFF_MOST_G = 2_000
"""A force cell further off zero than this does not pass the self-test."""


class Gym:
    """Two cables with everything on them. `advance(ms)` is the only thing that moves time."""

    def __init__(self, seed: int = 1, *, person: bool = False, strength_n: float = 400.0) -> None:
        random = Random(seed)
        self.boot = secrets.token_hex(8)
        self.firmware = Firmware()
        self.cables = (Cable(), Cable())
        self.sensors = (Sensors(random), Sensors(random))
        self.hands = (Hand(strength_n), Hand(strength_n))
        sides = (BodySide.LEFT, BodySide.RIGHT)
        first, second = (Place(*parts) for parts in zip(sides, self.hands, self.cables, self.sensors, strict=True))
        self.puller = Puller((first, second), self.firmware) if person else None
        self._loads = (0.0, 0.0)

    @property
    def ms(self) -> int:
        """The machine's own clock: milliseconds since it started."""
        return self.firmware.ms

    @property
    def asleep(self) -> bool:
        """Nothing moves, nothing is loaded, nobody arms: time may pass without computing it."""
        quiet = self.firmware.state is State.IDLE and self._loads == (0.0, 0.0)
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

    def obey(self, command: Command) -> Report:
        """Carry out one command of the host and answer it."""
        if isinstance(command, Hello):
            return self.introduce()
        why = self._carry_out(command)
        return Answered(command.seq, why is Why.NOTHING, why.value)

    def _carry_out(self, command: Arm | Hold | Release | SelfTest) -> Why:
        match command:
            case Arm():
                return self.firmware.arm(command)
            case Hold():
                return self.firmware.hold(command)
            case Release():
                return self.firmware.release(command)
            case SelfTest():
                return self._self_test(command)

    def _self_test(self, command: SelfTest) -> Why:
        """Zero both force cells; a cell far off, or one that does not murmur, does not pass."""
        if any(side.loaded for side in self.firmware.sides):
            return self.firmware.self_test(command)
        sane = all(abs(sensors.zero()) <= OFF_MOST_G for sensors in self.sensors)
        return self.firmware.self_test(command) if sane else Why.SENSOR_OFF

    def introduce(self) -> Machine:
        """Who this machine is."""
        ramps = RAMP_UP, RAMP_DOWN, RELEASE_MS
        return Machine(MODEL, "SIM-0001", self.boot, 2, GRID, GRID, MODEL_MOST, *ramps, LEASE_MS)

    def report(self) -> Telemetry:
        """What is true now."""
        now = self.firmware
        left, right = (_cable_now(side) for side in now.sides)
        return Telemetry(self.ms, now.state.value, now.why.value, now.armed, now.lease_left, left, right)


def _cable_now(side: Side) -> CableNow:
    """Held loads are rounded up: whoever reads them never believes less than is there."""
    held = -int(-side.ramp.held // 1)
    sensed = side.sensed
    return CableNow(sensed.mm, round(sensed.mm_s), sensed.force_g, held, side.count)
