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


def usual(p: Parameters, long_run: float, day: float, sessions: float) -> float:
    """Usual pain after `day` days and `sessions` sessions. Taking part counts, load does not (START, Lawford 2024)."""
    natural = p.natural_drop * (1.0 - exp(-day / p.natural_days))
    context = p.context_drop * (1.0 - exp(-sessions / p.context_sessions))
    return positive(long_run - natural - context)


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
    """How much of a full training stimulus an exertion is: 0 below a third of what could be done, 1 close to the limit."""
    share = (relative - p.stimulus_from) / (p.stimulus_full - p.stimulus_from)
    return lesser(1.0, positive(share))


def gain(p: Parameters, now: float, stimulus_: float) -> float:
    """Strength gained so far (share of the fresh strength), after a session with this stimulus."""
    return now + stimulus_ * positive(p.gain_most - now) / p.gain_sessions


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


def together(p: Parameters, summed: float) -> float:
    """Stress of a whole session from the sum of `stress ** volume_power` of its sets."""
    stress: float = summed ** (1.0 / p.volume_power)
    return stress


def soreness(p: Parameters, left: float, over: float) -> float:
    """Soreness tomorrow: half of today's, and that of a session above tolerance."""
    return p.sore_keep * left + p.sore_gain * over


def flare_risk(p: Parameters, weekly: float, over: float) -> float:
    """Chance that a flare begins tonight: spontaneous, and convex in the excess of the day's load."""
    return 1.0 - exp(-weekly / 7.0 - p.flare_gain * over**2)


def adapted(p: Parameters, tolerance: float, fresh: float, stress: float) -> float:
    """Tolerance after a session: it follows the exposure upwards, slowly and never past its ceiling."""
    goal = lesser(p.tissue_reserve * stress, p.tissue_most * fresh)
    return tolerance + positive(goal - tolerance) / p.tissue_sessions


def unused(p: Parameters, tolerance: float, fresh: float) -> float:
    """Tolerance after a day without load: what was gained fades, the fresh tolerance stays."""
    return tolerance - positive(tolerance - fresh) * (1.0 - exp(-1.0 / p.tissue_days))


def function(p: Parameters, start: float, sessions: float, change: float) -> float:
    """Own activities (PSFS, 0-10): better by taking part, worse on days with more pain than at the start (`change`)."""
    return positive(start + p.function_gain * (1.0 - exp(-sessions / p.context_sessions)) - 0.3 * change)
