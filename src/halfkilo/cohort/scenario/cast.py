"""The twelve simulated people of every scenario, unlike each other on purpose, and more of them by chance.

They come, answer and say yes more than people do, so that what goes wrong happens to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from halfkilo.people import Manner, Parameters, Place, draw, draw_anybody
from halfkilo.units import Region

if TYPE_CHECKING:
    from halfkilo.cohort.scenario.file import Who

SEED = 4100
"""Seeds of the twelve count from here, those of people drawn by chance a thousand later."""


@dataclass(frozen=True)
class Member:
    """One of the twelve: where it hurts, and what is unlike the others. tolerance, reacts: percent of what was drawn."""

    places: tuple[Region, ...] = (Region.LOW_BACK,)
    tolerance: int = 100
    reacts: int = 100
    changes: dict[str, Any] | None = None


TWELVE: dict[str, Member] = {
    "steady": Member(),
    "low_tolerance": Member(tolerance=65),
    "reactive": Member(tolerance=85, reacts=300),
    "denier": Member(changes={"manner": Manner.DENIES}),
    "enlarger": Member(changes={"manner": Manner.ENLARGES}),
    "fearful": Member(changes={"fear": 0.8}),
    "older": Member(changes={"age": 74, "strength": 0.75}),
    "strong": Member(changes={"strength": 1.4, "gain_most": 0.5}),
    "slow": Member(changes={"gain_most": 0.12, "tissue_sessions": 45.0}),
    "knee": Member((Region.KNEE_LEFT,)),
    "neck": Member((Region.NECK,)),
    "two_places": Member((Region.LOW_BACK, Region.KNEE_RIGHT)),
}

ATTENTIVE: dict[str, Any] = {"attends": 0.97, "answers": 0.97, "accepts": 0.97, "leaves_early": 0.0, "leaves_later": 0.0}


@dataclass(frozen=True)
class Cast:
    """One person of a scenario."""

    name: str
    seed: int
    parameters: Parameters


def cast(who: Who) -> tuple[Cast, ...]:
    """Everybody of a scenario, the twelve first."""
    named = [_named(name, who) for name in who.cast or TWELVE]
    return (*named, *(_drawn(number, who) for number in range(who.drawn)))


def _named(name: str, who: Who) -> Cast:
    seed, member = SEED + list(TWELVE).index(name), TWELVE[name]
    told = {"manner": Manner.PLAIN, **ATTENTIVE, **(member.changes or {})}
    drawn = replace(draw(seed, who.places or member.places), **told)
    return Cast(name, seed, _changed(_scaled(drawn, member.tolerance, member.reacts), who))


def _drawn(number: int, who: Who) -> Cast:
    seed = SEED + 1000 + number
    drawn = draw(seed, who.places) if who.places else draw_anybody(seed)
    return Cast(f"drawn_{number + 1}", seed, _changed(replace(drawn, **ATTENTIVE), who))


def _changed(drawn: Parameters, who: Who) -> Parameters:
    """With the facts that the file gives everybody."""
    told: dict[str, Any] = {name: value for name, value in (("manner", who.manner), ("age", who.age)) if value is not None}
    return replace(_scaled(drawn, who.tolerance, who.reacts), **told)


def _scaled(drawn: Parameters, tolerance: int, reacts: int) -> Parameters:
    places: tuple[Place, ...] = tuple(replace(place, tolerance=place.tolerance * tolerance / 100.0) for place in drawn.places)
    return replace(drawn, places=places, flare_gain=drawn.flare_gain * reacts / 100.0)
