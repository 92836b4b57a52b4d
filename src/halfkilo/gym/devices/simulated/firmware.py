"""The machine's own judgement, a thousand times a second. It needs nobody's help to let go.

States: idle, arming (button held, range being shown), armed, loaded, releasing, fault (until a self-test).
There is one way to a load: idle -> arming -> armed -> loaded, and every way back goes through a release.
"""

from __future__ import annotations

from dataclasses import replace

from halfkilo.gym.bounds import ARMED_MS, GRID, LEASE_MS, MODEL_MOST, REST_MM
from halfkilo.gym.devices.link.codec import Arm, Hold, Refusal, Release, State, Tested, Why
from halfkilo.gym.devices.link.codec import SelfTest as SelfTestCommand
from halfkilo.gym.devices.simulated.physics import newtons
from halfkilo.gym.devices.simulated.ramp import Ramp
from halfkilo.gym.devices.simulated.selftest import SelfTest
from halfkilo.gym.devices.simulated.sensors import Sensed
from halfkilo.gym.devices.simulated.watch import FAULTS, Watch
from halfkilo.gym.reps import RepCounter
from halfkilo.gym.sweep import Sweep
from halfkilo.units import round_down

Ordered = Arm | Hold | Release | SelfTestCommand


class Side:
    """What the firmware keeps per cable."""

    def __init__(self) -> None:
        self.ramp = Ramp()
        self.sensed = Sensed()
        self.sweep = Sweep()
        self.watch: Watch | None = None
        self.reps: RepCounter | None = None
        self.count = 0
        self.zero_g = 0

    @property
    def loaded(self) -> bool:
        """Whether the cable holds, or is on its way to hold, anything."""
        return self.ramp.target > 0 or self.ramp.held > 0.0

    def forget(self) -> None:
        """Before arming: no range shown, nothing counted."""
        self.sweep, self.watch, self.reps, self.count = Sweep(), None, None, 0

    def look(self, sensed: Sensed) -> None:
        """Take one look at the sensors, the force cell's zero left off."""
        self.sensed = replace(sensed, force_g=sensed.force_g - self.zero_g) if self.zero_g else sensed

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
    """Two cables and one lease. `take` says why a command was not taken, or nothing; `step` moves one millisecond."""

    def __init__(self) -> None:
        self.left, self.right = Side(), Side()
        self.state = State.IDLE
        self.why = Why.NOTHING
        self.ms = 0
        self.renewed_at = self.zero_at = 0
        self.tested: Tested | None = None
        self._locked = False
        self._sequence = 0
        self._last: tuple[Ordered, Refusal] | None = None
        self._lease_until = 0
        self._armed_until = 0
        self._button_until = 0
        self._test: SelfTest | None = None
        self._test_seq = 0
        self._rest_after: State | None = None

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

    def new_writer(self) -> None:
        """A new host counts its commands from one. Nothing is loaded: the last host's end was a release."""
        self._sequence, self._last = 0, None

    def lock(self, on: bool) -> None:
        """H44: the child lock, a switch at the machine; nothing on the wire can open it."""
        self._locked = on
        if on:
            self.let_go(Why.LOCKED)
        if self.state in {State.IDLE, State.LOCKED}:
            self.state = self._rest

    @property
    def _rest(self) -> State:
        return State.LOCKED if self._locked else State.IDLE

    # --- commands -----------------------------------------------------------------------------------------------------

    def take(self, command: Ordered) -> Refusal:
        """Carry out a command. The same one again does nothing and is answered the same; an older one is refused; a release never is."""
        if isinstance(command, Release):
            self._sequence = max(self._sequence, command.seq)
            self.let_go(Why.ASKED)
            return Refusal.NONE
        if self._last is not None and command == self._last[0] and command.seq == self._sequence:
            return self._last[1]
        if command.seq <= self._sequence:
            return Refusal.OLD_SEQUENCE
        self._sequence = command.seq
        refusal = self._carry_out(command)
        self._last = command, refusal
        return refusal

    def _carry_out(self, command: Arm | Hold | SelfTestCommand) -> Refusal:
        if self._locked:
            return Refusal.LOCKED
        match command:
            case Arm():
                return self._arm(command)
            case Hold():
                return self._hold(command)
            case SelfTestCommand():
                return self._self_test(command)

    def _arm(self, command: Arm) -> Refusal:
        """The button is held: watch the handles. Without load only."""
        busy = {State.LOADED: Refusal.LOADED, State.RELEASING: Refusal.LOADED, State.FAULT: Refusal.FAULT, State.TESTING: Refusal.TESTING}
        if self.state in busy:
            return busy[self.state]
        if command.lease_ms > LEASE_MS:
            return Refusal.LEASE_TOO_LONG
        if self.state is State.IDLE:
            self._begin_arming()
        self._button_until = self.ms + command.lease_ms
        return Refusal.NONE

    def _hold(self, command: Hold) -> Refusal:
        """Take these loads and live `lease_ms` longer, or say why not; a refused hold changes nothing."""
        refusal = self._may_load(command)
        if refusal is not Refusal.NONE:
            return refusal
        self.state = State.LOADED
        self.renewed_at, self._lease_until = self.ms, self.ms + command.lease_ms
        self.left.aim(command.left)
        self.right.aim(command.right)
        return Refusal.NONE

    def _self_test(self, command: SelfTestCommand) -> Refusal:
        """Begin a self-test, also the only way out of a fault; when nothing is loaded and the handles are down."""
        if any(side.loaded for side in self.sides):
            return Refusal.LOADED
        if self.state is State.TESTING:
            return Refusal.TESTING
        if any(side.sensed.mm >= REST_MM for side in self.sides):
            return Refusal.NOT_AT_REST
        self._rest_after = State.FAULT if self.state is State.FAULT else None
        self.state, self._test, self._test_seq = State.TESTING, SelfTest(), command.seq
        return Refusal.NONE

    def let_go(self, why: Why) -> None:
        """Both cables to zero, always both (S11), and disarmed; a fault stays until a self-test passes."""
        loaded = any(side.loaded for side in self.sides)
        if self.state not in {State.RELEASING, State.FAULT}:
            self.why = why
        for side in self.sides:
            side.ramp.release()
        if self.state is State.TESTING:
            self._test, self.state = None, self._rest_after or self._rest
        elif self.state is not State.FAULT:
            self.state = State.FAULT if why in FAULTS else State.RELEASING if loaded else self._rest

    # --- time ---------------------------------------------------------------------------------------------------------

    def step(self, left: Sensed, right: Sensed) -> tuple[float, float]:
        """One millisecond: judge what is sensed, then the forces the two motors should make, newtons."""
        self.ms += 1
        self.left.look(left)
        self.right.look(right)
        self._judge()
        if self._test is not None:
            return self._step_test(self._test, left, right)
        before = self.left.ramp.held + self.right.ramp.held
        loads = newtons(self.left.ramp.step()), newtons(self.right.ramp.step())
        if before and loads == (0.0, 0.0):
            self.zero_at = self.ms
        if self.state is State.RELEASING and loads == (0.0, 0.0):
            self.state = self._rest
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

    def _step_test(self, test: SelfTest, left: Sensed, right: Sensed) -> tuple[float, float]:
        """One millisecond of the self-test, on what the sensors themselves show. Only one that passes sets a new zero and ends a fault."""
        pull = test.step((left, right))
        if pull is not None:
            return pull, pull
        checks = test.checks()
        passed = all(check.passed for check in checks)
        self.tested, self._test = Tested(self._test_seq, self.ms, passed, checks), None
        if not test.still:
            self.state = self._rest_after or self._rest
            return 0.0, 0.0
        self.state, self.why = (self._rest, Why.NOTHING) if passed else (State.FAULT, Why.SENSOR_OFF)
        if passed:
            for side, cell in zip(self.sides, test.cells, strict=True):
                side.zero_g = cell.zero
        return 0.0, 0.0

    def _begin_arming(self) -> None:
        self.state, self.why = State.ARMING, Why.NOTHING
        for side in self.sides:
            side.forget()

    def _may_load(self, command: Hold) -> Refusal:
        if not self.armed:
            return {State.FAULT: Refusal.FAULT, State.TESTING: Refusal.TESTING}.get(self.state, Refusal.NOT_ARMED)
        if max(command.left, command.right) > MODEL_MOST:
            return Refusal.ABOVE_MOST
        if command.lease_ms > LEASE_MS:
            return Refusal.LEASE_TOO_LONG
        wanted = [side for side, grams in zip(self.sides, (command.left, command.right), strict=True) if grams]
        if any(not side.sweep.done for side in wanted):
            return Refusal.NOT_SWEPT
        if any(not side.loaded and side.sensed.mm < REST_MM for side in wanted):
            return Refusal.AT_STOP
        return Refusal.NONE
