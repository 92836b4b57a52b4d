"""A first load carried over: who moved on to another exercise of the family by their own yes begins it from what is known.

Only where both load the same joints in much the same way, and from the lower end of the capacity band, a share of it, less where a kilogram
has the longer lever in the new exercise, and never above what was lifted. Everywhere else the comfortable load is found (`finder`).
"""

from __future__ import annotations

from functools import lru_cache

from halfkilo import limits
from halfkilo.dose.anew import bottom
from halfkilo.dose.capacity import capacity
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.judge import Colour, Judged
from halfkilo.dose.session import Reason, Verdict
from halfkilo.exercises import Count, Exercise
from halfkilo.exercises.catalogue import HERE
from halfkilo.exercises.loads import read_ways
from halfkilo.units import Joint, Tool

WHOLE = 100
HARDEST = 10
"""The end of the effort scale: what is left of it counts as repetitions in reserve (OMNI 0-10)."""

NEAR = 50
"""Percent of leverage under which a load says too little about the other exercise: then it is found."""

LIGHT_MOMENT = 0.5
"""Newton metres per kilogram under which a joint hardly feels the load: a lever of five centimetres."""


def carried(case: Case) -> Decision | None:
    """The start of an exercise that took another one's place; None where it has to be found."""
    for slug in (old for old, new in case.day.state["instead"].items() if new == case.exercise.slug):
        kin = case.day.catalogue.get(slug)
        grams = _from(case, kin) if kin is not None and _alike(kin, case.exercise, case.variant.with_) else 0
        if grams > 0:
            why = Reason("start-carried", {"other": slug, "grams": grams})
            return Decision(Verdict.START, "start", grams, bottom(case, grams), case.sets, (why,))
    return None


def _from(case: Case, kin: Exercise) -> int:
    """Grams on the grid from the newest outing of `kin` that was borne well; 0 where none says enough."""
    variant, lever = kin.variant(case.variant.with_), leverage(kin.slug, case.exercise.slug, case.variant.with_)
    if variant is None or variant.pieces != case.variant.pieces or lever < NEAR or case.side not in kin.doses:
        return 0
    source = Case(case.day, case.gates, kin, variant, case.side, 1)
    last = source.last
    if last is None or not _says(last) or case.day.days_since(last.outing["d"]) > limits.BREAK_BOUNDS[0]:
        return 0
    lifted, effort = last.outing["g"], last.outing["e"]
    band = capacity(lifted, min(last.outing["r"]), HARDEST - effort) if effort is not None else None
    if band is None:
        return 0
    return case.grid.down(min(lifted, band.low * limits.CAPACITY_START.first // WHOLE) * lever // WHOLE)


def _says(one: Judged) -> bool:
    """Whether an outing says something about capacity: told, whole, green, settled, unaided, and not typed in later."""
    out = one.outing
    fine = one.colour is Colour.GREEN and one.settled is True and one.complete and not one.hard
    return fine and out["a"] == 0 and not out.get("y", False) and not out.get("c", False)


def _alike(one: Exercise, other: Exercise, tool: Tool) -> bool:
    """Same family, both counted in repetitions, joint demands pointing the same way: cosine in hundredths, in whole numbers."""
    if one.facts.family is not other.facts.family or {one.facts.count, other.facts.count} != {Count.REPS}:
        return False
    first, second = ({joint: each.demand.of(joint) for joint in Joint} for each in (one, other))
    dot = sum(first[joint] * second[joint] for joint in Joint)
    lengths = sum(value**2 for value in first.values()) * sum(value**2 for value in second.values())
    return WHOLE**2 * dot**2 >= limits.ALIKE.first**2 * lengths > 0


@lru_cache(maxsize=512)
def leverage(old: str, new: str, tool: Tool) -> int:
    """How much of a load of `old` weighs the same on every joint in `new`, percent, at most 100: from the moments that a kilogram adds
    (docs/loads.md). 0 where that is not known."""
    ways = [next((way for way in read_ways(HERE / slug) if way.tool == tool.value), None) for slug in (old, new)]
    if ways[0] is None or ways[1] is None:
        return 0
    before, after = ({peak.joint: peak.per_kg for peak in way.peaks} for way in ways if way is not None)
    shares = [WHOLE * before.get(joint, 0.0) / moment for joint, moment in after.items() if moment >= LIGHT_MOMENT]
    return min(WHOLE, int(min(shares, default=0.0)))
