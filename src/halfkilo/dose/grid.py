"""What loads can really be made: notches of the gym, the dumbbells, plates and bands a person owns. Always rounded down."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from halfkilo import limits
from halfkilo.dose.owned import loads
from halfkilo.exercises import Variant
from halfkilo.units import HALF_KILO, Tool

GYM = {"cables": 2, "least": 0, "most": 100_000, "step": int(HALF_KILO)}
"""What an `equipped` entry leaves out about a gym (the defaults of its kind)."""


@dataclass(frozen=True)
class Grid:
    """The loads that can be made, ascending, grams, without zero: no load is another exercise, not a notch."""

    notches: tuple[int, ...]

    def down(self, load: int) -> int:
        """The heaviest notch not above `load`; 0 when there is none."""
        index = bisect_right(self.notches, load)
        return self.notches[index - 1] if index else 0

    def below(self, load: int) -> int:
        """The next notch under `load`; 0 when there is none."""
        index = bisect_left(self.notches, load)
        return self.notches[index - 1] if index else 0

    def above(self, load: int) -> int | None:
        """The next notch over `load`, or None."""
        index = bisect_right(self.notches, load)
        return self.notches[index] if index < len(self.notches) else None

    def between(self, low: int, high: int) -> tuple[int, ...]:
        """The notches above `low` and not above `high`."""
        return self.notches[bisect_right(self.notches, low) : bisect_right(self.notches, high)]

    def step(self, load: int) -> int:
        """The distance to the next notch, for the ruler; half a kilo where there is none."""
        above = self.above(load)
        return above - load if above is not None else int(HALF_KILO)


NOTHING = Grid(())


def grid_for(equipment: dict[str, Any], variant: Variant, ceiling: int) -> Grid:
    """The grid of one way of doing an exercise with what the person owns, up to `ceiling` grams."""
    most = min(ceiling, variant.ceiling, limits.MOST_LOAD.hard[1])
    if variant.with_ is Tool.CABLE:
        return _gym(equipment.get("gym"), variant.pieces, most)
    return Grid(loads(equipment, variant.with_, variant.pieces, most))


def _gym(gym: dict[str, Any] | None, pieces: int, most: int) -> Grid:
    if gym is None:
        return NOTHING
    facts = GYM | {name: gym[name] for name in GYM if name in gym}
    if facts["cables"] < pieces:
        return NOTHING
    return _regular(facts["least"], facts["step"], min(most, facts["most"]))


@lru_cache(maxsize=256)
def _regular(least: int, step: int, most: int) -> Grid:
    return Grid(tuple(load for load in range(least, most + 1, step) if load > 0))
