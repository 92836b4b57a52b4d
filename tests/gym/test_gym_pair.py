"""Two machines with one cable each: what happens to one happens to the other, and neither stands in the other's way (S10, S11)."""

from __future__ import annotations

import pytest

from halfkilo.gym.bounds import LEASE_MS, RELEASE_MS, RENEW_MS, SILENT_MS
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.devices.simulated.sensors import Fault
from halfkilo.gym.driver import Answer
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor import messages
from halfkilo.gym.supervisor.hazards import Cause
from halfkilo.gym.supervisor.terms import Outcome, Phase
from tests.gym.kept import Kept
from tests.gym.pair import Pair
from tests.gym.rig import ON_THE_WAY_MS, SCREEN

AT_ONCE = ON_THE_WAY_MS + RELEASE_MS + 2
"""From what one machine does to the other's zero: its command on the way, the release."""


@pytest.fixture(scope="module")
def moments(tmp_path_factory):
    """Armed, and loaded with 8 and 6 kg: lived through once."""
    ready, loaded = (Pair(tmp_path_factory.mktemp("pair")) for _ in range(2))
    ready.ready_to_load()
    loaded.loaded()
    return {"armed": Kept(ready, ready.left.folder), "loaded": Kept(loaded, loaded.left.folder)}


@pytest.fixture
def armed(moments):
    return moments["armed"].again()


@pytest.fixture
def pair(moments):
    """Under load."""
    return moments["loaded"].again()


def refused(call, *arguments) -> Reason:
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.reason


def test_both_sides_climb_hold_and_come_down_together(pair):
    shown = messages.now(pair.house, SCREEN, [])
    assert (shown["phase"], shown["held"], shown["target"], shown["believed"]) == ("loaded", [8_000, 6_000], [8_000, 6_000], 8_000)
    pair.house.release("asked")
    pair.advance(RELEASE_MS + 300)
    assert pair.held == [0, 0] and {unit.phase for unit in pair.units} == {Phase.RELEASED}
    assert {entry.body["ended"] for entry in pair.house.outbox.after(0)} == {"asked"}


DROPS = {
    "link": (lambda rig: rig.cut(), 0, Cause.LINK_LOST),
    "reboot": (lambda rig: rig.reboot_machine(), 0, Cause.LINK_LOST),
    "unreadable": (lambda rig: rig.link.to_host.insert(0, (rig.ms, '{"v":1,')), 1, Cause.GARBLED),
    "let_go": (lambda rig: rig.order(Deed.LET_GO), 400, None),
    "put_down": (lambda rig: rig.order(Deed.REST), 1_500, None),
    "fault": (lambda rig: rig.order(Deed.SENSOR, force=Fault.STUCK), 1_600, Cause.MACHINE_FAULT),
    "silent": (lambda rig: setattr(rig.link, "lose_back", 10**6), SILENT_MS + 2 * RENEW_MS, Cause.SILENT),
    "answers_no": (lambda rig: rig.ear.answer(Answer(99, False, "old_sequence")), 0, None),
    "locked": (lambda rig: rig.gym.firmware.lock(True), 2 * RENEW_MS, None),
}


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H08")
@pytest.mark.parametrize(("how", "first"), [(how, "left" if number % 2 else "right") for number, how in enumerate(DROPS)])
def test_when_one_drops_the_other_goes_at_once(pair, how, first):
    deed, notice, cause = DROPS[how]
    rig, other = (pair.left, pair.right) if first == "left" else (pair.right, pair.left)
    deed(rig)
    until = notice + AT_ONCE
    while rig.unit.phase is Phase.LOADED and until > AT_ONCE:
        pair.advance(1)
        until -= 1
    assert rig.unit.phase is not Phase.LOADED, f"{how} was not noticed"
    assert other.unit.phase is not Phase.LOADED, "in the same moment"
    pair.advance(AT_ONCE)
    assert max(other.held) == 0, f"{how} on one side, and {other.held} g on the other"
    assert other.unit.phase in {Phase.RELEASING, Phase.RELEASED} and other.unit.why == "other_side"
    pair.advance(LEASE_MS + RELEASE_MS + 300)
    assert max(rig.held) == 0
    assert (rig.unit.hazard.cause if rig.unit.hazard else None) == cause
    assert other.unit.hazard is None, "what happened to one is not told of the other"
    pair.advance(300)
    assert pair.held == [0, 0]


def test_a_wish_for_one_side_loads_that_side_only(armed):
    armed.load(5_000, 0)
    armed.advance(1_500)
    assert armed.held == [5_000, 0] and armed.right.unit.phase is Phase.ARMED
    armed.right.cut()
    armed.advance(50)
    assert armed.left.unit.phase is Phase.LOADED, "a machine that holds nothing may go"
    armed.house.release("asked")
    armed.advance(RELEASE_MS + 300)
    assert armed.held == [0, 0]


def test_one_side_may_be_made_lighter_to_nothing_and_both_still_belong_together(pair):
    pair.load(8_000, 0)
    pair.advance(800)
    assert pair.held == [8_000, 0]
    pair.right.cut()
    pair.advance(AT_ONCE)
    assert pair.held == [0, 0]


@pytest.mark.hazard("H06")
def test_both_begin_or_none_stays(armed):
    wishes = armed.house.wish(SCREEN, 5_000, 5_000)
    armed.right.unit.release("something happened to this one")
    assert refused(armed.house.grant, SCREEN, wishes) is Reason.RELEASING
    armed.advance(RELEASE_MS + 400)
    assert armed.held == [0, 0]
    assert {unit.phase for unit in armed.units} <= {Phase.VALIDATED, Phase.RELEASED, Phase.ARMED}


