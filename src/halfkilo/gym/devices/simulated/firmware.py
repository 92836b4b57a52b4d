"""The machine's own judgement, a thousand times a second. It needs nobody's help to let go.

States: idle, arming (button held, range being shown), armed, loaded, releasing, fault (until a self-test).
There is one way to a load: idle -> arming -> armed -> loaded, and every way back goes through a release.
"""

from __future__ import annotations

from enum import StrEnum

from halfkilo.gym.bounds import ARMED_MS, GRID, REST_MM
from halfkilo.gym.devices.simulated.codec import Arm, Hold, Release, SelfTest
from halfkilo.gym.devices.simulated.physics import newtons
from halfkilo.gym.devices.simulated.ramp import Ramp
from halfkilo.gym.devices.simulated.sensors import Sensed
from halfkilo.gym.devices.simulated.watch import FAULTS, Sweep, Watch, Why
from halfkilo.gym.reps import RepCounter
from halfkilo.units import round_down


class State(StrEnum):
    """Where the firmware is."""

    IDLE = "idle"
    ARMING = "arming"
    ARMED = "armed"
    LOADED = "loaded"
    RELEASING = "releasing"
    FAULT = "fault"


class Side:
    """What the firmware keeps per cable."""

    def __init__(self) -> None:
        self.ramp = Ramp()
        self.sensed = Sensed()
        self.sweep = Sweep()
        self.watch: Watch | None = None
        self.reps: RepCounter | None = None
        self.count = 0

    @property
    def loaded(self) -> bool:
        """Whether the cable holds, or is on its way to hold, anything."""
        return self.ramp.target > 0 or self.ramp.held > 0.0

    def forget(self) -> None:
        """Before arming: no range shown, nothing counted."""
        self.sweep, self.watch, self.reps, self.count = Sweep(), None, None, 0

    def aim(self, grams: int) -> None:
        """Take a load on the grid; the first one starts watching and counting inside the range that was shown."""
        if grams and self.watch is None and self.sweep.low is not None:
            self.watch = Watch(self.sweep.high)
            self.reps = RepCounter(self.sweep.low, self.sweep.high)
        self.ramp.aim(round_down(grams, GRID))

    def step(self) -> Why:
        """Look at the cable for a millisecond; a reason to let go, or nothing."""
        if self.reps is not None and self.reps.see(self.sensed.mm):
            self.count += 1
        return self.watch.see(self.sensed, self.ramp.held) if self.watch is not None and self.loaded else Why.NOTHING


class Firmware:
    """Two cables and one lease. Commands return why they were not taken, or nothing; `step` moves one millisecond."""

    def __init__(self) -> None:
        self.left, self.right = Side(), Side()
        self.state = State.IDLE
        self.why = Why.NOTHING
        self.ms = 0
        self.renewed_at = self.zero_at = 0
        self._sequence = 0
        self._lease_until = 0
        self._armed_until = 0
        self._button_until = 0

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left and right."""
        return self.left, self.right

    @property
    def armed(self) -> bool:
        """Whether a load would be taken."""
        return self.state in {State.ARMED, State.LOADED}

    @property
    def lease_left(self) -> int:
        """Milliseconds the load still lives without renewal; 0 when there is none."""
        return max(0, self._lease_until - self.ms) if self.state is State.LOADED else 0

    def new_host(self) -> None:
        """A new host counts its commands from one. Nothing is loaded: the last host's end was a release."""
        self._sequence = 0

    def arm(self, command: Arm) -> Why:
        """The button is held: watch the handles. Without load only."""
        if self._old(command.seq):
            return Why.OLD
        if self.state in {State.LOADED, State.RELEASING, State.FAULT}:
            return Why.FAULT if self.state is State.FAULT else Why.LOADED
        if self.state is State.IDLE:
            self._begin_arming()
        self._button_until = self.ms + command.lease_ms
        return Why.NOTHING

    def hold(self, command: Hold) -> Why:
        """Take these loads and live `lease_ms` longer, or say why not; a refused hold changes nothing."""
        if self._old(command.seq):
            return Why.OLD
        refusal = self._may_load(command)
        if refusal is not Why.NOTHING:
            return refusal
        self.state = State.LOADED
        self.renewed_at, self._lease_until = self.ms, self.ms + command.lease_ms
        self.left.aim(command.left)
        self.right.aim(command.right)
        return Why.NOTHING

    def release(self, command: Release) -> Why:
        """Let go, in every state, even when the command is an old one; later stragglers are ignored."""
        self._old(command.seq)
        self.let_go(Why.ASKED)
        return Why.NOTHING

    def self_test(self, command: SelfTest) -> Why:
        """Back from a fault, when nothing is loaded."""
        if self._old(command.seq):
            return Why.OLD
        if any(side.loaded for side in self.sides):
            return Why.LOADED
        self.state, self.why = State.IDLE, Why.NOTHING
        return Why.NOTHING

    def let_go(self, why: Why) -> None:
        """Both cables to zero, always both (S11), and disarmed; a fault stays until a self-test."""
        loaded = any(side.loaded for side in self.sides)
        if self.state not in {State.RELEASING, State.FAULT}:
            self.why = why
        for side in self.sides:
            side.ramp.release()
        if self.state is not State.FAULT:
            self.state = State.FAULT if why in FAULTS else State.RELEASING if loaded else State.IDLE

    def step(self, left: Sensed, right: Sensed) -> tuple[float, float]:
        """One millisecond: judge what is sensed, then the forces the two motors should make, newtons."""
        self.ms += 1
        self.left.sensed, self.right.sensed = left, right
        self._judge()
        before = self.left.ramp.held + self.right.ramp.held
        loads = newtons(self.left.ramp.step()), newtons(self.right.ramp.step())
        if before and loads == (0.0, 0.0):
            self.zero_at = self.ms
        if self.state is State.RELEASING and loads == (0.0, 0.0):
            self.state = State.IDLE
        return loads

    def _judge(self) -> None:
        if self.state is State.LOADED:
            self._judge_load()
        elif self.state is State.ARMING:
            self._judge_sweep()
        elif self.state is State.ARMED and self.ms >= self._armed_until:
            self.let_go(Why.LEASE_OVER)

    def _judge_load(self) -> None:
        whys = [Why.LEASE_OVER] if self.ms >= self._lease_until else []
        whys += [why for side in self.sides if (why := side.step()) is not Why.NOTHING]
        if whys:
            self.let_go(whys[0])

    def _judge_sweep(self) -> None:
        """A loose button ends arming; a handle that went out and back completes it."""
        if self.ms >= self._button_until:
            self.let_go(Why.LEASE_OVER)
            return
        for side in self.sides:
            side.sweep.see(side.sensed.mm)
        if any(side.sweep.done for side in self.sides):
            self.state, self._armed_until = State.ARMED, self.ms + ARMED_MS

    def _begin_arming(self) -> None:
        self.state, self.why = State.ARMING, Why.NOTHING
        for side in self.sides:
            side.forget()

    def _may_load(self, command: Hold) -> Why:
        if not self.armed:
            return Why.FAULT if self.state is State.FAULT else Why.NOT_ARMED
        wanted = [side for side, grams in zip(self.sides, (command.left, command.right), strict=True) if grams]
        if any(not side.sweep.done for side in wanted):
            return Why.NOT_SWEPT
        if any(not side.loaded and side.sensed.mm < REST_MM for side in wanted):
            return Why.AT_STOP
        return Why.NOTHING

    def _old(self, sequence: int) -> bool:
        """Whether a command comes late or twice; newer ones are remembered."""
        if sequence <= self._sequence:
            return True
        self._sequence = sequence
        return False
