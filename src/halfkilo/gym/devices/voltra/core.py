"""VOLTRA I without its radio: calls and heard values in, the next command out. Time comes from outside, milliseconds.

The unit knows no lease, no arming and no sequence numbers, so they live here: `idle -> arming -> armed -> loaded -> releasing -> idle`.
One write is on its way at a time and counts only when the unit tells the same value back within `ECHO_MS`, asked twice at most; then it
is given up, the load goes and the listener is told. A release overtakes everything, and after it no load is sent until armed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from halfkilo.gym.bounds import ARMED_MS, FREE_G, LEASE_MS, RENEW_MS
from halfkilo.gym.devices.voltra.belief import MATTERS, Belief
from halfkilo.gym.devices.voltra.codec import (
    LEAST_LB,
    LOADED,
    MOST_G,
    MOST_LB,
    NO_WORKOUT,
    UNLOADED,
    WEIGHT_TRAINING,
    Param,
    Params,
    Read,
    Report,
    Telemetry,
    Write,
    grams,
    pounds,
)
from halfkilo.gym.devices.voltra.watch import Watch
from halfkilo.gym.driver import Answer, CableReading, Garbled, Listener, Reading
from halfkilo.gym.sweep import Sweep
from halfkilo.units import Side

ECHO_MS = 500
"""An answer not heard in this time is asked for once more, then given up (devices.md 4.3)."""
ASK_MS = 150
"""Everything that matters is read this often, and a reading is made of it."""
HOLD_MS = 5 * RENEW_MS
"""The supervisor renews every 100 ms; so many missed and the load goes from here, as long as this process runs and the link holds."""
SILENT_MS = 800
"""Under load without telemetry for so long: the hand cannot be seen letting go, so the load goes."""
STALE_MS = 1_000
"""A weight that was asked for may be heard of this long after a newer one was confirmed."""

FOR_NOW_MS = 10**9
"""The weight that was confirmed last may be heard of for as long as it lasts."""

UNLOAD, LOAD = Write(Param.MODE, UNLOADED), Write(Param.MODE, LOADED)
ENTER, LEAVE = Write(Param.WORKOUT, WEIGHT_TRAINING), Write(Param.WORKOUT, NO_WORKOUT)
PLAIN = (Write(Param.CHAINS, 0), Write(Param.ECCENTRIC, 0))
"""S9: written at every beginning of a set, so that nothing of an earlier one is left."""


class State(StrEnum):
    """Where the conversation is."""

    IDLE = "idle"
    ARMING = "arming"
    ARMED = "armed"
    LOADED = "loaded"
    RELEASING = "releasing"


@dataclass
class Awaited:
    """A write the unit has not told back yet. first: since when nothing was told back; since: last sent."""

    write: Write
    first: int
    since: int


class Core:
    """side: which of the two cables this unit is. allowed: whether the person said yes to an experimental machine."""

    def __init__(self, side: Side, allowed: bool, listener: Listener) -> None:
        self.state = State.IDLE
        self._side, self._allowed, self._listener = side, allowed, listener
        self._sequence = 0
        self._why = ""
        self.link_up(0)
        self.link_down()

    # --- the link -----------------------------------------------------------------------------------------------------

    def link_up(self, now: int) -> None:
        """A new conversation: nothing is known, and the first thing said is to unload (S3)."""
        self.belief = Belief()
        self._up = True
        self._now = self._began = now
        self._awaited: Awaited | None = None
        self._asked_at = now - ASK_MS
        self._parked_mm: int | None = None
        self._waiting: list[int] = []
        self._new_set()
        self._may_hold_lb, self._load_sent = 0, False
        self._release(now, "connected")

    def link_down(self) -> None:
        """Nothing can be said any more."""
        self._up = False
        self.state, self._wanted_lb = State.IDLE, 0

    def _new_set(self) -> None:
        self._wanted_lb = 0
        self._plain: set[int] = set()
        self._bases: dict[int, int] = {}
        self._went_on_at: int | None = None
        self._range = Sweep()
        self._watch: Watch | None = None
        self._button_until = self._armed_until = self._hold_until = 0

    # --- what the supervisor asks -------------------------------------------------------------------------------------

    def arm(self, sequence: int, lease_ms: int, now: int) -> None:
        """The button is held: the range counts from now."""
        refusal = self._not_now(sequence) or ("loaded" if self.state in {State.LOADED, State.RELEASING} else "")
        if not refusal:
            if self.state is State.IDLE:
                self._new_set()
                self.state, self._why = State.ARMING, ""
            self._button_until = now + (lease_ms or LEASE_MS)
        self._answer(sequence, refusal)

    def hold(self, sequence: int, left: int, right: int, now: int) -> None:
        """This load, from now until the next word."""
        refusal = self._not_now(sequence) or self._not_a_load(left, right)
        if not refusal and self.state not in {State.ARMED, State.LOADED}:
            refusal = "not_armed"
        if not refusal:
            lb = pounds(left if self._side is Side.LEFT else right)
            self._wanted_lb = lb if lb >= LEAST_LB else 0
            self._hold_until = now + HOLD_MS
            if self.state is State.ARMED:
                self.state = State.LOADED
                self._watch = Watch(self.belief.position_mm if self._parked_mm is None else self._parked_mm)
        self._answer(sequence, refusal)

    def release(self, sequence: int, now: int) -> None:
        """Always taken; answered when the unit has told back that nothing is on."""
        self._sequence = max(self._sequence, sequence)
        if self._up:
            self._waiting.append(sequence)
            self._release(now, "asked")
        else:
            self._answer(sequence, "not_connected")

    def self_test(self, sequence: int, now: int) -> None:
        """The unit has none of its own that is known: nothing may be on, everything known, and the force near nothing."""
        refusal = self._not_now(sequence)
        if not refusal and not self.belief.known(now):
            refusal = "unknown"
        if not refusal and (self.state is not State.IDLE or not self.belief.unloaded):
            refusal = "loaded"
        if not refusal and abs(self.belief.force_g(now)) >= FREE_G:
            refusal = "sensor_off"
        self._answer(sequence, refusal)

    def _not_now(self, sequence: int) -> str:
        if sequence <= self._sequence:
            return "old"
        self._sequence = sequence
        if not self._up:
            return "not_connected"
        return "" if self._allowed else "not_opted_in"

    def _not_a_load(self, left: int, right: int) -> str:
        mine, other = (left, right) if self._side is Side.LEFT else (right, left)
        if type(mine) is not int or type(other) is not int or mine < 0 or other < 0:
            return "not_a_load"
        return "other_side" if other else "above_model" if mine > MOST_G else ""

    def _answer(self, sequence: int, refusal: str) -> None:
        self._listener.answer(Answer(sequence, not refusal, refusal))

    def _release(self, now: int, why: str) -> None:
        """From here on nothing is wanted. What was sent and not told back may still arrive, so it counts as held until disproved."""
        self._now = now
        if self.state is not State.RELEASING:
            self.state, self._why = State.RELEASING, why
            if self._awaited is not None and self._awaited.write != UNLOAD:
                self._awaited = None
        self._wanted_lb = 0

    # --- what the unit says -------------------------------------------------------------------------------------------

    def hear(self, heard: Report | Garbled, now: int) -> None:
        """Take what the unit told; readings and problems go to the listener."""
        self._now = now
        if isinstance(heard, Garbled):
            self._listener.garbled(heard)
        elif isinstance(heard, Params):
            self.belief.hear(heard, now)
            self._compare(heard)
            if Param.POSITION in heard.values:
                self._see_place(now)
            if any(param in MATTERS for param in heard.values):
                self._tell(now)
        elif isinstance(heard, Telemetry):
            self._move(heard, now)

    def _compare(self, told: Params) -> None:
        """What was awaited has come; what nobody here asked for ends the set."""
        if self._awaited is not None and told.values.get(self._awaited.write.param) == self._awaited.write.value:
            self._confirmed(self._awaited.write)
            self._awaited = None
        mode = told.values.get(Param.MODE, UNLOADED)
        if self.state is State.LOADED:
            self._unasked(told)
        elif self.state is not State.RELEASING and mode != UNLOADED:
            self._release(self._now, "held_unasked")

    def _confirmed(self, write: Write) -> None:
        if write in PLAIN:
            self._plain.add(write.param)
        elif write.param == Param.BASE:
            kept = {lb: at for lb, at in self._bases.items() if self._now - at <= STALE_MS}
            self._bases = {**kept, write.value: self._now + FOR_NOW_MS}
            self._may_hold_lb = write.value
        elif write == LOAD:
            self._went_on_at = self._now
        elif write == UNLOAD:
            self._went_on_at, self._load_sent = None, False
            if self.state is State.RELEASING:
                self._let_gone()

    def _let_gone(self) -> None:
        self.state = State.IDLE
        waiting, self._waiting = self._waiting, []
        for sequence in waiting:
            self._answer(sequence, "")

    def _unasked(self, told: Params) -> None:
        """Somebody changed something at the unit: it is never put back by itself, up or down (S3)."""
        if self._went_on_at is None:
            return
        base, added = told.values.get(Param.BASE), [told.values.get(write.param, 0) for write in PLAIN]
        if told.values.get(Param.MODE, LOADED) != LOADED:
            self._release(self._now, "unloaded_at_machine")
        elif (base is not None and base not in self._bases) or any(added):
            self._release(self._now, "changed_at_machine")

    def _see_place(self, now: int) -> None:
        mm = self.belief.position_mm
        if self.belief.unloaded:
            self._parked_mm = mm if self._parked_mm is None else min(self._parked_mm, mm)
        if self.state is State.ARMING and self.belief.unloaded and self._range.see(mm):
            self.state, self._armed_until = State.ARMED, now + ARMED_MS
        self._let_go_if(self._watch.place(mm, now) if self._on and self._watch else "", now)

    def _move(self, moving: Telemetry, now: int) -> None:
        self.belief.move(moving, now)
        self._let_go_if(self._watch.move(moving, self.belief.held_g, now) if self._on and self._watch else "", now)
        self._tell(now)

    @property
    def _on(self) -> bool:
        return self.state is State.LOADED and self._went_on_at is not None and not self.belief.unloaded

    def _let_go_if(self, why: str, now: int) -> None:
        if why:
            self._release(now, why)

    def _tell(self, now: int) -> None:
        """One reading, when everything that matters is known."""
        if not self.belief.known(now):
            return
        moving = self.belief.moving(now)
        may_hold = grams(self._may_hold_lb) if self.state is State.RELEASING and self._load_sent else 0
        held = max(self.belief.held_g, may_hold)
        mine = CableReading(
            self.belief.position_mm, moving.velocity_mm_s if moving else 0, self.belief.force_g(now), held,
            self.belief.telemetry.reps if self.belief.telemetry else 0,
        )
        none = CableReading(0, 0, 0, 0, 0)
        cables = (mine, none) if self._side is Side.LEFT else (none, mine)
        armed = self.state in {State.ARMED, State.LOADED}
        self._listener.reading(Reading(now - self._began, self.state.value, self._why, armed, 0, *cables))

    # --- what is said next --------------------------------------------------------------------------------------------

    def next(self, now: int) -> Write | Read | None:
        """The one command to send now, or nothing yet. Whoever calls sends it: it counts as on its way."""
        self._now = now
        self._expire(now)
        write = self._due(now)
        if write is not None:
            return self._sending(write, now)
        if now - self._asked_at >= ASK_MS:
            self._asked_at = now
            return Read(MATTERS)
        return None

    def _due(self, now: int) -> Write | None:
        awaited, wish = self._awaited, self._wish()
        if awaited is None:
            return wish
        if wish is not None and wish != awaited.write and _lighter(wish, awaited.write):
            return wish
        return awaited.write if awaited.since == awaited.first and now - awaited.since >= ECHO_MS else None

    def _sending(self, write: Write, now: int) -> Write:
        awaited = self._awaited
        again = awaited is not None and awaited.write == write
        self._awaited = Awaited(write, awaited.first if awaited and (again or write != UNLOAD) else now, now)
        if write.param == Param.BASE:
            self._bases[write.value] = now
            self._may_hold_lb = max(self._may_hold_lb, write.value)
        self._load_sent = self._load_sent or write == LOAD
        return write

    def _wish(self) -> Write | None:
        """The next difference between what is wanted and what was told, lightest first."""
        if self.state is State.RELEASING:
            return UNLOAD
        if self.state is State.LOADED:
            return self._wish_in_set()
        if self.state is State.IDLE and self.belief.unloaded and self.belief.value(Param.WORKOUT) == WEIGHT_TRAINING:
            return LEAVE
        return None

    def _wish_in_set(self) -> Write | None:
        belief = self.belief
        if self._wanted_lb == 0:
            self._went_on_at = None
            return None if belief.unloaded else UNLOAD
        for write in PLAIN:
            if write.param not in self._plain or belief.value(Param(write.param)) != 0:
                return write
        if belief.value(Param.BASE) != self._wanted_lb:
            return Write(Param.BASE, min(self._wanted_lb, MOST_LB))
        if belief.value(Param.WORKOUT) != WEIGHT_TRAINING:
            return ENTER
        return LOAD if belief.value(Param.MODE) != LOADED else None

    def _expire(self, now: int) -> None:
        """What ran out: the button, being armed, the hold, an answer."""
        until = {State.ARMING: self._button_until, State.ARMED: self._armed_until}.get(self.state)
        if until is not None and now >= until:
            self.state, self._why = State.IDLE, "lease_over"
        elif self.state is State.LOADED:
            self._expire_load(now)
        if self._awaited is not None and self._awaited.since > self._awaited.first and now - self._awaited.since >= ECHO_MS:
            self._unanswered(self._awaited.write, now)

    def _expire_load(self, now: int) -> None:
        if now >= self._hold_until:
            self._release(now, "lease_over")
        elif self._on and now - max(self.belief.telemetry_at, self._went_on_at or 0) >= SILENT_MS:
            self._release(now, "no_telemetry")

    def _unanswered(self, write: Write, now: int) -> None:
        """Twice without an answer: let go (again), and tell."""
        self._awaited = None
        self._release(now, "no_answer")
        waiting, self._waiting = self._waiting, []
        for sequence in waiting:
            self._answer(sequence, "no_answer")
        self._listener.garbled(Garbled(f"no answer to {Param(write.param).name} = {write.value}"))


def _lighter(wish: Write, than: Write) -> bool:
    """Whether a wish may overtake a write that is still on its way: never when it could add load."""
    return wish == UNLOAD or (wish.param == than.param == Param.BASE and wish.value < than.value)
