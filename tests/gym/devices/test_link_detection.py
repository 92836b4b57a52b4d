"""H11: how often planted sensor faults are found, at rest by the self-test and under load by the firmware's own watch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from halfkilo.gym.bounds import LEASE_MS
from halfkilo.gym.devices.link.codec import Arm, Hold, SelfTest, State
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.devices.simulated.selftest import TEST_MS
from halfkilo.gym.devices.simulated.sensors import Fault

PAGE = Path(__file__).parents[3] / "docs" / "link.md"
AT_REST, UNDER_LOAD = 200, 20
GRAMS = 10_000
LOADED_MS = 8_000


@dataclass(frozen=True)
class Row:
    """One planted fault."""

    what: str
    sensor: str
    fault: Fault
    size: int | None = None


ROWS = [
    Row("none: how often sound sensors are doubted", "force", Fault.TRUE),
    Row("force cell stuck", "force", Fault.STUCK),
    Row("force cell dead, shows 0", "force", Fault.FLAT),
    Row("force cell spikes, 300 kg in one look of fifty", "force", Fault.SPIKE),
    Row("force cell off by 1 kg", "force", Fault.OFFSET, 1_000),
    Row("force cell off by 1.8 kg", "force", Fault.OFFSET, 1_800),
    Row("force cell off by 3 kg", "force", Fault.OFFSET, 3_000),
    Row("force cell shows 90 %", "force", Fault.GAIN, 90),
    Row("force cell shows 75 %", "force", Fault.GAIN, 75),
    Row("force cell shows 60 %", "force", Fault.GAIN, 60),
    Row("force cell shows 150 %", "force", Fault.GAIN, 150),
    Row("force cell saturates at 6 kg", "force", Fault.SATURATED, 6_000),
    Row("force cell drifts by 0.1 kg a second", "force", Fault.DRIFT, 100),
    Row("force cell drifts by 1 kg a second", "force", Fault.DRIFT, 1_000),
    Row("force cell drifts by 20 kg a second", "force", Fault.DRIFT, 20_000),
    Row("motor current dead, shows 0", "current", Fault.FLAT),
    Row("motor current off by 1 kg", "current", Fault.OFFSET, 1_000),
    Row("motor current shows 60 %", "current", Fault.GAIN, 60),
]


def found_at_rest(row: Row, seed: int) -> bool:
    """Whether a self-test does not pass."""
    gym = Gym(seed)
    gym.take(Arm(1, LEASE_MS))
    gym.advance(50)
    gym.firmware.let_go(gym.firmware.why)
    getattr(gym.sensors[seed % 2], row.sensor).plant(row.fault, row.size)
    gym.take(SelfTest(2))
    gym.advance(TEST_MS)
    tested = gym.tested()
    assert tested is not None
    return not tested.passed


def found_under_load(row: Row, seed: int) -> bool:
    """Whether the load goes, and the machine is in fault, within `LOADED_MS` of ordinary repetitions."""
    gym = Gym(seed, person=True)
    seq = 0
    gym.puller.obey(Order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100)))
    while gym.firmware.state is not State.ARMED:
        seq += 1
        gym.take(Arm(seq, LEASE_MS))
        gym.advance(100)
    gym.puller.obey(Order(Deed.PULL, low=150, high=500, reps=100, tempo_ms=(1_200, 200, 1_400, 200)))
    for ms in range(0, 2_500 + LOADED_MS, 100):
        if ms == 2_500:
            assert gym.firmware.left.ramp.held == GRAMS
            getattr(gym.sensors[seed % 2], row.sensor).plant(row.fault, row.size)
        seq += 1
        gym.take(Hold(seq, GRAMS, GRAMS, LEASE_MS))
        gym.advance(100)
    return gym.firmware.state is State.FAULT and gym.firmware.left.ramp.held == 0.0


def share(find, row: Row, machines: int) -> int:
    """Per cent."""
    return round(100 * sum(find(row, seed) for seed in range(machines)) / machines)


def line(row: Row, at_rest: int, under_load: int) -> str:
    return f"| {row.what} | {at_rest} % | {under_load} % |"


@pytest.mark.hazard("H11")
def test_large_faults_are_always_found_and_sound_sensors_never_doubted():
    for row in ROWS:
        sure = {"none": False, "stuck": True, "shows 0": True, "off by 3 kg": True, "20 kg a second": True}
        for word, expected in sure.items():
            if word in row.what:
                assert share(found_at_rest, row, 6) == 100 * expected, row.what
    assert not found_under_load(ROWS[0], 1)
    assert found_under_load(next(row for row in ROWS if "60 %" in row.what), 1)


@pytest.mark.hazard("H11")
def test_the_page_has_a_row_for_every_fault_in_order():
    told = re.findall(r"^\| (.*?) \| \d+ % \| \d+ % \|$", PAGE.read_text("utf-8").split("<!-- detection -->")[1], re.M)
    assert told == [row.what for row in ROWS]


@pytest.mark.campaign
@pytest.mark.hazard("H11")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_the_page_tells_what_is_found(row):
    at_rest, under_load = share(found_at_rest, row, AT_REST), share(found_under_load, row, UNDER_LOAD)
    assert line(row, at_rest, under_load) in PAGE.read_text("utf-8")
