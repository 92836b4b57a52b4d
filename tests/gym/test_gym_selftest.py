"""Before the first load of each session the machine zeroes and checks its sensors; until that passed nothing can be armed (H11)."""

from __future__ import annotations

import pytest

from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.devices.simulated.sensors import Fault
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.terms import Phase
from tests.gym.rig import SCREEN, Rig

pytestmark = pytest.mark.hazard("H11")


@pytest.fixture
def rig(tmp_path):
    rig = Rig(tmp_path)
    rig.advance(200)
    return rig


def refused(rig):
    with pytest.raises(Refused) as error:
        rig.house.arm(SCREEN)
    return error.value.reason


def test_a_session_begins_with_a_self_test_and_is_armed_only_after_it_passed(rig):
    rig.sit()
    assert refused(rig) is Reason.SELF_TEST
    rig.advance(900)

    assert rig.unit.zeroing.result.passed
    rig.house.arm(SCREEN)


def test_the_same_session_is_not_tested_again_and_another_one_is(rig):
    rig.loaded(5_000)
    rig.house.release("asked")
    rig.order(Deed.REST)
    rig.advance(1_500)
    rig.sit(exercise="pulldown")
    assert not rig.unit.owes_test
    rig.sit(session="s2")
    assert rig.unit.owes_test


def test_a_hand_that_moves_meanwhile_spoils_it_and_it_is_asked_again_when_the_handles_are_down(rig):
    rig.sit()
    rig.advance(150)
    rig.order(Deed.MOVE, to=300, ms=200)
    rig.advance(1_500)
    assert rig.unit.owes_test and rig.unit.zeroing.result is None, "what a hand spoiled is no result"
    assert refused(rig) is Reason.SELF_TEST

    rig.order(Deed.REST)
    rig.advance(3_000)
    assert not rig.unit.owes_test


@pytest.mark.parametrize("fault", [Fault.STUCK, Fault.OFFSET, Fault.SPIKE, Fault.FLAT])
def test_a_force_cell_that_is_off_keeps_the_machine_from_being_armed(rig, fault):
    rig.order(Deed.SENSOR, force=fault)
    rig.sit()
    rig.advance(2_500)

    assert rig.unit.owes_test
    assert refused(rig) is Reason.SELF_TEST
    assert rig.unit.zeroing.result is None or rig.unit.zeroing.result.problems

    rig.order(Deed.SENSOR)
    rig.advance(4_000)
    assert not rig.unit.owes_test, "a cell that is well again is tested again, and then trusted"


def test_a_machine_that_was_away_is_tested_again_in_the_same_session(rig):
    rig.sit()
    rig.advance(900)
    assert not rig.unit.owes_test
    rig.reboot_machine()
    rig.connect()
    rig.advance(100)
    assert rig.unit.owes_test


def test_watching_asks_for_no_self_test(rig):
    rig.advance(3_000)

    assert rig.unit.zeroing.result is None and rig.unit.phase is Phase.VALIDATED
