"""Somebody else's biology, as `--biology tests.cohort.mine:person` would name it."""

from __future__ import annotations

from dataclasses import replace

from halfkilo.people import VirtualPerson, draw


def person(seed: int) -> VirtualPerson:
    """Never flares, always comes."""
    found = draw(seed)
    places = tuple(replace(place, flares=0.0, tolerance=9.0) for place in found.places)
    return VirtualPerson(replace(found, places=places, attends=1.0, leaves_early=0.0, leaves_later=0.0), seed)


def nobody(seed: int) -> object:
    """No person at all."""
    return object()
