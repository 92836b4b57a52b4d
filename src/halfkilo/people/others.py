"""Other biologies by name, for asking whether a rule of dosing holds where the standard one is not true.

    make(seed, "double")            # a person like `VirtualPerson(draw_anybody(seed), seed)`, otherwise built

The same seed is the same person in all of them: the same places, usual pain, strength, habits, chances.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from halfkilo.people.parameters import Manner, Parameters, Place
from halfkilo.people.person import VirtualPerson
from halfkilo.people.population import draw, draw_anybody
from halfkilo.people.tissue import Tissue
from halfkilo.people.variants import Jump, Sensitised, Threshold, Volume
from halfkilo.units import Region


@dataclass(frozen=True)
class Biology:
    """about: one line for tables. change: what is done to a person's numbers. place: what a painful place is."""

    about: str
    change: Callable[[Parameters], Parameters] = lambda p: p
    place: type[Tissue] = Tissue


def _sensitivity(times: float, bears: float) -> Callable[[Parameters], Parameters]:
    """Flares by load come so many times as readily, above so much of the tolerance. Pain and soreness do not tell more of it."""
    def change(p: Parameters) -> Parameters:
        return replace(p, flare_gain=p.flare_gain * times, places=_places(p, lambda one: replace(one, tolerance=one.tolerance * bears)))

    return change


def _slowly(p: Parameters) -> Parameters:
    return replace(p, tissue_sessions=3.0 * p.tissue_sessions, tissue_most=1.0 + 0.5 * (p.tissue_most - 1.0))


def _noisier(p: Parameters) -> Parameters:
    return replace(p, answer_sd=1.0, peak_sd=2.0 * p.peak_sd, effort_sd=2.0 * p.effort_sd)


def _unrelated(p: Parameters) -> Parameters:
    return replace(p, flare_gain=0.0, sore_gain=0.0, peak_gain=0.0, peak_excess=0.0)


def _restless(p: Parameters) -> Parameters:
    return replace(p, places=_places(p, lambda one: replace(one, sd=1.5 * one.sd)))


def _places(p: Parameters, change: Callable[[Place], Place]) -> tuple[Place, ...]:
    return tuple(change(place) for place in p.places)


BIOLOGIES = {
    "standard": Biology("the calibrated one"),
    "double": Biology("twice the load sensitivity: flares twice as readily, above four fifths of the tolerance", _sensitivity(2.0, 0.8)),
    "half": Biology("half the load sensitivity: flares half as readily, above five quarters of the tolerance", _sensitivity(0.5, 1.25)),
    "slow_adaptation": Biology("tissue adapts three times as slowly and half as far", _slowly),
    "noisy": Biology("answers scatter by a point, pain and effort in a set twice as much", _noisier),
    "denial": Biology("everybody answers two points less", lambda p: replace(p, manner=Manner.DENIES, bias=2.0)),
    "unrelated": Biology("pain and flares have nothing to do with load", _unrelated),
    "slow_responders": Biology("strength comes half as far and two thirds as fast",
                               lambda p: replace(p, gain_most=0.5 * p.gain_most, gain_sessions=1.5 * p.gain_sessions)),
    "jump": Biology("flares follow the jump of load over the last four weeks' habit", place=Jump),
    "volume": Biology("the week's summed stress counts, not its peaks", place=Volume),
    "threshold": Biology("nothing until a hard threshold that does not move, then a lot", place=Threshold),
    "sensitised": Biology("any effort is felt, days differ more, tolerance hardly matters", _restless, Sensitised),
}
"""By name, the standard one first."""

NAMES = tuple(BIOLOGIES)


def make(seed: int, biology: str = "standard", regions: Sequence[Region] | None = None) -> VirtualPerson:
    """Person number `seed` of a biology, on the first day. regions: the painful places; None: as common as they are.

    Raises:
        ValueError: no biology has this name.
    """
    if biology not in BIOLOGIES:
        raise ValueError(f"there is no biology {biology!r}; there are {', '.join(NAMES)}")
    chosen = BIOLOGIES[biology]
    drawn = draw_anybody(seed) if regions is None else draw(seed, regions)
    return VirtualPerson(chosen.change(drawn), seed, make=chosen.place)
