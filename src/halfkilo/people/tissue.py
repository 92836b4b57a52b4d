"""One painful place of a simulated person, living from day to day by the functions of `biology`."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from random import Random

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters, Place


@dataclass
class Tissue:
    """State of one place. noise: today's departure. sore: soreness. flare: days a flare still lasts. stress: sum of today's
    sets to the power of `volume_power`. risen: how far the day's sets have lifted pain."""

    place: Place
    tolerance: float
    noise: float = 0.0
    sore: float = 0.0
    flare: float = 0.0
    stress: float = 0.0
    risen: float = 0.0
    by_load: bool = False

    def level(self, p: Parameters, day: int, sessions: int) -> float:
        """Pain now, before anything is reported."""
        height = p.flare_height * biology.lesser(1.0, self.flare / 2.0)
        return biology.usual(p, self.place.usual, day, sessions) + self.noise + self.sore + height + p.session_left * self.risen

    def bear(self, p: Parameters, stress: float) -> float:
        """One set: how much pain rises in it."""
        self.stress += stress**p.volume_power
        rose = biology.rise(p, stress, self.tolerance)
        self.risen = max(self.risen, rose)
        return rose

    def night(self, p: Parameters, random: Random) -> None:
        """Sleep: soreness comes and goes, tolerance adapts, a flare may begin, the next day's departure is drawn."""
        stress = biology.together(p, self.stress)
        over = biology.excess(stress, self.tolerance)
        began = random.random() < biology.flare_risk(p, self.place.flares, over)
        length = random.lognormvariate(log(p.flare_days), p.flare_spread)
        self.flare = max(0.0, self.flare - 1.0)
        if began and self.flare == 0.0:
            self.flare = min(p.flare_most, max(p.flare_least, length))
            self.by_load = over > 0.0 and p.flare_gain * over**2 > self.place.flares / 7.0
        self.sore = biology.soreness(p, self.sore, over)
        trained = biology.adapted(p, self.tolerance, self.place.tolerance, stress)
        self.tolerance = trained if self.stress > 0.0 else biology.unused(p, self.tolerance, self.place.tolerance)
        self.noise = biology.noise(p, self.noise, self.place.sd, random.gauss(0.0, 1.0))
        self.stress = self.risen = 0.0
