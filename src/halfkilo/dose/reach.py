"""What a person may, can and has, whatever the day: which exercises are open to them, with which tool, at which loads.

It rests on facts that seldom change (profile, screen, limits, equipment, what was swapped), and most of what it says is the same every
day. So one `Reach` is kept for equal facts: `reach_for` is given everything an answer depends on, as values, and hands it nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from halfkilo.dose.grid import Grid, grid_for
from halfkilo.dose.once import remembered
from halfkilo.dose.places import QUIET, places
from halfkilo.exercises import Catalogue, Exercise, Family, Need, Variant
from halfkilo.screening import LoadClass
from halfkilo.units import Region, Side, Tool

PREFERRED = (Tool.CABLE, Tool.DUMBBELL, Tool.BAND, Tool.BODY)

SWAPS = 4
"""Other exercises offered in the place of one."""


class Reach:
    """See `reach_for`. Read only; it remembers what it was asked."""

    def __init__(
        self,
        catalogue: Catalogue,
        tracked: tuple[Region, ...],
        cannot: frozenset[str],
        left_out: frozenset[LoadClass],
        limits: list[dict[str, Any]],
        equipment: dict[str, Any],
        instead: dict[str, str],
        most_load: int,
    ) -> None:
        self.catalogue, self.places = catalogue, places(catalogue, tracked)
        self.cannot, self.left_out, self.limits = cannot, left_out, limits
        self.equipment, self.instead, self.most_load = equipment, instead, most_load

    @remembered
    def limit(self, what: str, exercise: str, side: Side) -> int | None:
        """The strictest numeric limit of one kind on one exercise and side; where both work together, that of either."""
        values = [
            int(limit["value"])
            for limit in self.limits
            if limit["what"] == what
            and limit.get("value") is not None
            and limit.get("exercise") in (None, exercise)
            and (side is Side.BOTH or limit.get("side") in (None, side.value, Side.BOTH.value))
            and self._about(limit, exercise, side)
        ]
        return min(values, default=None)

    def has(self, what: str, exercise: str) -> bool:
        """Whether a limit without a number (ban, pin, no_rise) holds for the exercise."""
        named = (limit for limit in self.limits if limit["what"] == what and limit.get("exercise") in (None, exercise))
        return any(self._about(limit, exercise) for limit in named)

    def _about(self, limit: dict[str, Any], slug: str, side: Side | None = None) -> bool:
        """Whether the exercise loads the place that a limit is about, where it names one; what is not known loads everything."""
        exercise = self.catalogue.get(slug) if limit.get("region") else None
        if exercise is None:
            return True
        return any(exercise.demand_on(Region(limit["region"]), one) > QUIET for one in ([side] if side else exercise.doses))

    @property
    def pinned(self) -> list[str]:
        """Exercises that were asked for in every session."""
        return [limit["exercise"] for limit in self.limits if limit["what"] == "pin" and limit["exercise"] in self.catalogue]

    @remembered
    def grid(self, exercise: Exercise, variant: Variant, side: Side) -> Grid:
        """The loads that can be made and are allowed."""
        cap = self.limit("load_most", exercise.slug, side)
        return grid_for(self.equipment, variant, self.most_load if cap is None else min(cap, self.most_load))

    @remembered
    def why_not(self, exercise: Exercise) -> str | None:
        """Why this person is not given the exercise: `supervised`, `banned`, the need they can't meet, the class left out."""
        if exercise.facts.supervised:
            return "supervised"
        if self.has("ban", exercise.slug):
            return "banned"
        need = next((need for need in exercise.facts.needs if need.value in self.cannot), None)
        if need is not None:
            return need.value
        if "standing" in self.cannot and "stand" in exercise.facts.positions:
            return "standing"
        left_out = next((one for one in exercise.facts.classes if one in self.left_out), None)
        return left_out.value if left_out else None

    @remembered
    def variant_for(self, exercise: Exercise, tools: frozenset[Tool]) -> Variant | None:
        """The preferred way of resisting among what is at hand and can make at least one load; nothing to hold for who can't grip."""
        no_grip = Need.GRIP.value in self.cannot
        for tool in PREFERRED:
            variant = exercise.variant(tool)
            if variant is None or tool not in tools or (no_grip and exercise.held(variant)):
                continue
            if not variant.loaded or any(self.grid(exercise, variant, side).notches for side in exercise.doses):
                return variant
        return None

    @remembered
    def fits(self, exercise: Exercise, resting: frozenset[Region]) -> bool:
        """Whether it is allowed and loads no resting region."""
        if self.why_not(exercise) is not None:
            return False
        return not any(exercise.demand_on(region, side) > QUIET for region in resting for side in exercise.doses)

    @remembered
    def by_demand(self, family: Family) -> tuple[Exercise, ...]:
        """A family's exercises, those first that ask least of the tracked places."""
        return tuple(sorted(self.catalogue.family(family), key=self.places.asks))

    @remembered
    def swaps(self, exercise: Exercise, resting: frozenset[Region], tools: frozenset[Tool]) -> tuple[str, ...]:
        """Up to four exercises of the same family the person could do instead, those first that ask least of the tracked places."""
        found: list[str] = []
        for other in self.by_demand(exercise.facts.family):
            if other is not exercise and self.fits(other, resting) and self.variant_for(other, tools) is not None:
                found.append(other.slug)
                if len(found) == SWAPS:
                    break
        return tuple(found)

    def candidates(self, families: tuple[Family, ...], choose: tuple[str, ...], aims: Collection[Family] = ()) -> Iterator[str]:
        """For one slot: what was pinned, then what the person moved to, then the programme's own order, then the rest of the families:
        gentlest for the tracked places first, of these what is towards the person's own activities (`aims`). May name an exercise twice."""
        instead = self.instead
        yield from (slug for slug in self.pinned if self.catalogue[slug].facts.family in families)
        yield from (instead[slug] for slug in choose if slug in instead and instead[slug] in self.catalogue)
        yield from (slug for slug in choose if slug not in instead)
        of_family = {slug: one for family in families for one in self.catalogue.family(family) if (slug := one.slug) not in instead}
        others = [of_family[slug] for slug in sorted(of_family) if not of_family[slug].on_floor]
        asks = self.places.asks
        yield from (one.slug for one in sorted(others, key=lambda one: (asks(one)[0], one.facts.family not in aims, asks(one))))


@lru_cache(maxsize=128)
def reach_for(
    catalogue: Catalogue,
    tracked: tuple[Region, ...],
    cannot: frozenset[str],
    left_out: frozenset[LoadClass],
    limits: str,
    equipment: str,
    instead: tuple[tuple[str, str], ...],
    most_load: int,
) -> Reach:
    """The reach of whoever these facts hold for.

    Args:
        cannot: needs of exercises that the person can't meet. left_out: classes of loading that are left out today.
        limits: those that hold today, as JSON. equipment: the body of the latest `equipped`, as JSON.
        instead: exercise by exercise what the person moved to. most_load: the rule set's own ceiling, grams.
    """
    return Reach(catalogue, tracked, cannot, left_out, json.loads(limits), json.loads(equipment), dict(instead), most_load)
