"""What the exercises ask of one person's tracked places: a matter of catalogue and places alone, so it is remembered by them."""

from __future__ import annotations

from functools import lru_cache

from halfkilo import limits
from halfkilo.dose.once import remembered
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.journal.state import parts_of
from halfkilo.units import Region, Side

QUIET = limits.DEMAND_HEARD.first - 1
"""The largest demand that is not heard."""


class Places:
    """The places `tracked`, before the exercises of `catalogue`."""

    def __init__(self, catalogue: Catalogue, tracked: tuple[Region, ...]) -> None:
        self.catalogue = catalogue
        self.tracked = tracked

    @remembered
    def loaded(self, exercise: Exercise, side: Side) -> tuple[Region, ...]:
        """The tracked regions this exercise loads enough to listen to."""
        return tuple(region for region in self.tracked if exercise.demand_on(region, side) > QUIET)

    @remembered
    def heard_at(self, key: str) -> tuple[Region, ...]:
        """The same by the key that a dose is kept under; none for an exercise that is no more."""
        slug, _, side = parts_of(key)
        exercise = self.catalogue.get(slug)
        return () if exercise is None else self.loaded(exercise, Side(side))

    @remembered
    def demands_at(self, key: str) -> tuple[tuple[Region, int], ...]:
        """What it asks of each of these."""
        slug, _, side = parts_of(key)
        return self.demands(self.catalogue[slug], Side(side)) if self.heard_at(key) else ()

    @remembered
    def demands(self, exercise: Exercise, side: Side) -> tuple[tuple[Region, int], ...]:
        """What an exercise asks of each place that listens to it."""
        return tuple((region, exercise.demand_on(region, side)) for region in self.loaded(exercise, side))

    @remembered
    def loaded_by_any(self, exercise: Exercise) -> tuple[Region, ...]:
        """The tracked regions that it loads on either side."""
        return tuple(region for region in self.tracked if any(region in self.loaded(exercise, side) for side in exercise.doses))

    @remembered
    def asks(self, exercise: Exercise) -> tuple[int, int]:
        """How much an exercise asks: of the tracked place it loads most, then of any joint."""
        tracked = max((exercise.demand_on(region, side) for region in self.tracked for side in exercise.doses), default=0)
        return tracked, exercise.most_demand

    @remembered
    def easier(self, exercise: Exercise, side: Side) -> str | None:
        """The nearest step down the ladder that asks no more of any tracked place."""
        slug = exercise.facts.easier
        while slug is not None and not self._no_more(self.catalogue[slug], exercise, side):
            slug = self.catalogue[slug].facts.easier
        return slug

    def _no_more(self, other: Exercise, than: Exercise, side: Side) -> bool:
        """What is not heard counts as nothing."""
        return all(
            max(other.demand_on(region, one) for one in other.doses) <= max(QUIET, than.demand_on(region, side)) for region in self.tracked
        )


@lru_cache(maxsize=256)
def places(catalogue: Catalogue, tracked: tuple[Region, ...]) -> Places:
    """The places, with all that was asked about them before."""
    return Places(catalogue, tracked)
