"""The biology as small pure functions. Only arithmetic, so each works on floats and, unchanged, on arrays of people.

Loads are relative: 1 is what the fresh person could lift once. Pain is NRS before rounding.
"""

from __future__ import annotations

from math import e

from halfkilo.people.parameters import Parameters


def positive(x: float) -> float:
    """`x` where it is above 0, else 0."""
    return 0.5 * (x + abs(x))


def lesser(a: float, b: float) -> float:
    """The smaller of two."""
    return a - positive(a - b)


def greater(a: float, b: float) -> float:
    """The larger of two."""
    return b + positive(a - b)


def exp(x: float) -> float:
    """e to the power of `x`."""
    value: float = e**x
    return value


def noise(p: Parameters, last: float, sd: float, shock: float) -> float:
    """The next day's departure from the usual: AR(1) with standard deviation `sd`; `shock` is a standard normal draw."""
    fresh: float = (1.0 - p.phi**2) ** 0.5
    return p.phi * last + fresh * sd * shock


def relief(p: Parameters, day: float, contacts: float, moved: float) -> float:
    """Share by which usual pain has fallen after `day` days, `contacts` (sessions or visits) and `moved` (sessions with movement).

    Taking part counts, load does not (START, Lawford 2024); most of it comes without movement, too (evidence 0.4)."""
    natural = p.natural_share * (1.0 - exp(-day / p.natural_days))
    context = p.context_share * (1.0 - exp(-contacts / p.context_sessions))
    moving = p.moving_share * (1.0 - exp(-moved / p.context_sessions))
    return natural + context + moving


def usual(long_run: float, relieved: float) -> float:
    """Usual pain once a share of it is relieved. Below 0 the share is a worsening."""
    return long_run * positive(1.0 - relieved)


def demand(load: float, reps: float) -> float:
    """Load and repetitions as the load that could be lifted once with the same exertion (Epley)."""
    return load * (1.0 + reps / 30.0)


def reserve(load: float, reps: float, strength: float) -> float:
    """Repetitions left after `reps` with `load`; negative where it could not be done."""
    return 30.0 * (strength / load - 1.0) - reps


def effort(p: Parameters, load: float, left: float, strength: float) -> float:
    """OMNI 0-10: grows with the load and, towards the end, as the reserve runs out."""
    by_load = p.effort_load * load / strength
    by_reserve = 10.0 * exp(-positive(left) / p.effort_reserve)
    return lesser(10.0, greater(by_load, by_reserve))


def stimulus(p: Parameters, relative: float) -> float:
    """How much of all that can be gained an exertion leads to in the end: 0 below a third of what could be done, 1 close to the limit."""
    share = (relative - p.stimulus_from) / (p.stimulus_full - p.stimulus_from)
    led: float = lesser(1.0, positive(share)) ** 0.5
    return led


def dosed(p: Parameters, sets: float) -> float:
    """Share of the stimulus that so many sets give: one set most of it, each further set less."""
    return 1.0 - p.set_misses * exp(-(sets - 1.0))


def gain(p: Parameters, now: float, stimulus_: float) -> float:
    """Strength gained so far (share of the fresh strength), after a session with this stimulus: towards what it leads to."""
    return now + positive(p.gain_most * stimulus_ - now) / p.gain_sessions


def fade(p: Parameters, now: float, idle: float) -> float:
    """One day's loss of the gain, once a joint was idle for longer than `fade_after` days."""
    late = lesser(1.0, positive(idle - p.fade_after))
    return now * (1.0 - late * (1.0 - exp(-1.0 / p.fade_days)))


def excess(stress: float, tolerance: float) -> float:
    """Share by which a stress lies above what the tissue bears."""
    return positive(stress / tolerance - 1.0)


def rise(p: Parameters, stress: float, tolerance: float) -> float:
    """How much pain rises during a set: a little at the edge of tolerance, steeply above it. Never down."""
    edge = lesser(1.0, stress / tolerance)
    return p.peak_gain * edge**2 + p.peak_excess * excess(stress, tolerance)


def counted(stress: float) -> float:
    """One set's stress as it adds up over a session: its fourth power, so that peaks count more than volume (ours)."""
    squared = stress * stress
    return squared * squared


def together(summed: float) -> float:
    """Stress of a whole session from the sum of its sets' `counted`."""
    stress: float = (summed**0.5) ** 0.5
    return stress


def bears(p: Parameters, tolerance: float, mood: float, flaring: float) -> float:
    """What the tissue bears today. mood: how bad a day it is, in standard deviations; flaring: 1 during a flare, else 0."""
    return tolerance * exp(-p.tolerance_sd * mood) * (1.0 - flaring * (1.0 - p.flare_tolerance))


def mood(p: Parameters, departure: float, shock: float) -> float:
    """How bad a day is, in standard deviations: partly seen in the morning's pain (`departure`, in its own), partly not (`shock`)."""
    unseen: float = (1.0 - p.tolerance_seen**2) ** 0.5
    return p.tolerance_seen * departure + unseen * shock


def soreness(p: Parameters, left: float, over: float) -> float:
    """Soreness tomorrow: half of today's, and that of a session above tolerance."""
    return p.sore_keep * left + p.sore_gain * over


def provoked(p: Parameters, over: float) -> float:
    """Hazard tonight of a flare by load: nothing until a little above tolerance, then convex. Pain and soreness are raised before."""
    above = positive(over - p.flare_margin)
    return p.flare_gain * above * above


def flare_risk(weekly: float, hazard: float) -> float:
    """Chance that a flare begins tonight, by itself (`weekly`) or by load (`hazard`)."""
    return 1.0 - exp(-weekly / 7.0 - hazard)


def flare_length(p: Parameters, shock: float) -> float:
    """Days a flare lasts: lognormal, between its bounds; `shock` is a standard normal draw."""
    return lesser(p.flare_most, greater(p.flare_least, p.flare_days * exp(p.flare_spread * shock)))


def flare_height(p: Parameters, days: float) -> float:
    """How much a flare that still lasts so many days raises pain: all of it, less on its last two days."""
    return p.flare_height * lesser(1.0, 0.5 * days)


def adapted(p: Parameters, tolerance: float, fresh: float, stress: float) -> float:
    """Tolerance after a session: follows exposure upwards, slowly, never past its ceiling. What lies above tolerance teaches nothing."""
    goal = lesser(p.tissue_reserve * lesser(stress, tolerance), p.tissue_most * fresh)
    return tolerance + positive(goal - tolerance) / p.tissue_sessions


def unused(p: Parameters, tolerance: float, fresh: float) -> float:
    """Tolerance after a day without load: what was gained fades, the fresh tolerance stays."""
    return tolerance - positive(tolerance - fresh) * (1.0 - exp(-1.0 / p.tissue_days))


def function(p: Parameters, start: float, sessions: float, change: float) -> float:
    """Own activities (PSFS, 0-10): better by taking part, worse on days with more pain than at the start (`change`)."""
    return positive(start + p.function_gain * (1.0 - exp(-sessions / p.context_sessions)) - 0.3 * change)
