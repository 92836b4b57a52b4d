"""The supervisor over a machine in the same process, with a clock of its own: who may load, and every way back."""

from __future__ import annotations

import itertools
import os

import pytest

from halfkilo.gym.bounds import LEASE_MS, PRESENCE_MS, RELEASE_MS, SITE_LEASE_MS
from halfkilo.gym.devices.link.codec import State
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.devices.simulated.sensors import Fault
from halfkilo.gym.driver import Answer
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.hazards import Cause
from halfkilo.gym.supervisor.outbox import Kind
from halfkilo.gym.supervisor.terms import Outcome, Phase
from halfkilo.gym.ticket import Role
from halfkilo.units import Side
from tests.gym.rig import SCREEN, Rig


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


def refused(call, *arguments) -> Reason:
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.reason


def settle(rig: Rig) -> None:
    rig.advance(LEASE_MS + RELEASE_MS + 100)


def test_a_set_from_arming_to_the_counted_entry(rig):
    rig.loaded(10_000)
    rig.advance(6_000)
    rig.house.release("asked")
    settle(rig)
    assert rig.unit.phase is Phase.RELEASED and rig.held == [0, 0]
    entry = rig.house.outbox.after(0)[-1]
    assert entry.kind is Kind.SET_COUNTED and entry.person == "asha"
    assert entry.body["reps_left"] == entry.body["machine_reps_left"] >= 1
    assert entry.body["most_left"] == 10_000 and entry.body["ended"] == "asked"
    assert rig.on_disk().get("intention") is None


@pytest.mark.hazard("H04")
def test_the_supervisor_climbs_by_the_ramp_and_from_the_first_notch(rig):
    rig.loaded(20_000)
    sent = [left for _, left, _ in rig.link.holds]
    assert sent[0] == 500
    assert all(after - before <= 1_000 for before, after in itertools.pairwise(sent))
    rate = [(after[1] - before[1]) / max(1, after[0] - before[0]) * 1000
            for before, after in zip(rig.link.holds, rig.link.holds[10:], strict=False)]
    assert max(rate) <= 5_500


@pytest.mark.hazard("H08")
def test_nothing_rises_while_the_readings_do_not_follow(rig):
    rig.ready_to_load()
    rig.load(15_000, 15_000)
    rig.advance(300)
    rig.link.lose_back = 10_000
    before = rig.link.holds[-1][1]
    rig.advance(200)
    assert rig.link.holds[-1][1] <= before + 1_000
    assert rig.unit.believed >= max(rig.held) - 1_500
    rig.advance(400)
    assert rig.unit.shown is Phase.HAZARD and rig.unit.hazard.cause is Cause.SILENT
    assert rig.unit.believed >= 15_000
    settle(rig)
    assert rig.held == [0, 0]


@pytest.mark.hazard("H08")
def test_a_lost_answer_changes_nothing_for_the_better(rig):
    rig.ready_to_load()
    rig.load(5_000, 5_000)
    rig.link.lose_back = 5
    rig.advance(100)
    assert rig.unit.believed <= 5_000
    rig.advance(2_000)
    assert rig.held == [5_000, 5_000]


@pytest.mark.hazard("H06")
def test_a_second_screen_can_only_let_go(rig):
    rig.loaded(8_000)
    rig.house.admit("other", rig.ticket(person="asha"))
    rig.house.present("other")
    assert rig.house.seat == SCREEN
    assert refused(rig.house.wish, "other", 500, 500) is Reason.NOT_THE_WRITER
    assert refused(rig.house.arm, "other") is Reason.NOT_THE_WRITER
    assert refused(rig.house.clear, "other") is Reason.NOT_THE_WRITER
    rig.house.release("other screen")
    settle(rig)
    assert rig.held == [0, 0]


@pytest.mark.hazard("H06")
@pytest.mark.parametrize("between", [0, 50, 150])
def test_a_release_between_the_two_halves_of_a_load_wins(rig, between):
    rig.ready_to_load()
    wishes = rig.house.wish(SCREEN, 5_000, 5_000)
    rig.house.release("anybody")
    rig.advance(between)
    assert refused(rig.house.grant, SCREEN, wishes) is Reason.RELEASING
    settle(rig)
    assert rig.link.holds == []


