"""The machine lets go by itself: leases, letting go, putting down, ranges, sensors; and never loads unasked."""

from __future__ import annotations

import pytest

from halfkilo.gym.bounds import ARMED_MS, LEASE_MS, RELEASE_MS
from halfkilo.gym.devices.link.codec import Arm, Check, Hold, Refusal, Release, SelfTest, State, Why
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.devices.simulated.physics import grams_of
from halfkilo.gym.devices.simulated.selftest import TEST_MS
from halfkilo.gym.devices.simulated.sensors import Fault


class Host:
    """The simplest host there is: a counter."""

    def __init__(self) -> None:
        self.gym = Gym(person=True)
        self.seq = 0

    def arm(self) -> Refusal:
        self.seq += 1
        return self.gym.take(Arm(self.seq, LEASE_MS))

    def hold(self, left: int, right: int = 0) -> Refusal:
        self.seq += 1
        return self.gym.take(Hold(self.seq, left, right, LEASE_MS))

    def test(self) -> Refusal:
        self.seq += 1
        return self.gym.take(SelfTest(self.seq))

    def order(self, do: Deed, **what) -> None:
        self.gym.puller.obey(Order(do, **what))

    def armed(self) -> Host:
        self.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
        for _ in range(25):
            self.arm()
            self.gym.advance(100)
        assert self.gym.firmware.state is State.ARMED
        return self

    def loaded(self, left: int = 10_000, right: int = 10_000, **pull) -> Host:
        self.armed()
        self.order(Deed.PULL, **({"low": 150, "high": 500, "reps": 100} | pull))
        self.keep(left, right, 3_000)
        assert self.gym.firmware.state is State.LOADED, self.gym.firmware.why
        return self

    def keep(self, left: int, right: int, ms: int) -> None:
        for _ in range(ms // 100):
            self.hold(left, right)
            self.gym.advance(100)

    @property
    def held(self) -> float:
        return max(side.ramp.held for side in self.gym.firmware.sides)

    def until_zero(self, most_ms: int = 5_000) -> int:
        for ms in range(most_ms):
            if self.held == 0.0:
                return ms
            self.gym._step()
        raise AssertionError("still loaded")


@pytest.mark.hazard("H01")
def test_a_lease_that_is_not_renewed_ends_on_the_machines_own_clock():
    host = Host().loaded()
    host.hold(10_000, 10_000)
    assert host.until_zero() <= LEASE_MS + RELEASE_MS + 1
    assert host.gym.firmware.why is Why.LEASE_OVER
    host.gym.advance(1)
    assert host.gym.firmware.state is State.IDLE


@pytest.mark.hazard("H01")
def test_a_replayed_or_late_renewal_renews_nothing():
    host = Host().loaded()
    old = Hold(host.seq, 10_000, 10_000, LEASE_MS)
    for _ in range(10):
        assert host.gym.take(old) is Refusal.NONE, "the same again is answered as before"
        assert host.gym.take(Hold(host.seq - 1, 10_000, 10_000, LEASE_MS)) is Refusal.OLD_SEQUENCE
        assert host.gym.take(Hold(host.seq, 20_000, 10_000, LEASE_MS)) is Refusal.OLD_SEQUENCE, "its number was another command's"
        host.gym.advance(40)
    assert host.held == 0.0


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("grams", [500, 100_000])
def test_nothing_is_loaded_without_the_arming_pair(grams):
    host = Host()
    assert host.hold(grams) is Refusal.NOT_ARMED
    for _ in range(5):
        host.arm()
        host.gym.advance(100)
        assert host.hold(grams) is Refusal.NOT_ARMED, "the button alone"
    host = Host()
    host.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
    host.gym.advance(2_500)
    assert host.hold(grams) is Refusal.NOT_ARMED, "the movement alone"


@pytest.mark.hazard("H03")
@pytest.mark.hazard("H44")
def test_a_tug_on_the_handle_is_not_a_range():
    host = Host()
    host.order(Deed.PULL, low=20, high=100, reps=20, tempo_ms=(200, 50, 200, 50))
    for _ in range(60):
        host.arm()
        host.gym.advance(100)
        assert host.gym.firmware.state is State.ARMING


@pytest.mark.hazard("H03")
@pytest.mark.hazard("H44")
@pytest.mark.hazard("H03", "H19")
def test_the_way_home_after_a_stop_is_no_range():
    """Armed again while the handles still go home: what was passed on the way is not where the person can go."""
    host = Host()
    host.order(Deed.MOVE, to=450, ms=600)
    host.gym.advance(800)
    host.order(Deed.MOVE, to=150, ms=500)
    for _ in range(10):
        host.arm()
        host.gym.advance(100)
    assert host.gym.firmware.state is State.ARMING
    host.armed()
    assert all(side.sweep.high >= 450 > 200 > side.sweep.low for side in host.gym.firmware.sides)


def test_a_button_let_go_in_between_begins_again():
    host = Host()
    host.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
    for _ in range(8):
        host.arm()
        host.gym.advance(100)
    host.gym.advance(LEASE_MS + 100)
    assert host.gym.firmware.state is State.IDLE
    assert host.hold(500) is Refusal.NOT_ARMED


@pytest.mark.hazard("H44")
def test_being_armed_does_not_last():
    host = Host().armed()
    host.gym.advance(ARMED_MS + LEASE_MS)
    assert host.hold(500) is Refusal.NOT_ARMED


@pytest.mark.hazard("H03")
def test_a_cable_whose_range_was_not_shown_takes_no_load():
    host = Host()
    host.gym.puller.obey(Order(Deed.PULL, side=host.gym.puller.places[0].side, low=150, high=500,
                               tempo_ms=(700, 100, 900, 100)))
    for _ in range(25):
        host.arm()
        host.gym.advance(100)
    assert host.gym.firmware.state is State.ARMED
    assert host.hold(5_000, 5_000) is Refusal.NOT_SWEPT
    assert host.hold(5_000, 0) is Refusal.NONE


@pytest.mark.hazard("H03")
def test_a_handle_on_its_stop_takes_no_load():
    host = Host().armed()
    host.order(Deed.REST, ms=500)
    host.gym.advance(1_500)
    assert host.hold(5_000, 5_000) is Refusal.AT_STOP


@pytest.mark.hazard("H45")
@pytest.mark.parametrize("grams", [2_000, 10_000, 30_000])
def test_letting_go_is_a_stop(grams):
    host = Host().loaded(grams, grams)
    host.keep(grams, grams, 6_000)
    host.order(Deed.LET_GO)
    since = 0
    while host.gym.firmware.state is State.LOADED and since < 2_000:
        host.keep(grams, grams, 100)
        since += 100
    assert host.gym.firmware.why in {Why.LET_GO, Why.AT_REST}
    assert host.hold(grams, grams) is Refusal.NOT_ARMED
    assert host.until_zero() <= RELEASE_MS + 1


@pytest.mark.hazard("H45")
def test_one_hand_letting_go_frees_both_cables():
    host = Host().loaded(15_000, 15_000)
    host.gym.puller.places[0].hand.let_go()
    host.keep(15_000, 15_000, 1_000)
    assert host.held == 0.0
    assert host.gym.firmware.why is Why.LET_GO


@pytest.mark.hazard("H45")
def test_putting_the_handles_down_is_a_stop():
    host = Host().loaded(8_000, 8_000)
    host.order(Deed.REST, ms=1_500)
    host.keep(8_000, 8_000, 3_000)
    assert host.held == 0.0 and host.gym.firmware.why is Why.AT_REST


@pytest.mark.hazard("H45")
def test_ordinary_repetitions_and_a_hesitation_are_no_stop():
    host = Host().loaded(10_000, 10_000, reps=3, hesitate_ms=4_000, tempo_ms=(700, 200, 700, 200))
    host.keep(10_000, 10_000, 8_000)
    assert host.gym.firmware.state is State.LOADED
    assert host.gym.firmware.left.count == 3


@pytest.mark.hazard("H45")
def test_a_person_who_lets_go_in_the_middle_of_a_repetition_is_free():
    host = Host().loaded(10_000, 10_000, drop_in=3, tempo_ms=(700, 200, 700, 200))
    host.keep(10_000, 10_000, 5_000)
    assert host.gym.firmware.why is Why.LET_GO and host.held == 0.0
    assert host.gym.firmware.left.count == 2


@pytest.mark.hazard("H19")
def test_far_beyond_the_shown_range_the_load_goes():
    host = Host().loaded(5_000, 5_000)
    host.order(Deed.MOVE, to=900, ms=1_500)
    host.keep(5_000, 5_000, 2_000)
    assert host.gym.firmware.why is Why.BEYOND_RANGE and host.held == 0.0


@pytest.mark.hazard("H10")
@pytest.mark.parametrize("stuck", ["force", "position"])
def test_a_stuck_sensor_ends_the_load_and_stays_a_fault(stuck):
    host = Host().loaded()
    host.order(Deed.SENSOR, **{stuck: Fault.STUCK})
    host.keep(10_000, 10_000, 2_000)
    firmware = host.gym.firmware
    assert firmware.state is State.FAULT and firmware.why in {Why.FLAT_SENSOR, Why.FORCE_MISMATCH}
    assert host.held == 0.0
    assert host.arm() is Refusal.FAULT
    assert host.hold(500) is Refusal.FAULT


@pytest.mark.hazard("H10")
def test_a_drifting_force_cell_is_noticed():
    host = Host().loaded()
    host.order(Deed.SENSOR, force=Fault.DRIFT)
    host.keep(10_000, 10_000, 4_000)
    assert host.gym.firmware.why is Why.FORCE_MISMATCH and host.held == 0.0


@pytest.mark.hazard("H10")
@pytest.mark.hazard("H11")
@pytest.mark.parametrize("sensor", ["force", "current", "position"])
@pytest.mark.parametrize("fault", [Fault.STUCK, Fault.FLAT, Fault.SPIKE, Fault.DRIFT], ids=str)
def test_a_stuck_flat_spiking_or_drifting_sensor_ends_at_zero_load(sensor, fault):
    host = Host().loaded()
    host.order(Deed.SENSOR, **{sensor: fault})
    host.keep(10_000, 10_000, 3_000)
    assert host.held == 0.0
    assert host.hold(500) in {Refusal.FAULT, Refusal.NOT_ARMED}


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("fault", [Fault.OFFSET, Fault.GAIN, Fault.SATURATED], ids=str)
@pytest.mark.parametrize("sensor", ["force", "current"])
def test_a_sensor_that_reads_too_little_or_too_much_ends_the_load(sensor, fault):
    host = Host().loaded()
    host.order(Deed.SENSOR, **{sensor: fault})
    host.keep(10_000, 10_000, 3_000)
    assert host.held == 0.0 and host.gym.firmware.state is State.FAULT


@pytest.mark.hazard("H10")
def test_a_single_spike_is_not_taken_for_the_truth():
    host = Host().loaded()
    for _ in range(4):
        host.order(Deed.SENSOR, force=Fault.OFFSET)
        host.gym.sensors[0].force.plant(Fault.OFFSET, 300_000)
        host.gym.advance(1)
        host.order(Deed.SENSOR)
        host.keep(10_000, 10_000, 500)
    assert host.gym.firmware.state is State.LOADED


@pytest.mark.hazard("H10")
@pytest.mark.hazard("H11")
@pytest.mark.parametrize("grams", [500, 20_000, 35_000])
def test_sound_sensors_are_believed_through_brisk_repetitions(grams):
    host = Host()
    host.order(Deed.BODY, strength_n=900)
    host.loaded(grams, grams, tempo_ms=(600, 50, 600, 50))
    host.keep(grams, grams, 12_000)
    assert host.gym.firmware.state is State.LOADED, host.gym.firmware.why


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("old", [True, False])
def test_release_works_in_every_state_and_with_any_number(old):
    def letting_go(host: Host) -> None:
        host.seq += 1
        host.gym.take(Release(1 if old else host.seq))

    for prepare in (Host, lambda: Host().armed(), lambda: Host().loaded()):
        host = prepare()
        letting_go(host)
        letting_go(host)
        assert host.until_zero() <= RELEASE_MS
        assert not host.gym.firmware.armed


@pytest.mark.hazard("H11")
def test_a_fault_ends_with_a_self_test_that_passes_at_zero_load_only():
    host = Host().loaded()
    assert host.test() is Refusal.LOADED
    host.gym.firmware.let_go(Why.FLAT_SENSOR)
    host.order(Deed.REST)
    host.gym.advance(2_000)
    assert host.gym.firmware.state is State.FAULT
    assert host.test() is Refusal.NONE
    assert host.gym.firmware.state is State.TESTING
    assert host.arm() is Refusal.TESTING and host.hold(500) is Refusal.TESTING and host.test() is Refusal.TESTING
    host.gym.advance(TEST_MS)
    tested = host.gym.tested()
    assert tested.passed and len(tested.checks) == 10 and all(check.passed for check in tested.checks)
    assert host.gym.firmware.state is State.IDLE and host.gym.tested() is None


@pytest.mark.hazard("H11")
def test_a_release_ends_a_self_test_and_not_the_fault_before_it():
    host = Host()
    host.gym.firmware.let_go(Why.FLAT_SENSOR)
    host.test()
    host.gym.advance(100)
    host.gym.take(Release(99))
    assert host.gym.firmware.state is State.FAULT
    host.gym.advance(1_000)
    assert host.gym.tested() is None and host.gym.firmware.state is State.FAULT


@pytest.mark.hazard("H11")
def test_a_self_test_wants_the_handles_down_and_still_and_says_so():
    host = Host()
    host.order(Deed.MOVE, to=200, ms=500)
    host.gym.advance(600)
    assert host.test() is Refusal.NOT_AT_REST
    host.order(Deed.REST, ms=500)
    host.gym.advance(1_500)
    assert host.test() is Refusal.NONE
    host.order(Deed.MOVE, to=200, ms=300)
    host.gym.advance(TEST_MS)
    tested = host.gym.tested()
    assert not tested.passed and Check.STILL in {one.check for one in tested.checks if not one.passed}
    assert host.gym.firmware.state is State.IDLE, "somebody moved a handle: no fault"


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("off_g", [-1_500, 300, 1_500])
def test_a_self_test_zeroes_a_force_cell_that_is_a_little_off(off_g):
    host = Host()
    host.gym.sensors[0].force.plant(Fault.OFFSET, off_g)
    host.test()
    host.gym.advance(TEST_MS + 1_000)
    assert host.gym.tested().passed
    assert abs(host.gym.firmware.left.sensed.force_g - 408) < 600
    assert abs(host.gym.firmware.left.zero_g - off_g) < 60


@pytest.mark.hazard("H11")
@pytest.mark.parametrize(("sensor", "fault", "size", "check"), [
    ("force", Fault.OFFSET, 3_000, Check.ZERO), ("force", Fault.STUCK, None, Check.MURMUR), ("force", Fault.FLAT, None, Check.MURMUR),
    ("force", Fault.SPIKE, None, Check.MURMUR), ("force", Fault.GAIN, 40, Check.MOTOR), ("force", Fault.GAIN, 180, Check.MOTOR),
    ("force", Fault.SATURATED, 450, Check.MOTOR), ("force", Fault.DRIFT, 20_000, Check.MOTOR),
    ("current", Fault.OFFSET, 1_000, Check.CURRENT), ("current", Fault.GAIN, 10, Check.CURRENT), ("current", Fault.FLAT, None, Check.MOTOR),
])
def test_the_self_test_says_which_check_of_which_cable_did_not_pass(sensor, fault, size, check):
    host = Host()
    host.gym.advance(10)
    getattr(host.gym.sensors[1], sensor).plant(fault, size)
    host.test()
    host.gym.advance(TEST_MS)
    tested = host.gym.tested()
    assert not tested.passed and (check, 1) in {(one.check, one.cable) for one in tested.checks if not one.passed}
    assert all(one.passed for one in tested.checks if one.cable == 0)
    assert host.gym.firmware.state is State.FAULT and host.gym.firmware.why is Why.SENSOR_OFF
    assert host.arm() is Refusal.FAULT


@pytest.mark.hazard("H11")
def test_a_self_test_never_pulls_as_hard_as_the_first_notch_and_a_half():
    host = Host()
    host.test()
    for _ in range(TEST_MS + 50):
        host.gym.advance(1)
        assert host.held == 0.0
        assert all(grams_of(cable.tension) < 800 for cable in host.gym.cables)


@pytest.mark.hazard("H44")
def test_a_locked_machine_stays_inert_until_it_is_unlocked_at_the_machine():
    host = Host().loaded()
    host.order(Deed.LOCK)
    assert host.until_zero() <= RELEASE_MS + 1
    host.gym.advance(1)
    firmware = host.gym.firmware
    assert firmware.state is State.LOCKED and firmware.why is Why.LOCKED
    for ask in (host.arm, lambda: host.hold(500), host.test):
        assert ask() is Refusal.LOCKED and firmware.state is State.LOCKED
    assert host.gym.take(Release(host.seq + 1)) is Refusal.NONE and firmware.state is State.LOCKED
    host.order(Deed.LOCK, on=False)
    assert firmware.state is State.IDLE
    host.seq += 1
    host.order(Deed.REST)
    host.gym.advance(2_000)
    host.armed()


@pytest.mark.hazard("H44")
def test_a_locked_machine_in_fault_is_still_in_fault_afterwards():
    host = Host()
    host.gym.firmware.let_go(Why.FORCE_MISMATCH)
    host.order(Deed.LOCK)
    assert host.gym.firmware.state is State.FAULT and host.test() is Refusal.LOCKED
    host.order(Deed.LOCK, on=False)
    assert host.gym.firmware.state is State.FAULT


@pytest.mark.hazard("H04")
def test_a_new_set_starts_from_zero_load_and_zero_counts():
    host = Host().loaded(10_000, 10_000, reps=1, tempo_ms=(700, 200, 700, 200))
    host.seq += 1
    host.gym.take(Release(host.seq))
    host.gym.advance(500)
    host.armed()
    assert host.gym.firmware.left.count == 0
    host.hold(10_000)
    host.gym.advance(100)
    assert 0 < host.held <= 500
