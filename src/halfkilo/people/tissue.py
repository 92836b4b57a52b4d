"""One painful place of a simulated person, living from day to day by the functions of `biology`."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from random import Random

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters, Place


@dataclass
class Tissue:
    """State of one place.

    tolerance: the stress it bears on an ordinary day. noise: today's departure of pain, NRS. mood: how bad a day it is for the tissue,
    in standard deviations. sore: soreness, NRS. flare: days a flare still lasts. stress: sum of `counted` of today's sets. risen: how far
    the day's sets have lifted pain. by_load: whether the last flare was provoked. load_flares, own_flares, flare_days: counted so far.

    Its chances are its own and as many every night, so two policies on the same person meet the same nights.
    """

    place: Place
    tolerance: float
    random: Random = field(repr=False)
    noise: float = 0.0
    mood: float = 0.0
    sore: float = 0.0
    flare: float = 0.0
    stress: float = 0.0
    risen: float = 0.0
    by_load: bool = False
    load_flares: int = 0
    own_flares: int = 0
    flare_days: int = 0

    def wake(self, p: Parameters) -> None:
        """The first day's departure, as on any day."""
        self.noise = self.random.gauss(0.0, self.place.sd)
        self.mood = biology.mood(p, self.noise / self.place.sd, self.random.gauss(0.0, 1.0))

    def level(self, p: Parameters, relieved: float) -> float:
        """Pain now, before anything is reported."""
        height = p.flare_height * min(1.0, self.flare / 2.0)
        return biology.usual(self.place.usual, relieved) + self.noise + self.sore + height + p.session_left * self.risen

    def bears(self, p: Parameters) -> float:
        """The stress of a whole session that this place bears today."""
        return biology.bears(p, self.tolerance, self.mood, 1.0 if self.flare > 0.0 else 0.0)

    def bear(self, p: Parameters, stress: float) -> float:
        """One set: how much pain rises in it."""
        self.stress += biology.counted(stress)
        rose = biology.rise(p, stress, self.bears(p))
        self.risen = max(self.risen, rose)
        return rose

    def night(self, p: Parameters) -> None:
        """Sleep: soreness comes and goes, tolerance adapts, a flare may begin, the next day is drawn."""
        stress = biology.together(self.stress)
        over = biology.excess(stress, self.bears(p)) if stress > 0.0 else 0.0
        self._flare(p, biology.provoked(p, over))
        self.sore = biology.soreness(p, self.sore, over)
        fresh = self.place.tolerance
        self.tolerance = biology.adapted(p, self.tolerance, fresh, stress) if stress > 0.0 else biology.unused(p, self.tolerance, fresh)
        self.noise = biology.noise(p, self.noise, self.place.sd, self.random.gauss(0.0, 1.0))
        self.mood = biology.mood(p, self.noise / self.place.sd, self.random.gauss(0.0, 1.0))
        self.stress = self.risen = 0.0

    def _flare(self, p: Parameters, hazard: float) -> None:
        """A flare goes on, begins, or is drawn out by more load than it bears."""
        chance, length = self.random.random(), self.random.gauss(0.0, 1.0)
        self.flare_days += self.flare > 0.0
        self.flare = max(0.0, self.flare - 1.0)
        if chance >= biology.flare_risk(self.place.flares, hazard):
            return
        by_load = chance >= biology.flare_risk(self.place.flares, 0.0)
        if self.flare == 0.0:
            self.by_load = by_load
            self.load_flares += by_load
            self.own_flares += not by_load
        elif not by_load:
            return
        self.flare = max(self.flare, flare_length(p, length))


def flare_length(p: Parameters, shock: float) -> float:
    """Days a flare lasts: lognormal, between its bounds; `shock` is a standard normal draw."""
    return min(p.flare_most, max(p.flare_least, biology.exp(log(p.flare_days) + p.flare_spread * shock)))