@pytest.mark.hazard("H48")
def test_a_screen_that_goes_quiet_lowers_the_load(rig):
    rig.loaded(10_000)
    rig.screen_on = False
    rig.advance(PRESENCE_MS + 200 + RELEASE_MS)
    assert rig.held == [0, 0]
    assert rig.house.outbox.after(0)[-1].body["ended"] == "nobody_here"
    rig.screen_on = True
    rig.advance(1_000)
    assert rig.held == [0, 0] and rig.unit.phase is Phase.RELEASED


@pytest.mark.hazard("H48")
def test_a_screen_that_closes_lowers_the_load_at_once(rig):
    rig.loaded(10_000)
    rig.house.leave(SCREEN)
    rig.screen_on = False
    rig.advance(RELEASE_MS + 10)
    assert rig.held == [0, 0] and rig.house.seat is None


@pytest.mark.hazard("H01")
def test_a_site_that_ends_or_hangs_lowers_the_load_and_the_supervisor_lives(rig):
    rig.loaded(10_000)
    rig.house.site_gone("site")
    rig.site_on = False
    rig.advance(RELEASE_MS + 10)
    assert rig.held == [0, 0]
    rig.advance(300)
    assert rig.unit.phase is Phase.RELEASED and rig.unit.fresh
    assert refused(rig.house.arm, SCREEN) is Reason.NO_SITE


@pytest.mark.hazard("H01")
def test_a_silent_site_counts_as_gone(rig):
    rig.loaded(10_000)
    rig.site_on = False
    rig.advance(SITE_LEASE_MS + 200 + RELEASE_MS)
    assert rig.held == [0, 0]


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H07")
def test_after_a_crash_under_load_only_letting_go_is_possible_until_a_person_clears_it(rig):
    rig.loaded(10_000)
    rig.crash_supervisor()
    assert rig.unit.hazard.cause is Cause.RESTARTED
    assert (rig.unit.hazard.left, rig.unit.hazard.right) == (10_000, 10_000)
    rig.connect()
    rig.advance(1_000)
    rig.sit()
    rig.advance(300)
    assert rig.held == [0, 0] and rig.unit.shown is Phase.HAZARD
    assert refused(rig.house.arm, SCREEN) is Reason.HAZARD
    assert refused(rig.house.wish, SCREEN, 500, 500) is Reason.HAZARD
    rig.crash_supervisor()
    rig.connect()
    rig.advance(500)
    rig.sit()
    assert rig.unit.shown is Phase.HAZARD, "it survives another restart"
    rig.order(Deed.REST)
    rig.advance(2_000)
    rig.house.clear(SCREEN)
    assert rig.unit.hazard is None and rig.on_disk() == {}
    assert rig.link.holds == [], "nothing resumed by itself"
    kinds = [entry.kind for entry in rig.house.outbox.after(0)]
    assert kinds.count(Kind.HAZARD_RAISED) == 1 and kinds[-1] is Kind.HAZARD_CLEARED


@pytest.mark.hazard("H07")
def test_a_crash_between_intention_and_act_is_found(rig):
    rig.ready_to_load()
    rig.house.wish(SCREEN, 5_000, 5_000)
    rig.house.hazards.save()
    rig.crash_supervisor()
    assert rig.unit.hazard.cause is Cause.RESTARTED


@pytest.mark.hazard("H01")
def test_a_machine_that_vanishes_under_load_is_a_hazard_that_cannot_be_cleared_blindly(rig):
    rig.loaded(10_000)
    rig.reboot_machine()
    assert rig.unit.hazard.cause is Cause.LINK_LOST and rig.on_disk()["hazard"]["cause"] == Cause.LINK_LOST
    rig.advance(400)
    assert refused(rig.house.clear, SCREEN) is Reason.NOT_PROVEN_FREE
    found = rig.house.release("stop")
    assert [one.outcome for one in found] == [Outcome.UNKNOWN] and found[0].believed >= 10_000
    rig.connect()
    rig.advance(300)
    rig.house.clear(SCREEN)
    assert rig.unit.shown is Phase.VALIDATED


@pytest.mark.hazard("H33")
def test_unreadable_bytes_in_either_direction_let_go(rig):
    rig.loaded(10_000)
    rig.link.to_host.insert(0, (rig.ms, b'{"v":1,"is":"reading"'))
    rig.advance(RELEASE_MS + 20)
    assert rig.held == [0, 0] and rig.unit.hazard.cause is Cause.GARBLED


