"""Biologies of our own, as `--biology tests.cohort.mine:person` would name them."""

from __future__ import annotations

from dataclasses import replace

from halfkilo.people import VirtualPerson, draw, draw_anybody
from halfkilo.people.others import BIOLOGIES, NAMES


def person(seed: int) -> VirtualPerson:
    """Never flares, always comes."""
    found = draw(seed)
    places = tuple(replace(place, flares=0.0, tolerance=9.0) for place in found.places)
    return VirtualPerson(replace(found, places=places, attends=1.0, leaves_early=0.0, leaves_later=0.0), seed)


def nobody(seed: int) -> object:
    """No person at all."""
    return object()


def keen(seed: int) -> VirtualPerson:
    """Somebody of any of the biologies in turn who never misses a day, so that many sessions are lived in little time."""
    biology = BIOLOGIES[NAMES[seed % len(NAMES)]]
    found = replace(biology.change(draw_anybody(seed)), attends=1.0, leaves_early=0.0, leaves_later=0.0, accepts=1.0)
    return VirtualPerson(found, seed, make=biology.place)