def test_nothing_is_remembered_of_a_wish_that_one_of_them_refuses(armed):
    armed.right.cut()
    assert refused(armed.house.wish, SCREEN, 5_000, 5_000) is Reason.NO_MACHINE
    assert armed.house.hazards.intention(armed.left.name) is None


def test_a_wish_that_is_not_granted_leaves_no_intention(armed):
    wishes = armed.house.wish(SCREEN, 5_000, 5_000)
    armed.house.hazards.save()
    armed.house.site_gone("site")
    assert refused(armed.house.grant, SCREEN, wishes) is Reason.NO_SITE
    assert "intention" not in {name for rig in (armed.left, armed.right) for name, value in rig.on_disk().items() if value}


@pytest.mark.hazard("H02")
def test_a_stop_sweeps_both_and_says_so_of_each(pair):
    assert [one.outcome for one in pair.house.release("stop")] == [Outcome.RELEASING, Outcome.RELEASING]
    pair.advance(RELEASE_MS + 50)
    assert pair.held == [0, 0]
    assert [(one.unit, one.outcome, one.believed) for one in pair.house.outcomes()] == [
        ("left one", Outcome.RELEASED, 0), ("right one", Outcome.RELEASED, 0)]


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("broken", ["left", "right"])
def test_a_driver_that_breaks_while_letting_go_does_not_keep_the_other(pair, broken, monkeypatch):
    rig, other = (pair.left, pair.right) if broken == "left" else (pair.right, pair.left)

    def breaks(sequence):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(rig.link, "release", breaks)
    said = {one.unit: one for one in pair.house.release("stop")}
    assert said[rig.name].outcome is Outcome.UNKNOWN, "it was not told, so nothing is on its way"
    assert said[other.name].outcome is Outcome.RELEASING
    pair.advance(AT_ONCE)
    assert max(other.held) == 0
    pair.advance(LEASE_MS + RELEASE_MS)
    assert max(rig.held) == 0, "its own lease does it"
    assert {one.outcome for one in pair.house.outcomes()} == {Outcome.RELEASED}


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("broken", ["left", "right"])
def test_a_driver_that_breaks_while_renewing_lets_both_go(pair, broken, monkeypatch):
    rig = pair.left if broken == "left" else pair.right

    def breaks(sequence, left, right, lease_ms):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(rig.link, "hold", breaks)
    pair.advance(2 * RENEW_MS + AT_ONCE)
    assert pair.held == [0, 0]
    pair.advance(500)
    assert {unit.phase for unit in pair.units} == {Phase.RELEASED}


@pytest.mark.hazard("H07")
@pytest.mark.parametrize("away", ["left", "right"])
def test_clearing_needs_both_proven_free_and_is_done_for_both_or_none(pair, away):
    rig, other = (pair.left, pair.right) if away == "left" else (pair.right, pair.left)
    pair.restart()
    assert [unit.hazard.cause for unit in pair.units] == [Cause.RESTARTED, Cause.RESTARTED]
    other.connect()
    pair.order(Deed.REST)
    pair.advance(1_500)
    pair.sit()
    assert other.unit.proven_free and not rig.unit.proven_free
    assert refused(pair.house.clear, SCREEN) is Reason.NOT_PROVEN_FREE
    assert all(unit.hazard for unit in pair.units), "not one of two"
    rig.connect()
    pair.advance(300)
    pair.house.clear(SCREEN)
    assert not any(unit.hazard for unit in pair.units) and pair.left.on_disk() == pair.right.on_disk() == {}


def test_clearing_one_hazard_waits_for_the_machine_beside_it(pair):
    pair.left.cut()
    pair.left.connect()
    pair.order(Deed.REST)
    pair.advance(1_500)
    pair.right.link.lose_back = 10**6
    pair.advance(SILENT_MS + 100)
    assert pair.left.unit.proven_free and pair.right.unit.hazard is None and not pair.right.unit.fresh
    assert refused(pair.house.clear, SCREEN) is Reason.NOT_PROVEN_FREE
    pair.right.link.lose_back = 0
    pair.advance(200)
    pair.house.clear(SCREEN)
    assert pair.left.unit.hazard is None


@pytest.mark.hazard("H07")
def test_a_machine_that_lies_away_with_a_hazard_does_not_stand_in_the_way(pair):
    pair.restart()
    pair.house.use((pair.right.name,))
    pair.right.connect()
    pair.order(Deed.REST)
    pair.advance(1_500)
    pair.sit()
    pair.house.clear(SCREEN)
    assert pair.right.unit.hazard is None
    assert pair.left.unit.hazard is not None and "hazard" in pair.left.on_disk(), "nobody saw that one"


@pytest.mark.hazard("H08")
@pytest.mark.parametrize("silent", ["left", "right"])
def test_what_is_believed_of_two_is_the_heavier(pair, silent):
    rig = pair.left if silent == "left" else pair.right
    rig.link.lose_back = 10**6
    while rig.unit.fresh:
        pair.advance(1)
    shown = messages.now(pair.house, SCREEN, [])
    assert not shown["known"] and shown["held"] is None
    assert shown["believed"] == 8_000 if silent == "left" else shown["believed"] >= 6_000
    pair.advance(RENEW_MS)
    assert messages.now(pair.house, SCREEN, [])["phase"] == "hazard"


@pytest.mark.hazard("H07")
def test_a_machine_that_says_who_it_is_again_under_load_was_gone(pair):
    pair.left.ear.link_up(pair.left.unit.info)
    assert pair.left.unit.hazard.cause is Cause.LINK_LOST
    pair.advance(AT_ONCE)
    assert pair.held == [0, 0]
