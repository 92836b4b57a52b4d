"""Conformance: the reference passes every check; each broken firmware misses exactly the one that should find it."""

from __future__ import annotations

import secrets

import pytest

from halfkilo.gym.devices.link.codec import Hold, Refusal, State, Why
from halfkilo.gym.devices.link.conformance.reach import Gone
from halfkilo.gym.devices.link.conformance.requirement import REQUIREMENTS, Outcome
from halfkilo.gym.devices.link.conformance.run import run
from halfkilo.gym.devices.link.desk import Desk
from halfkilo.gym.devices.link.frames import PATH
from halfkilo.gym.devices.simulated.firmware import Firmware
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order

PACE = Order(Deed.FOLLOW, low=90, high=350, tempo_ms=(350, 20, 350, 20))


class RoomLine:
    """A connection to a machine in the same room: no sockets, and its time passes only while somebody listens."""

    def __init__(self, room: Room) -> None:
        self.room, self.guest = room, room.desk.enter()

    def say(self, message):
        if self.guest.over is not None:
            raise Gone("hung up")
        self.room.desk.hear(self.guest, message)

    def hear(self, wait_ms):
        for _ in range(wait_ms):
            if self.guest.unsaid:
                return self.guest.unsaid.pop(0)
            if self.guest.over is not None:
                self.room.desk.leave(self.guest)
                raise Gone("hung up")
            self.room.step()
        return self.guest.unsaid.pop(0) if self.guest.unsaid else None

    def close(self):
        self.room.desk.leave(self.guest)


class Room:
    """A machine with somebody at its handles who shows the range and pulls."""

    def __init__(self, gym: Gym, desk: type[Desk] = Desk) -> None:
        self.gym, self.desk = gym, desk(gym)
        gym.puller.obey(PACE)

    def open(self, path=PATH, origin=None):
        if path != PATH or origin is not None:
            raise Gone("turned away")
        return RoomLine(self)

    def now(self):
        return self.gym.ms

    def step(self):
        self.gym.advance(1)
        self.desk.tell()


def outcomes(room: Room, **how):
    return {result.name: result for result in run(room, **({"simulated": True, "load": True} | how))}


def test_the_simulated_gym_meets_every_requirement_it_can_be_asked():
    found = outcomes(Room(Gym(person=True)))
    assert {name: result.said for name, result in found.items() if result.outcome is Outcome.MISSED} == {}
    not_run = {name for name, result in found.items() if result.outcome is Outcome.NOT_RUN}
    assert not_run == {"child_lock", "lease_too_long"}
    assert len(found) >= 40


def test_what_a_check_needs_comes_before_it():
    seen = set()
    for name, requirement in REQUIREMENTS.items():
        assert set(requirement.needs) <= seen
        assert requirement.check.__doc__ and requirement.must
        seen.add(name)


def test_nothing_is_loaded_unless_that_was_allowed():
    room = Room(Gym(person=True))
    found = outcomes(room, load=False)
    assert room.gym.firmware.zero_at == room.gym.firmware.renewed_at == 0
    assert all(found[name].outcome is Outcome.NOT_RUN for name, one in REQUIREMENTS.items() if one.loads)


@pytest.mark.hazard("H44")
def test_a_locked_machine_is_checked_for_being_inert():
    room = Room(Gym(person=True))
    room.gym.puller.obey(Order(Deed.LOCK))
    found = outcomes(room, only=frozenset({"child_lock", "holds"}))
    assert found["child_lock"].outcome is Outcome.MET
    assert found["holds"].outcome is Outcome.NOT_RUN


# --- broken machines --------------------------------------------------------------------------------------------------


class Quietly(Firmware):
    """Says of its lease what the link allows."""

    @property
    def lease_left(self):
        return min(250, super().lease_left)


class NoLease(Quietly):
    def _judge_load(self):
        self._lease_until = self.ms + 1_000
        super()._judge_load()


class LongLease(Quietly):
    def _hold(self, command):
        answer = super()._hold(command)
        self._lease_until += 150
        return answer


class RoundsUp(Firmware):
    def _hold(self, command):
        return super()._hold(Hold(command.seq, command.left + 499, command.right, command.lease_ms))


class HoldsMore(Firmware):
    def _hold(self, command):
        return super()._hold(Hold(command.seq, command.left + 500, command.right, command.lease_ms))


class IgnoresReleaseWhileArming(Firmware):
    def let_go(self, why):
        if self.state is not State.ARMING or why is not Why.ASKED:
            super().let_go(why)


class IgnoresReleaseWhileArmed(Firmware):
    def let_go(self, why):
        if self.state is not State.ARMED or why is not Why.ASKED:
            super().let_go(why)


class TakesOldNumbers(Firmware):
    def take(self, command):
        self._sequence = min(self._sequence, command.seq - 1) if self._last is None or command != self._last[0] else self._sequence
        return super().take(command)


class RenewsOnRepeat(Quietly):
    def take(self, command):
        if self._last is not None and command == self._last[0] and isinstance(command, Hold):
            self._lease_until = self.ms + command.lease_ms
        return super().take(command)


