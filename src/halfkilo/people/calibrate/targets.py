"""A target: what was measured in real people, the range it allows, and the simulated figure beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """low and high: the range that counts as met, both included. source: where it comes from; its last letters say how well it is known."""

    part: str
    name: str
    source: str
    low: float
    high: float
    simulated: float

    @property
    def met(self) -> bool:
        """Whether the simulated figure lies in the range."""
        return self.low <= self.simulated <= self.high


def measured(size: int) -> Iterator[Target]:
    """Every target with its simulated figure, from crowds of `size` people; always the same for the same size.

    Args:
        size: people in each arm; below about 500 chance alone misses some.
    """
    from halfkilo.people.calibrate import days, effort, strength, trials

    for part in (days, strength, effort, trials):
        yield from part.targets(size)
