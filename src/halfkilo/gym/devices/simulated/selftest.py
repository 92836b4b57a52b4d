"""H11: the self-test. With nothing on, the motor winds first as always and then a little harder; force cells and currents must agree.

It never pulls with more than 0.8 kg, which counts as free, and takes 0.4 s. What it can find and what not: docs/link.md.
"""

from __future__ import annotations

from math import sqrt

from halfkilo.gym.devices.link.codec import Check, Checked
from halfkilo.gym.devices.simulated.physics import TAKE_UP, grams_of
from halfkilo.gym.devices.simulated.sensors import Sensed

HARDER_N = 7.0
"""Second pull, newtons. With the noise of the cell no reading of it comes near a kilogram."""
SETTLE_MS = 50
LOOK_MS = 150
PULL_MS = SETTLE_MS + LOOK_MS
TEST_MS = 2 * PULL_MS
ZERO_MOST_G = 2_000
"""A force cell further off is not zeroed but refused."""
MURMUR_G = 10, 400
"""Standard deviation of a live cell at rest: 122 g; a spike in fifty makes some 40,000 g, a stuck cell 0."""
MOTOR_PERCENT = 70, 130
"""Noise alone moves it by 5 per cent (one standard deviation)."""
CURRENT_G = 300
STILL_MM = 5
"""The harder pull takes a tenth of a millimetre out of the cable."""


class Cell:
    """What one cable showed: sums of the two pulls."""

    def __init__(self) -> None:
        self._force: tuple[list[int], list[int]] = ([], [])
        self._motor: tuple[list[int], list[int]] = ([], [])
        self._places: list[int] = []

    def see(self, pull: int, sensed: Sensed) -> None:
        """One look during pull 0 or 1."""
        self._force[pull].append(sensed.force_g)
        self._motor[pull].append(sensed.motor_g)
        self._places.append(sensed.mm)

    @property
    def zero(self) -> int:
        """How far off the force cell is with nothing but the take-up, grams."""
        return round(_mean(self._force[0])) - grams_of(TAKE_UP)

    @property
    def moved(self) -> int:
        """How far the handle moved, mm."""
        return max(self._places) - min(self._places)

    def checks(self, cable: int) -> list[Checked]:
        """Every check of this cable."""
        murmur = round(sqrt(_spread(self._force[0]) * _spread(self._force[1])))
        harder = _mean(self._motor[1]) - _mean(self._motor[0])
        slope = (_mean(self._force[1]) - _mean(self._force[0])) * 100 / harder if abs(harder) > 1.0 else 0.0
        current = round(_mean(self._motor[0])) - grams_of(TAKE_UP)
        found = (
            (Check.STILL, self.moved, 0, STILL_MM), (Check.ZERO, self.zero, -ZERO_MOST_G, ZERO_MOST_G), (Check.MURMUR, murmur, *MURMUR_G),
            (Check.MOTOR, round(slope), *MOTOR_PERCENT), (Check.CURRENT, current, -CURRENT_G, CURRENT_G),
        )
        return [Checked(check, cable, least <= value <= most, _shown(value), least, most) for check, value, least, most in found]


class SelfTest:
    """One run for both cables: `step` every millisecond until it returns nothing more to pull."""

    def __init__(self) -> None:
        self.cells = Cell(), Cell()
        self._ms = 0

    def step(self, looks: tuple[Sensed, Sensed]) -> float | None:
        """Take one look at both cables; newtons to pull with next, or None at the end."""
        pull, into = divmod(self._ms, PULL_MS)
        if into >= SETTLE_MS:
            for cell, sensed in zip(self.cells, looks, strict=True):
                cell.see(pull, sensed)
        self._ms += 1
        if self._ms >= TEST_MS:
            return None
        return HARDER_N if self._ms >= PULL_MS else 0.0

    @property
    def still(self) -> bool:
        """Whether nobody moved a handle, so that the rest means something."""
        return all(cell.moved <= STILL_MM for cell in self.cells)

    def checks(self) -> tuple[Checked, ...]:
        """How it came out, cable by cable."""
        return tuple(check for cable, cell in enumerate(self.cells) for check in cell.checks(cable))


def _mean(values: list[int]) -> float:
    return sum(values) / len(values)


def _spread(values: list[int]) -> float:
    middle = _mean(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / len(values))


def _shown(value: int) -> int:
    return max(-1_000_000, min(1_000_000, value))