@pytest.mark.hazard("H45")
def test_a_renewal_that_crosses_the_machines_letting_go_does_not_hide_its_reason(rig):
    """Refused, since it is not armed any more: everything goes at once, and the reason is the machine's own."""
    rig.loaded(10_000)
    rig.order(Deed.LET_GO)
    while rig.gym.firmware.state not in {State.RELEASING, State.IDLE}:
        rig.advance(1)
    assert rig.unit.phase is Phase.LOADED, "its word is on the way"
    rig.ear.answer(Answer(99, False, "not_armed"))
    assert rig.unit.phase is not Phase.LOADED
    rig.advance(2_500)
    assert rig.held == [0, 0] and rig.unit.phase is Phase.RELEASED and rig.unit.hazard is None
    assert rig.house.outbox.after(0)[-1].body["ended"] in {"let_go", "at_rest"}


@pytest.mark.hazard("H33")
def test_a_garbled_command_makes_the_machine_let_go(rig):
    rig.loaded(10_000)
    rig.link.garble = 1
    rig.advance(RELEASE_MS + 120)
    assert rig.held == [0, 0] and rig.unit.hazard is not None


@pytest.mark.hazard("H17")
def test_another_person_starts_from_nothing(rig):
    rig.loaded(18_000)
    rig.sit(person="ben", session="s2", most=6_000, exercise="press")
    rig.advance(RELEASE_MS + 10)
    assert rig.held == [0, 0]
    settle(rig)
    assert refused(rig.house.wish, SCREEN, 500, 500) is Reason.NOT_ARMED
    rig.ceiling = 20_000
    rig.ready_to_load(person="ben", session="s2", most=6_000, exercise="press")
    assert refused(rig.house.wish, SCREEN, 6_500, 0) is Reason.ABOVE_TICKET
    last = rig.house.outbox.after(0)[-1]
    assert last.person == "asha" and last.body["exercise"] == "row", "the set belongs to who did it"


@pytest.mark.hazard("H18")
@pytest.mark.parametrize("change", [{"side": Side.LEFT}, {"exercise": "press"}, {"session": "s9"}])
def test_a_limit_is_for_one_exercise_and_side(rig, change):
    rig.loaded(10_000)
    rig.sit(**change)
    settle(rig)
    assert rig.held == [0, 0]
    assert refused(rig.house.wish, SCREEN, 500, 0) is Reason.NOT_ARMED


def test_the_same_ticket_renewed_goes_on(rig):
    rig.loaded(10_000)
    rig.sit()
    rig.advance(500)
    assert rig.held == [10_000, 10_000]


def test_a_renewed_ticket_with_less_lets_go_of_more(rig):
    rig.loaded(10_000)
    rig.sit(most=4_000)
    settle(rig)
    assert rig.held == [0, 0]


@pytest.mark.hazard("H31")
@pytest.mark.parametrize(("left", "right", "reason"), [
    (20_500, 0, Reason.ABOVE_TICKET), (0, 60_500, Reason.ABOVE_SESSION), (100_500, 0, Reason.ABOVE_MODEL),
    (-500, 0, Reason.NOT_A_LOAD), (True, 0, Reason.NOT_A_LOAD), (500.0, 0, Reason.NOT_A_LOAD),
    (float("nan"), 0, Reason.NOT_A_LOAD), ("500", 0, Reason.NOT_A_LOAD),
])
def test_every_ceiling_is_looked_at(rig, left, right, reason):
    rig.ready_to_load()
    assert refused(rig.load, left, right) is reason
    assert rig.link.holds == []


@pytest.mark.hazard("H31")
@pytest.mark.parametrize(("left", "right", "reason"), [
    (20_500, 0, Reason.ABOVE_TICKET), (0, 60_500, Reason.ABOVE_SESSION), (True, 0, Reason.NOT_A_LOAD),
])
def test_the_last_function_refuses_even_when_everything_before_it_was_wrong(rig, left, right, reason):
    rig.loaded(5_000)
    sent = len(rig.link.holds)
    ceilings = rig.unit._known_ceilings()
    assert refused(rig.unit.door.hold, left, right, ceilings) is reason
    assert len(rig.link.holds) == sent


