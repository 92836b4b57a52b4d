"""What an exercise asks of the body, in words for the person, in numbers for those who treat them; and what it would take to go up."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from halfkilo import exercises as exercises_room
from halfkilo import limits
from halfkilo.dose.explain import why
from halfkilo.dose.whatif import what_if
from halfkilo.exercises import Exercise, catalogue, words
from halfkilo.exercises.loads import Peak, read_ways
from halfkilo.journal.state import State, parts_of
from halfkilo.units import Region, Side, Tool
from halfkilo.web import rules
from halfkilo.words import say
from halfkilo.words import tongue as tongue_of

HOME = Path(exercises_room.__file__).parent
CLEARLY = 5
"""Points of demand by which one exercise has to ask less of a place to be called gentler for it."""


def ladder(exercise: Exercise, tongue: str, state: State | None) -> list[dict[str, Any]]:
    """The ladder it stands on, gentlest first; with whom it spares, where that is a place the person tracks."""
    tracked = [Region(name) for name in state["regions"]] if state else []
    steps = [catalogue()[slug] for slug in catalogue().ladder(exercise.slug)]
    return [{"slug": step.slug, "name": words(step.slug, tongue).name, "here": step is exercise,
             "gentler": _gentler(step, exercise, tracked, tongue)} for step in steps]


def _gentler(step: Exercise, than: Exercise, tracked: list[Region], tongue: str) -> str:
    spared = [one for one in tracked if _on(than, one) >= limits.DEMAND_HEARD.first and _on(step, one) <= _on(than, one) - CLEARLY]
    return say("page.exercise.gentler", tongue, region=spared[0].value) if spared else ""


def _on(exercise: Exercise, region: Region) -> int:
    return max(exercise.demand_on(region, side) for side in exercise.doses)


def ahead(exercise: Exercise, state: State, on: date, tongue: str) -> list[dict[str, Any]]:
    """What it would take to go up, for what of it was done last: one list, or one a side where they differ."""
    known = {key: one["last"] or "" for key, one in state["exercises"].items() if parts_of(key)[0] == exercise.slug}
    tool = parts_of(max(known, key=lambda key: known[key]))[1] if known else ""
    found: dict[tuple[str, ...], list[str]] = {}
    for side in (Side(parts_of(key)[2]) for key in sorted(known) if parts_of(key)[1] == tool):
        looked = what_if(state, on, exercise.slug, Tool(tool), side, policy=rules.in_force())
        if looked is not None:
            lines = tuple(why(reason, tongue) for reason in looked.missing) or (say("page.exercise.ahead_now", tongue),)
            found.setdefault(lines, []).append(side.value)
    return [{"lines": lines, "side": say(f"side.{sides[0]}", tongue) if len(found) > 1 else ""} for lines, sides in found.items()]


@lru_cache(maxsize=256)
def relative(slug: str, tongue: str) -> list[dict[str, Any]]:
    """Relative load by joint, one table for each way of loading; numbers are for clinicians."""
    exercise = catalogue()[slug]
    return [{"way": say(f"viewer.{way.tool}", tongue), "load": say("load.kg", tongue, grams=way.working) if way.working else "",
             "rows": [_row(peak, exercise, tongue) for peak in way.peaks]} for way in read_ways(HOME / slug)]


def _row(peak: Peak, exercise: Exercise, tongue: str) -> dict[str, str]:
    numbers = {"moment": f"{peak.moment:.2f}", "per_kg": f"{peak.per_kg:.2f}", "contact": f"{peak.working:.1f}"}
    written = {key: value.replace(".", tongue_of(tongue).decimal) for key, value in numbers.items()}
    return {"joint": say(f"joint.{peak.joint.value}", tongue), "demand": str(exercise.demand.of(peak.joint)), **written}
