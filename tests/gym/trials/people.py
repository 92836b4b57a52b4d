"""People at the devices, as readings: a pull with tremor, a stand with sway. Seeded, so that a test is the same every time."""

from __future__ import annotations

import math
from random import Random

from halfkilo.gym.sensing import Balance, Force


def pull(peak_g: float, *, hz: float = 80.0, ramp_s: float = 1.2, hold_s: float = 3.0, tremor: float = 0.01, offset_g: float = 0.0,
         seed: int = 1) -> list[Force]:
    """Half a second slack, up, held with a tremor of 8 Hz and a little tiring, down in half a second, half a second slack."""
    random = Random(seed)
    ends = (0.5, 0.5 + ramp_s, 0.5 + ramp_s + hold_s, 1.0 + ramp_s + hold_s)
    out = []
    for number in range(int((ends[3] + 0.5) * hz) + 1):
        at = number / hz
        share = 0.0
        if ends[0] < at < ends[1]:
            share = (at - ends[0]) / ramp_s
        elif ends[1] <= at <= ends[2]:
            share = 1 - 0.03 * (at - ends[1]) / hold_s
        elif ends[2] < at < ends[3]:
            share = 0.97 * (ends[3] - at) / 0.5
        shaking = 1 + tremor * math.sin(2 * math.pi * 8 * at) + random.gauss(0, tremor / 3)
        out.append(Force(round(offset_g + peak_g * share * shaking + random.gauss(0, 8)), round(at * 1e6)))
    return out


def slack(offset_g: float = 0.0, *, hz: float = 80.0, seconds: float = 1.5, seed: int = 2) -> list[Force]:
    """The gauge with nothing on it."""
    random = Random(seed)
    return [Force(round(offset_g + random.gauss(0, 8)), round(number / hz * 1e6)) for number in range(int(seconds * hz) + 1)]


def stand(*, sway_mm: float = 4.0, weight_g: float = 72_000, seconds: float = 30.0, hz: float = 40.0, right: float = 0.5,
          seed: int = 3) -> list[Balance]:
    """Quiet standing: a pendulum pulled back to its middle, with noise of the sensor on top."""
    random = Random(seed)
    x = y = 0.0
    out = []
    for number in range(int(seconds * hz) + 1):
        x += -0.02 * x + random.gauss(0, 0.06 * sway_mm)
        y += -0.015 * y + random.gauss(0, 0.08 * sway_mm)
        total = weight_g * (1 + random.gauss(0, 0.003))
        out.append(plate(x + (right - 0.5) * 339.411, y, total, number / hz))
    return out


def plate(x_mm: float, y_mm: float, total_g: float, at: float) -> Balance:
    """One frame, its corners consistent with its centre of pressure."""
    u, v = x_mm / 339.411, y_mm / 339.411
    corners = tuple(round(total_g * (0.5 + side * u) * (0.5 + end * v)) for end in (1, -1) for side in (-1, 1))
    return Balance(round(x_mm * 10), round(y_mm * 10), round(total_g), round(at * 1e6), corners)  # type: ignore[arg-type]
