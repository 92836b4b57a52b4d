"""Who the person is, as far as the dose needs it: where it hurts, what matters, what can't be done. The newest one counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Id, Line, Score
from halfkilo.screening import Need
from halfkilo.strict import Malformed, Many, Range, Text
from halfkilo.units import Region, Side


@dataclass(frozen=True)
class Place:
    """One painful place: usual and worst pain of the last week, for how many months, and whether it is tracked."""

    region: Region
    usual: Score
    worst: Score
    months: Annotated[int, Range(0, 1200)]
    tracked: bool


@dataclass(frozen=True)
class Activity:
    """One activity that matters (patient-specific format): 0 can't do it, 10 as before. Named by the person."""

    id: Id
    name: Annotated[str, Text(80, empty=False)]
    now: Score


@dataclass(frozen=True)
class Body:
    """birth_year: calendar year. experience: 0 new, 1 some, 2 regular. hand: where the stop stands. slowing: percent; a repetition on the
    cable this much slower than the quickest of the first three ends the set, 0 is off. alone: the spotter is not to help."""

    places: Annotated[tuple[Place, ...], Many(16)]
    birth_year: Annotated[int, Range(1900, 2020)]
    activities: Annotated[tuple[Activity, ...], Many(5)] = ()
    experience: Annotated[int, Range(0, 2)] = 0
    frail: bool = False
    cannot: tuple[Need, ...] = ()
    hand: Side = Side.RIGHT
    name: Line = ""
    slowing: Annotated[int, Range(0, 60)] = 0
    alone: bool = False

    def __post_init__(self) -> None:
        seen = [place.region for place in self.places]
        if len(set(seen)) != len(seen):
            raise Malformed("places", "names a region twice")
        if sum(place.tracked for place in self.places) > 2:
            raise Malformed("places", "may track one or two regions; more are recorded, not tracked")


EXAMPLE = Body((Place(Region.LOW_BACK, 4, 7, 36, True), Place(Region.KNEE_LEFT, 2, 4, 12, False)), 1961,
               (Activity("stairs", "Two flights of stairs", 4),))
