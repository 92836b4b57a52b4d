"""Rescue sessions: what is left when a place hurts more than usual. Other places, gentle movement, easy cardio, calm.

A list per place stands in `rescue.toml`; for two places the lists are dealt in turns. Whatever loads one of the places
with the share that the dose listens to, or more, is left out. Widespread pain has no "other places": its list is short
and gentle, and the dose halves it (DOSE.md section 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain, zip_longest
from types import MappingProxyType

from halfkilo.exercises import catalogue
from halfkilo.limits import DEMAND_HEARD
from halfkilo.programmes.programme import HERE, RESCUE, toml
from halfkilo.strict import Malformed, read
from halfkilo.units import Joint, Region


@cache
def rescue_lists() -> Mapping[Joint, tuple[str, ...]]:
    """The lists of `rescue.toml`, by place.

    Raises:
        Malformed: a place is missing, or an exercise is unknown or loads its own place.
    """
    place = f"programmes/{RESCUE}.toml"
    lists = read(dict[Joint, tuple[str, ...]], toml(HERE / f"{RESCUE}.toml").get(RESCUE), f"{place}.{RESCUE}")
    for joint in Joint:
        if joint not in lists:
            raise Malformed(f"{place}.{RESCUE}.{joint}", "is missing")
        for slug in lists[joint]:
            _check(joint, slug, f"{place}.{RESCUE}.{joint}")
    return MappingProxyType(lists)


def rescue(regions: Iterable[Region]) -> tuple[str, ...]:
    """Exercises for a rescue session with these painful regions, best first; none loads one of them.

    Left and right count alike: a rescue session spares both knees.
    """
    joints = tuple(dict.fromkeys(region.joint for region in regions))
    dealt = chain.from_iterable(zip_longest(*(rescue_lists()[joint] for joint in joints)))
    return tuple(dict.fromkeys(slug for slug in dealt if slug and not any(_loads(slug, joint) for joint in joints)))


def _loads(slug: str, joint: Joint) -> bool:
    return joint is not Joint.WIDESPREAD and catalogue()[slug].demand.of(joint) >= DEMAND_HEARD.first


def _check(joint: Joint, slug: str, place: str) -> None:
    if slug not in catalogue():
        raise Malformed(place, f"no exercise is called {slug!r}")
    if _loads(slug, joint):
        raise Malformed(place, f"{slug!r} loads this very place; a rescue session rests it")