def test_the_other_side_stays_free(rig):
    rig.ready_to_load(side=Side.LEFT)
    assert refused(rig.load, 5_000, 500) is Reason.OTHER_SIDE
    rig.load(5_000, 0)
    rig.advance(1_500)
    assert rig.held == [5_000, 0]


@pytest.mark.hazard("H31")
def test_watching_is_not_training(rig):
    rig.advance(300)
    rig.house.admit(SCREEN, rig.ticket(role=Role.WATCH))
    assert refused(rig.house.arm, SCREEN) is Reason.NOT_THE_WRITER


def test_an_old_ticket_loads_nothing(rig):
    rig.ready_to_load(life=3_500)
    rig.advance(1_500)
    assert refused(rig.house.wish, SCREEN, 500, 500) is Reason.TICKET_EXPIRED


@pytest.mark.hazard("H45")
@pytest.mark.hazard("H02")
@pytest.mark.parametrize("deed", [Deed.LET_GO, Deed.REST])
def test_the_hands_are_a_stop_and_the_supervisor_agrees(rig, deed):
    rig.loaded(10_000)
    rig.order(deed)
    rig.advance(2_500)
    assert rig.held == [0, 0] and rig.unit.phase is Phase.RELEASED and rig.unit.hazard is None
    assert rig.house.outbox.after(0)[-1].body["ended"] in {"let_go", "at_rest"}


@pytest.mark.hazard("H10")
def test_a_fault_of_the_machine_is_a_hazard(rig):
    rig.loaded(10_000)
    rig.order(Deed.SENSOR, force=Fault.STUCK)
    rig.advance(2_000)
    assert rig.unit.hazard.cause is Cause.MACHINE_FAULT and rig.held == [0, 0]


@pytest.mark.hazard("H02")
def test_a_stop_works_in_every_phase_and_says_what_it_did(rig):
    assert rig.house.release("stop")[0].outcome in {Outcome.NOTHING_WAS_ON, Outcome.UNKNOWN}
    rig.advance(200)
    assert rig.house.release("stop")[0].outcome is Outcome.NOTHING_WAS_ON
    rig.ready_to_load()
    assert rig.house.release("stop")[0].outcome is Outcome.NOTHING_WAS_ON
    rig.order(Deed.REST)
    rig.advance(2_000)
    rig.loaded(10_000)
    assert rig.house.release("stop")[0].outcome is Outcome.RELEASING
    assert rig.house.release("stop")[0].outcome is Outcome.RELEASING
    settle(rig)
    assert rig.house.outcomes()[0].outcome is Outcome.RELEASED
    assert rig.gym.firmware.state is State.IDLE


@pytest.mark.hazard("H02")
def test_a_stop_whose_first_commands_are_lost_is_repeated(rig):
    rig.loaded(10_000)
    rig.link.lose = 2
    rig.house.release("stop")
    rig.advance(LEASE_MS + RELEASE_MS + 20)
    assert rig.held == [0, 0]
    rig.advance(200)
    assert rig.unit.phase is Phase.RELEASED


def test_a_disk_that_takes_nothing_means_no_load(rig, monkeypatch):
    rig.ready_to_load()
    wishes = rig.house.wish(SCREEN, 5_000, 5_000)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        rig.house.hazards.save()
    wishes[0].unit.unintend()
    assert rig.link.holds == []


def test_a_hazard_counts_even_when_the_disk_takes_nothing(rig, monkeypatch):
    rig.loaded(5_000)

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        rig.reboot_machine()
        assert rig.unit.shown is Phase.HAZARD
        assert rig.house.outbox.after(0) == []
    rig.advance(200)
    assert [entry.kind for entry in rig.house.outbox.after(0)] == [Kind.HAZARD_RAISED, Kind.SET_COUNTED]


def test_an_unreadable_hazard_file_is_a_hazard(tmp_path):
    (tmp_path / "hazards.json").write_text('{"units": {"simulated": {"intention": {"left": true')
    rig = Rig(tmp_path)
    rig.advance(300)
    assert rig.unit.hazard.cause is Cause.FILE_BROKEN
    assert (tmp_path / "hazards.unreadable").exists()
    rig.sit()
    rig.advance(100)
    rig.house.clear(SCREEN)
    assert rig.unit.hazard is None
