"""One painful place of a simulated person, living from day to day by the functions of `biology`."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters, Place


@dataclass
class Tissue:
    """State of one place.

    tolerance: the stress it bears on an ordinary day. noise: today's departure of pain, NRS. mood: how bad a day it is for the tissue,
    in standard deviations. sore: soreness, NRS. flare: days a flare still lasts. stress: sum of what today's sets add (`adds`). risen:
    how far the day's sets have lifted pain. by_load: whether the last flare was provoked. load_flares, own_flares, flare_days: counted.

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
        height = biology.flare_height(p, self.flare)
        return biology.usual(self.place.usual, relieved) + self.noise + self.sore + height + p.session_left * self.risen

    # --- what a load is to it; other biologies have their own -----------------------------------------------------------
    def bears(self, p: Parameters) -> float:
        """The stress of a whole session that this place bears today."""
        return biology.bears(p, self.tolerance, self.mood, 1.0 if self.flare > 0.0 else 0.0)

    def adds(self, stress: float) -> float:
        """What a set of this stress adds to the day's."""
        return biology.counted(stress)

    def room(self, p: Parameters) -> float:
        """How much the day's sets may add up to before it is more than the place bears today, in the units of `adds`."""
        return biology.counted(self.bears(p))

    def ordinary(self, p: Parameters) -> float:
        """The same on an ordinary day."""
        return biology.counted(self.tolerance)

    def rises(self, p: Parameters, stress: float) -> float:
        """How much pain rises in a set of this stress."""
        return biology.rise(p, stress, self.bears(p))

    def over(self, p: Parameters) -> float:
        """Share by which today's sets were more than the place bears."""
        return biology.excess(biology.together(self.stress), self.bears(p)) if self.stress > 0.0 else 0.0

    def hazard(self, p: Parameters, over: float) -> float:
        """Hazard tonight of a flare by load."""
        return biology.provoked(p, over)

    def follow(self, p: Parameters) -> None:
        """Tolerance follows today's exposure, or fades without any."""
        fresh = self.place.tolerance
        if self.stress > 0.0:
            self.tolerance = biology.adapted(p, self.tolerance, fresh, biology.together(self.stress))
        else:
            self.tolerance = biology.unused(p, self.tolerance, fresh)

    # --- the days -------------------------------------------------------------------------------------------------------
    def bear(self, p: Parameters, stress: float) -> float:
        """One set: how much pain rises in it."""
        self.stress += self.adds(stress)
        rose = self.rises(p, stress)
        self.risen = max(self.risen, rose)
        return rose

    def night(self, p: Parameters) -> None:
        """Sleep: soreness comes and goes, tolerance follows, a flare may begin, the next day is drawn."""
        over = self.over(p)
        self._flare(p, self.hazard(p, over))
        self.sore = biology.soreness(p, self.sore, over)
        self.follow(p)
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
        self.flare = max(self.flare, biology.flare_length(p, length))
