"""Where an exercise stands: which outings are remembered, and the most that a set may make of the standing dose.

The one rule that must never break stands here: a dose gets heavier only through a yes. What was lifted beyond it is history.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from halfkilo import limits
from halfkilo.journal.state import OUTINGS_KEPT, RISES_KEPT, ExerciseState, Outing, State


def stands(exercise: ExerciseState, on: str) -> bool:
    """Whether there is a dose that a break has not ended."""
    days = [days_between(one["d"], on) for one in exercise["outings"] if "q" not in one]
    return exercise["dose"] is not None and min(days, default=0) <= limits.BREAK_BOUNDS[-1]


@lru_cache(maxsize=8192)
def days_between(first: str, last: str) -> int:
    """Whole days from one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def kept(outings: list[Outing]) -> list[Outing]:
    """The outings that are remembered: older gentle ones and finders go first, or a week of them would make us forget where the
    dose stands."""
    left = list(outings)
    while len(left) > OUTINGS_KEPT:
        del left[next((place for place, one in enumerate(left[:-1]) if not says(one)), 0)]
    return left


def says(outing: Outing) -> bool:
    """Whether an outing says where the dose stands: no finder, and gentle or rescue only when it was stopped for pain."""
    return "q" not in outing and (not outing.get("m", False) or outing["x"] == "pain")


def note_gap(exercise: ExerciseState, on: str, spared: bool) -> None:
    """Gentle and rescue outings do not use up a break: its cut waits for the next usual one."""
    last = next((one for one in reversed(exercise["outings"]) if "q" not in one), None)
    gap = max(0, days_between(last["d"], on)) if last else 0
    if spared:
        exercise["gap"] = max(exercise.get("gap", 0), gap)
    else:
        exercise.pop("gap", None)


def allowed(state: State, exercise: ExerciseState, key: str, on: str, lifted: int) -> int:
    """The heaviest load a set may make the new standing dose: what stood before, or what a yes allowed; on a day with a decision about it
    never more than was decided or had a yes, so that lifting the old load again does not undo a cut. A first outing stands at what was
    decided; where nothing was, where the person chose to begin."""
    yes = exercise.get("accepted")
    decided = [int(line[0]) for line in lines_of(state, key, on) if line[3] not in ("find", "anew")]
    bounds = [*decided, *([yes["g"]] if yes is not None else [])]
    old = exercise["dose"]
    if old is not None:
        return min(max(bounds, default=old["g"]), max(old["g"], yes["g"] if yes is not None else 0))
    if not decided and "found" in exercise:
        bounds.append(int(exercise["found"][0]))
    # Found anew after a long break: never past where it once stood.
    return min([max(bounds, default=lifted), *(one["g"] for one in exercise["outings"] if says(one))])


def lines_of(state: State, key: str, on: str) -> list[list[Any]]:
    """What was decided about it on day `on`."""
    decision = state["decision"]
    return [decision["lines"][key]] if decision is not None and decision["on"] == on and key in decision["lines"] else []


def reached(outing: Outing) -> int:
    """How far its movement went, percent of the whole range."""
    return outing.get("rp", 100)


def slowed(outing: Outing) -> int:
    """Seconds more on the way back of its repetitions."""
    return outing.get("sl", 0)


def note_range(state: State, exercise: ExerciseState, outing: Outing, key: str) -> None:
    """How far and how slowly the movement of a new outing goes: as decided that day; where nothing was, as the last time."""
    decision = state["decision"]
    line = decision["lines"].get(key) if decision is not None and decision["on"] == outing["d"] else None
    last = next((one for one in reversed(exercise["outings"]) if says(one)), None)
    percent = int(line[4]) if line is not None else reached(last) if last is not None else 100
    slower = int(line[5]) if line is not None else slowed(last) if last is not None and last["g"] == outing["g"] else 0
    if percent < 100:
        outing["rp"] = percent
    if slower:
        outing["sl"] = slower


def _lines(state: State, key: str) -> list[list[Any]]:
    decision = state["decision"]
    return [decision["lines"][key]] if decision is not None and key in decision["lines"] else []


def sets_allowed(state: State, exercise: ExerciseState, key: str, done: int) -> int:
    """The most sets an outing may stand for: what stood, what was decided, what a yes allowed."""
    known = [one["s"] for one in exercise["outings"] if says(one)]
    if not known:
        return done
    known += [int(line[2]) for line in _lines(state, key)]
    return max([*known, *(dose["s"] for dose in (exercise["dose"], exercise.get("accepted")) if dose is not None)])


def target_allowed(state: State, exercise: ExerciseState, key: str, outing: Outing) -> int:
    """The largest target an outing may stand for: at a lighter load as many as make no more demand (DOSE.md 6), at the load where
    it stands what stood or was decided, above it what the yes said."""
    old, yes = exercise["dose"], exercise.get("accepted")
    if old is None or outing["s"] == 0:
        return outing["t"]
    if outing["g"] > old["g"]:
        return yes["t"] if yes is not None else old["t"]
    decided = [int(line[1]) for line in _lines(state, key)] + ([yes["t"]] if yes is not None and yes["g"] == outing["g"] else [])
    lighter = old["g"] * (30 + old["t"]) // outing["g"] - 30 if 0 < outing["g"] < old["g"] else 0
    return max([old["t"], lighter, *decided])


def note_told(outing: Outing, grams: int, target: int) -> None:
    """Remember what was told as long as it is more than the outing may stand for."""
    told = outing.get("w")
    if told is None:
        return
    outing["w"] = [min(told[0], grams), min(told[1], target)]
    if outing["w"] == [outing["g"], outing["t"]]:
        del outing["w"]


def catch_up(exercise: ExerciseState, on: str, grams: int, target: int) -> None:
    """A decision or a yes that is folded after its sets, because the device's clock is behind, still counts for them: as far as it
    goes, and only on its own day."""
    last, old = exercise["outings"][-1] if exercise["outings"] else None, exercise["dose"]
    if last is None or old is None or last["d"] != on or "w" not in last or not says(last):
        return
    new = (min(last["w"][0], grams), min(last["w"][1], target))
    if new[0] < last["g"] or (new[0] == last["g"] and new[1] <= last["t"]):
        return
    exercise["rises"] = [*exercise["rises"][-RISES_KEPT + 1:], {"d": on, "g": old["g"], "t": old["t"]}]
    last["g"], last["t"] = new
    exercise["dose"] = {**old, "g": new[0], "t": new[1]}
    del last["w"]
    if exercise.get("accepted") is not None and new >= (grams, target):
        del exercise["accepted"]
