"""All numbers of the simulated biology in one frozen dataclass, each with its source and how well it is known.

The letters are those of `limits.Certainty`: V read, V2 secondary, C computed from cited inputs, D our own choice, M memory.
"evidence" is the shared evidence base. What no trial has measured is ours, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from halfkilo.units import Region


class Manner(StrEnum):
    """How a person answers: as it is, smaller than it is, or larger than it is."""

    PLAIN = "plain"
    DENIES = "denies"
    ENLARGES = "enlarges"


@dataclass(frozen=True)
class Place:
    """One painful place. usual: long-run level, NRS. sd: day-to-day, NRS. tolerance: the stress that the tissue bears without complaint,
    where a set's stress is its exertion (1: all that can be done) times the exercise's demand on the place. flares: spontaneous ones
    per week."""

    region: Region
    usual: float
    sd: float = 1.2
    tolerance: float = 0.60
    flares: float = 0.065


def _n(value: float, source: str) -> Any:
    return field(default=value, metadata={"source": source})


@dataclass(frozen=True)
class Parameters:
    """One simulated person. Times are days unless said, pain is NRS, shares are of 1."""

    places: tuple[Place, ...] = field(default=(Place(Region.LOW_BACK, 4.0),), metadata={"source": "evidence 7.1, drawn by `population`"})
    manner: Manner = field(default=Manner.PLAIN, metadata={"source": "H13; D"})
    age: int = field(default=50, metadata={"source": "pain-programs 5.1: mean 41 (15.6); D"})

    # Pain from day to day.
    phi: float = _n(0.35, "evidence 7.2: autocorrelation 0.2-0.5, D")
    flare_height: float = _n(2.5, "evidence 7.6: +2.5 in the false-alarm simulation, C")
    flare_days: float = _n(6.5, "evidence 7.3: median 5-8 days, V")
    flare_spread: float = _n(0.5, "evidence 7.3: range 2-30 days as a lognormal, C")
    flare_least: float = _n(2.0, "evidence 7.3: range 2-30 days, V")
    flare_most: float = _n(30.0, "evidence 7.3: range 2-30 days, V")
    natural_share: float = _n(0.30, "evidence 7.5: natural change -0.7 in 12 weeks; pain-programs 5.1: -1.39 in 5 years, as a share, D")
    natural_days: float = _n(120.0, "pain-programs 5.1: -0.6 to -1.0 within 12 weeks of -1.39, C")
    context_share: float = _n(0.17, "evidence 7.5: -1.0 to -1.2 by taking part, whatever the load; 0.4: about 70 % of it is context, C")
    context_sessions: float = _n(12.0, "evidence 7.5: over 8-12 weeks, D")
    moving_share: float = _n(0.07, "evidence 0.4: exercise against saline, 2.7 of 100 (-0.6 to 6.0), C")

    # What a load does to pain: never down.
    peak_gain: float = _n(0.5, "evidence 7.5, START: exercise itself near neutral; rise at the edge of tolerance, D")
    peak_excess: float = _n(4.0, "D: rise during a set per share above tolerance")
    peak_sd: float = _n(0.4, "D: scatter of the worst pain of a set")
    session_left: float = _n(0.5, "D: share of the rise that is left at the cool-down")
    sore_gain: float = _n(2.2, "D: soreness of the next day per share above tolerance")
    sore_keep: float = _n(0.5, "D: soreness peaks at 24 h and is half of it at 48 h")
    flare_gain: float = _n(1.5, "pain-programs 5.1: dose-jump to flare is individual and convex, D")
    flare_margin: float = _n(0.10, "D: pain in a set and soreness are raised before flares are likelier")

    # Tissue.
    tissue_sessions: float = _n(25.0, "D: tissue follows exposure more slowly than strength does")
    tissue_most: float = _n(2.5, "D: tolerance at most this many times the fresh one")
    tissue_days: float = _n(60.0, "D: tolerance falls back without exposure")
    tissue_reserve: float = _n(1.25, "D: exposure trains a tolerance a quarter above itself")
    tolerance_sd: float = _n(0.10, "D: tolerance from day to day (sleep, mood, sitting: evidence 7.3 names them as triggers)")
    tolerance_seen: float = _n(0.4, "D: how far a bad day for the tissue shows in the morning's pain, a correlation")
    flare_tolerance: float = _n(0.85, "D: share of the tolerance that is left during a flare")

    # Strength.
    strength: float = _n(1.0, "D: share of an average adult's strength")
    finder_share: float = _n(9.0, "D: a finder begins at about a ninth of what an untrained adult lifts once")
    body_share: float = _n(0.45, "D: a strengthening movement with body weight takes this share of the fresh strength")
    light_share: float = _n(0.15, "D: a mobility, breathing or relaxation movement takes this share")
    cardio_share: float = _n(0.35, "D: easy cardio takes this share; it adds up by the minute")
    gain_most: float = _n(0.34, "evidence 7.4: about 30 % in 8-26 weeks of good training; what the hardest training leads to, C")
    gain_sessions: float = _n(17.0, "evidence 7.4: tau 15-20 sessions, D")
    stimulus_from: float = _n(0.42, "D after ACSM 2009: a third of what could be lifted, eight times")
    stimulus_full: float = _n(0.90, "D after ACSM 2009: all of it close to the limit of repetitions")
    set_misses: float = _n(0.25, "D: share of the stimulus that one set alone misses")
    fade_after: float = _n(10.0, "evidence 2.2: up to two weeks nearly nothing is lost, V2")
    fade_days: float = _n(120.0, "evidence 2.2: 16 weeks off leave part of 12 weeks' gain, V (PMID 29777475), C")
    set_tires: float = _n(0.03, "D: strength lost with each set of the same exercise")
    hold_seconds: float = _n(3.0, "D: seconds of a hold that take as much as one repetition")
    cardio_minutes: float = _n(1.0, "D: minutes of easy cardio that take as much as one repetition")

    # Effort, 0-10.
    effort_load: float = _n(9.0, "OMNI is linear in the weight lifted (evidence 2, r 0.79-0.91), V; slope D")
    effort_reserve: float = _n(8.0, "evidence 2: OMNI 8 is about two reps left; 10 * exp(-reserve / 8), C")
    effort_sd: float = _n(0.6, "D")

    # Answers and behaviour.
    answer_sd: float = _n(0.3, "D: reporting error before rounding")
    bias: float = _n(2.0, "D: how much smaller or larger deniers and enlargers answer")
    fear: float = _n(0.3, "pain-programs 5.1: TSK-11 23.6 (4.9) of 11-44 is about 0.38 of the range; D")
    fear_eases: float = _n(0.04, "D: per session without a scare")
    fear_grows: float = _n(0.15, "D: per set with a sharp rise")
    fear_stop: float = _n(0.25, "D: chance to stop a set at a sharp rise, per unit of fear")
    attends: float = _n(0.85, "evidence 7.5: bimodal, about 45 % near full, 30 % near zero, V/D")
    answers: float = _n(0.93, "D: share of mornings answered")
    leaves_early: float = _n(0.02, "evidence 7.5: weekly hazard of leaving, first four weeks, D")
    leaves_later: float = _n(0.01, "evidence 7.5: weekly hazard of leaving afterwards, D")
    leaves_flaring: float = _n(1.5, "evidence 7.5: pain that fluctuates predicts lower adherence; excess hazard in a flare, D")
    accepts: float = _n(0.85, "D: share of offers that get a yes")
    function_gain: float = _n(2.5, "PSFS change that matters is 2 (evidence 4, M); reached over about ten weeks, D")


def sources() -> dict[str, str]:
    """Every number's source, by name."""
    return {one.name: str(one.metadata["source"]) for one in fields(Parameters)}
