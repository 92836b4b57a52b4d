"""What an exercise asks of a place decides where easing leads and what is offered instead."""

from __future__ import annotations

import pytest

from halfkilo import limits
from halfkilo.dose.choose import fits
from halfkilo.dose.context import Choice, Day
from halfkilo.exercises import catalogue
from halfkilo.exercises.loads import UNKNOWN
from halfkilo.units import Region, Side
from tests.every import asked_of
from tests.life import DAY0, Life

HEARD = limits.DEMAND_HEARD.first
PLACES = [one for one in Region if one is not Region.WIDESPREAD]
DAYS = {region: Day(Life({region: 3}).state, DAY0.isoformat(), Choice(), catalogue()) for region in Region}


@asked_of(region=Region)
@pytest.mark.hazard("H16")
def test_easing_never_moves_a_load_onto_what_hurts(region: Region) -> None:
    day = DAYS[region]
    for exercise in catalogue().values():
        for side in exercise.doses:
            slug = day.easier(exercise, side)
            asked = exercise.demand_on(region, side)
            assert slug is None or all(catalogue()[slug].demand_on(region, one) <= max(asked, HEARD - 1) for one in catalogue()[slug].doses)


def test_an_easier_neighbour_that_asks_more_of_the_place_is_passed_over() -> None:
    skipped = [
        (exercise.slug, region)
        for region, day in DAYS.items()
        for exercise in catalogue().values()
        for side in exercise.doses
        if exercise.facts.easier and day.easier(exercise, side) != exercise.facts.easier
    ]
    assert skipped, "somewhere on the ladders the rule decides something"


@asked_of(region=PLACES)
def test_instead_comes_first_what_asks_least_of_the_place(region: Region) -> None:
    day = DAYS[region]
    for family in {one.facts.family for one in catalogue().values()}:
        asked = [max(one.demand_on(region, side) for side in one.doses) for one in sorted(catalogue().family(family), key=day.asks)]
        assert asked == sorted(asked), family


@pytest.mark.hazard("H16")
def test_a_resting_place_meets_nothing_that_physics_loads_it_with() -> None:
    day = DAYS[Region.LOW_BACK]
    open_to_it = [one for one in catalogue().values() if fits(day, one, (Region.LOW_BACK,))]
    assert open_to_it and all(one.demand_on(Region.LOW_BACK, side) < HEARD for one in open_to_it for side in one.doses)


def test_what_was_never_weighed_is_heard_by_every_place() -> None:
    assert all(UNKNOWN.on(region, Side.BOTH) >= HEARD for region in Region)