class LoadsUnarmed(Firmware):
    def _may_load(self, command):
        return Refusal.NONE if self.state is State.IDLE else super()._may_load(command)


class LoadsByButtonAlone(Firmware):
    def _may_load(self, command):
        return Refusal.NONE if self.state is State.ARMING else super()._may_load(command)


class Drops(Firmware):
    def let_go(self, why):
        super().let_go(why)
        for side in self.sides:
            side.ramp._left_ms = min(side.ramp._left_ms, 1)


class ReleasesSlowly(Firmware):
    def step(self, left, right):
        for side in self.sides:
            if self.ms % 3 and side.ramp._left_ms:
                side.ramp._left_ms += 1
        return super().step(left, right)


class JumpsUp(Firmware):
    def step(self, left, right):
        for side in self.sides:
            if side.ramp.held < side.ramp.target and not side.ramp._left_ms:
                side.ramp.held = min(float(side.ramp.target), side.ramp.held + 20)
        return super().step(left, right)


class TriesUnderLoad(Firmware):
    def _self_test(self, command):
        return Refusal.NONE if self.state is State.LOADED else super()._self_test(command)


class NoTop(Firmware):
    def _may_load(self, command):
        return super()._may_load(Hold(command.seq, min(command.left, 1_000), command.right, command.lease_ms))


class StaysArmed(Firmware):
    def step(self, left, right):
        was = self.state
        answer = super().step(left, right)
        if was is State.RELEASING and self.state is State.IDLE:
            self.state, self._armed_until = State.ARMED, self.ms + 5_000
        return answer


class SeveralWriters(Desk):
    def _refusal(self, guest):
        return Refusal.NONE if guest.known else super()._refusal(guest)


class DeafToWatchers(Desk):
    def _release(self, guest, command):
        if guest is self._writer or self._writer is None:
            super()._release(guest, command)
        else:
            self._answer(guest, command, Refusal.NONE)


class KeepsWhatItsWriterLeft(Desk):
    def leave(self, guest):
        if guest is self._writer:
            self._writer = None
        super().leave(guest)


class ShrugsAtNonsense(Desk):
    def _refuse_unread(self, guest, unread):
        let_go, self._machine.let_go = self._machine.let_go, lambda why: None
        super()._refuse_unread(guest, unread)
        self._machine.let_go = let_go


class KeepsListening(Desk):
    def tell(self):
        super().tell()
        for guest in self._guests:
            guest.over = None if guest.over is Refusal.NO_HELLO else guest.over


class SleepyTelling(Desk):
    def tell(self):
        if self._machine.ms % 30 == 0:
            super().tell()


class Restless(Gym):
    def identity(self, seq, writer):
        self.boot = secrets.token_hex(8)
        return super().identity(seq, writer)


FIRMWARES = {
    NoLease: "lease_ends", LongLease: "lease_ends", RoundsUp: "rounds_down", HoldsMore: "holds",
    IgnoresReleaseWhileArming: "release_while_arming", IgnoresReleaseWhileArmed: "release_while_armed", TakesOldNumbers: "old_number",
    RenewsOnRepeat: "same_hold_again", LoadsUnarmed: "not_armed", LoadsByButtonAlone: "button_alone", Drops: "release_is_a_slope",
    ReleasesSlowly: "release_in_time", JumpsUp: "ramp_up", TriesUnderLoad: "self_test_under_load", NoTop: "above_most",
    StaysArmed: "release_disarms",
}
DESKS = {
    SeveralWriters: "one_writer", DeafToWatchers: "watcher_releases", KeepsWhatItsWriterLeft: "writer_leaves",
    ShrugsAtNonsense: "unreadable_lets_go", KeepsListening: "silence_is_ended", SleepyTelling: "asked_rate",
}


def room_of(broken) -> Room:
    if broken in FIRMWARES:
        return Room(Gym(person=True, firmware=broken()))
    return Room(Gym(person=True), broken) if broken in DESKS else Room(broken(person=True))


BROKEN = FIRMWARES | DESKS | {Restless: "same_boot"}


QUICKLY_FOUND = [
    IgnoresReleaseWhileArming, TakesOldNumbers, LoadsUnarmed, LoadsByButtonAlone, NoLease, RoundsUp, SeveralWriters, Restless,
]


@pytest.mark.parametrize("broken", QUICKLY_FOUND, ids=lambda broken: broken.__name__)
def test_a_broken_machine_misses_the_check_that_should_find_it(broken):
    found = outcomes(room_of(broken), only=frozenset({BROKEN[broken]}))
    assert {name for name, result in found.items() if result.outcome is Outcome.MISSED} == {BROKEN[broken]}


@pytest.mark.campaign
@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_broken_machine_misses_that_check_and_no_other(broken):
    found = outcomes(room_of(broken))
    assert {name: result.said for name, result in found.items() if result.outcome is Outcome.MISSED}.keys() == {BROKEN[broken]}
