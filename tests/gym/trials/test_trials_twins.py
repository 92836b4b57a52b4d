"""The devices' own twins, bytes and all: what a simulated person really did against what the trial says they did."""

from __future__ import annotations

import pytest

from halfkilo.gym.clock import Clock
from halfkilo.gym.devices.ferra import codec as ferra
from halfkilo.gym.devices.ferra.emulated import ForcePlate
from halfkilo.gym.devices.tindeq import codec as tindeq
from halfkilo.gym.devices.tindeq.emulated import Progressor
from halfkilo.gym.radio.emulated import Peripheral
from halfkilo.gym.sensing import Balance, Force
from halfkilo.gym.trials import balance, strength
from halfkilo.gym.trials.balance import Stance
from halfkilo.gym.trials.signal import best_mean, evenly, low_pass, trace

STEP_MS = 5


def order(twin: Peripheral, uuid: str, data: bytes) -> None:
    """Write to the twin as a driver does."""
    written = next(one.written for one in twin.services()[0].characteristics if one.uuid == uuid)
    assert written is not None
    written(data)


def pulled(seed: int, seconds: float) -> tuple[list[Force], list[tuple[float, float]]]:
    """(what the gauge sent, decoded; what the person really pulled), times in the gauge's seconds."""
    twin, sent, truth = Progressor(seed), list[Force](), list[tuple[float, float]]()

    def heard(uuid: str, data: bytes) -> None:
        said = tindeq.decode(data)
        if isinstance(said, tindeq.Pulls):
            sent.extend(Force(one.grams, one.us) for one in said.pulls)

    twin.connected(heard, lambda: None)
    order(twin, tindeq.CONTROL, tindeq.command(tindeq.Op.START))
    for step in range(round(seconds * 1000 / STEP_MS)):
        twin.step(STEP_MS)
        truth.append(((step + 1) * STEP_MS / 1000, twin.puller.grams))
    return sent, truth


@pytest.mark.parametrize("seed", range(2))
def test_the_gauges_twin_is_measured_within_two_percent(seed: int) -> None:
    """Three seconds slack with a hook on it, then five seconds of pulling."""
    sent, truth = pulled(seed, 10.0)
    rest = strength.zero(strength.force_trace([one for one in sent if 0.5e6 < (one.at_us or 0) < 2.5e6]))
    found = strength.judge(strength.force_trace([one for one in sent if (one.at_us or 0) > 2.5e6]), rest)
    really, _ = best_mean(trace(truth), 1.0)
    assert rest.steady and found.clean, found
    assert found.peak_g == pytest.approx(really, rel=0.02)


def stood(seed: int, seconds: float) -> tuple[list[Balance], list[tuple[float, float, float]], float]:
    """(what the plate sent, decoded; where the weight really was, mm; what the person really weighs)."""
    twin, clock = ForcePlate(seed), Clock(us_per_tick=1000, from_first=True)
    sent, truth = list[Balance](), list[tuple[float, float, float]]()

    def heard(uuid: str, data: bytes) -> None:
        frame = ferra.decode(data) if uuid == ferra.DATA else None
        if isinstance(frame, ferra.Frame):
            sent.append(Balance(frame.right_um100, frame.forward_um100, frame.grams, clock.at(frame.ms), frame.corners))

    twin.connected(heard, lambda: None)
    for word in ("ZERO", "START"):
        order(twin, ferra.COMMAND, word.encode())
    for step in range(round(seconds * 1000 / STEP_MS)):
        twin.step(STEP_MS)
        truth.append(((step + 1) * STEP_MS / 1000, twin.stander.right_m * 1000, twin.stander.forward_m * 1000))
    return sent, truth, twin.stander.mass_g


@pytest.mark.parametrize("seed", range(2))
def test_the_plates_twin_is_measured_as_it_swayed(seed: int) -> None:
    """Steps on after two seconds; weighed for two seconds, then thirty seconds of standing."""
    sent, truth, mass = stood(seed, 37.5)
    between = lambda begin, end: [one for one in sent if begin <= (one.at_us or 0) / 1e6 <= end]  # noqa: E731
    weight = balance.weighed(between(4.0, 6.0))
    assert weight is not None and weight == pytest.approx(mass, rel=0.02)
    found = balance.judge(between(6.5, 36.7), Stance.TOGETHER, weight)
    assert found.clean, found
    part = [one for one in truth if 6.5 <= one[0] <= 36.7]
    x, y = (low_pass(evenly(trace([(one[0], one[axis]) for one in part]), 40.0), 40.0, 5.0) for axis in (1, 2))
    assert found.velocity == pytest.approx(10 * balance.path_velocity(x, y, 40.0), rel=0.25)
    assert found.area_mm2 == pytest.approx(balance.ellipse_area(x, y), rel=0.1)
