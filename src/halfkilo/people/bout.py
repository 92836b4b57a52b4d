"""What one exercise, done with one tool on one side, is for one person: worked out once, so that a set costs little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from halfkilo.exercises import Count, Exercise
from halfkilo.exercises.facts import Mechanism
from halfkilo.limits import DEMAND_HEARD
from halfkilo.people import biology
from halfkilo.people.muscle import Half, Muscle
from halfkilo.people.parameters import Parameters
from halfkilo.people.tissue import Tissue
from halfkilo.units import PAIRED, Joint, Region, Side, Tool

FULL = 40.0
"""Demand at which a joint gets the whole stimulus of an exercise; less asks less of it. Ours."""


@dataclass(frozen=True, slots=True)
class Bout:
    """fresh: what could be lifted once on the first day, grams per cable or dumbbell; 0 where nothing is lifted. body: share of the
    fresh strength that the movement takes without a load. unit: amount that takes as much as one repetition. places: each painful
    place with the share of the exertion it bears. heard: the places that "worst pain during it" is about. carry: the sides that do it,
    by weight, which add up to 1. train: the sides it trains, each with its share of the stimulus."""

    fresh: int
    body: float
    unit: float
    places: tuple[tuple[Region, Tissue, float], ...]
    heard: tuple[Region, ...]
    carry: tuple[tuple[Half, float], ...]
    train: tuple[tuple[Half, float], ...]

    def load(self, grams: int) -> float:
        """The load as a share of the fresh strength."""
        return max(0.02, grams / self.fresh) if self.fresh else self.body

    def reps(self, amount: float) -> float:
        """An amount of the exercise's own count as repetitions."""
        return amount / self.unit

    def grown(self) -> float:
        """Strength for this over the fresh one."""
        return 1.0 + sum(half.gain * weight for half, weight in self.carry)

    def exertion(self, grams: int, amount: float) -> float:
        """What a set takes, as a share of the fresh strength."""
        return biology.demand(self.load(grams), amount / self.unit)


def bout(p: Parameters, tissues: Mapping[Region, Tissue], muscles: Mapping[Joint, Muscle], exercise: Exercise, tool: Tool,
         side: Side) -> Bout:
    """Work it out for one person."""
    shares = [(region, tissue, exercise.demand_on(region, side)) for region, tissue in tissues.items()]
    heard = tuple(region for region, _, share in shares if share >= DEMAND_HEARD.first)
    return Bout(_fresh(p, exercise, tool), _body(p, exercise), _unit(p, exercise),
                tuple((region, tissue, share / 100.0) for region, tissue, share in shares if share > 0), heard or tuple(tissues),
                _carry(exercise, muscles, side), _train(exercise, muscles, side))


def _fresh(p: Parameters, exercise: Exercise, tool: Tool) -> int:
    variant = exercise.variant(tool)
    return round(variant.first * p.finder_share * p.strength) if variant is not None and variant.loaded else 0


def _body(p: Parameters, exercise: Exercise) -> float:
    light = exercise.facts.mechanism in {Mechanism.MOBILITY, Mechanism.CALM}
    if exercise.facts.count is Count.MINUTES:
        return p.light_share if light else p.cardio_share
    taken: float = (p.light_share if light else p.body_share) / p.strength**0.5
    return taken


def _unit(p: Parameters, exercise: Exercise) -> float:
    return {Count.REPS: 1.0, Count.SECONDS: p.hold_seconds, Count.MINUTES: p.cardio_minutes}[exercise.facts.count]


def _carry(exercise: Exercise, muscles: Mapping[Joint, Muscle], side: Side) -> tuple[tuple[Half, float], ...]:
    found = [(half, float(demand)) for joint, demand in exercise.demand.own.items() if joint in muscles for half in muscles[joint].of(side)]
    whole = sum(demand for _, demand in found)
    return tuple((half, demand / whole) for half, demand in found) if whole else ()


def _train(exercise: Exercise, muscles: Mapping[Joint, Muscle], side: Side) -> tuple[tuple[Half, float], ...]:
    """The working side by its own demand, the other one by what is asked of it."""
    worked = [(half, demand) for joint, demand in exercise.demand.own.items() if joint in muscles for half in muscles[joint].of(side)]
    if side is not Side.BOTH:
        worked += [(half, demand) for joint, demand in (exercise.demand.other or {}).items() if joint in PAIRED
                   for half in muscles[joint].of(side.other)]
    return tuple((half, min(1.0, demand / FULL)) for half, demand in worked if demand > 0)
