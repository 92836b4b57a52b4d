"""What only a simulation can see of a person: true pain, strength, what each place bears. For counting, and for an oracle."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from statistics import fmean

from halfkilo.exercises import Exercise
from halfkilo.people import biology
from halfkilo.people.bout import Bout
from halfkilo.people.muscle import Muscle
from halfkilo.people.parameters import Parameters
from halfkilo.people.tissue import Tissue
from halfkilo.units import Joint, Region, Side, Tool


class Seen(ABC):
    """The part of a `VirtualPerson` that no policy but an oracle may ask."""

    parameters: Parameters
    tissues: dict[Region, Tissue]
    muscles: dict[Joint, Muscle]

    @property
    def load_flares(self) -> int:
        """Flares provoked by load, all places together."""
        return sum(tissue.load_flares for tissue in self.tissues.values())

    @property
    def own_flares(self) -> int:
        """Flares that began by themselves, all places together."""
        return sum(tissue.own_flares for tissue in self.tissues.values())

    @property
    def flare_days(self) -> int:
        """Days with a flare, added over the places."""
        return sum(tissue.flare_days for tissue in self.tissues.values())

    def mean_pain(self) -> float:
        """True pain now, NRS, the mean of the places."""
        return fmean(self._level(tissue) for tissue in self.tissues.values())

    def gained(self, joint: Joint) -> float:
        """Strength gained by a joint, share of the fresh one, the mean of both sides."""
        return self.muscles[joint].gain

    def stress(self, exercise: Exercise, grams: int, target: int, *, tool: Tool = Tool.CABLE,
               side: Side = Side.BOTH) -> dict[Region, float]:
        """What one such set would ask of each place, in the units of `Tissue.bears`."""
        plan = self.bout(exercise, tool, side)
        exertion = plan.exertion(grams, target)
        return {region: share * exertion for region, _, share in plan.places}

    def room(self, ordinary: bool = False) -> Mapping[Region, float]:
        """What each place bears today, or on an ordinary day, in the units of `asks`, which add up over a session."""
        p = self.parameters
        return {region: tissue.ordinary(p) if ordinary else tissue.room(p) for region, tissue in self.tissues.items()}

    def asks(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool = Tool.CABLE,
             side: Side = Side.BOTH) -> Mapping[Region, float]:
        """What so many sets would ask of each place; sets and exercises of a session add up."""
        plan = self.bout(exercise, tool, side)
        exertion = plan.exertion(grams, target)
        return {region: sets * tissue.adds(share * exertion) for region, tissue, share in plan.places}

    def promises(self, exercise: Exercise, grams: int, target: int, sets: int, *, tool: Tool = Tool.CABLE, side: Side = Side.BOTH) -> float:
        """Strength that such a dose still leads to, summed over the sides it trains; only its order matters."""
        p, plan = self.parameters, self.bout(exercise, tool, side)
        led = biology.stimulus(p, plan.exertion(grams, target) / plan.grown()) * biology.dosed(p, sets)
        return sum(max(0.0, p.gain_most * led * share - half.gain) for half, share in plan.train)

    @abstractmethod
    def bout(self, exercise: Exercise, tool: Tool, side: Side) -> Bout:
        """What an exercise is for this person."""

    @abstractmethod
    def _level(self, tissue: Tissue) -> float:
        """True pain of one place now."""
