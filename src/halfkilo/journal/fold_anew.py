"""Folding a load that is found anew with a yes (`dose/anew.py`): the yes, the finder that it opens, and what ends either.

The standing dose is never taken away. What was found is a bound, and only for what a decision made of it (`most`); without a yes, late, or
from another session, a finder changes nothing about a dose that stands.
"""

from __future__ import annotations

from typing import Any

from halfkilo import limits
from halfkilo.journal.standing import days_between
from halfkilo.journal.state import ExerciseState, Outing, State


def yes_to_look(exercise: ExerciseState, most: int, on: str) -> None:
    """A yes to look again, up to `most` grams, for the next time the exercise is done."""
    if exercise["dose"] is not None and most > exercise["dose"]["g"]:
        exercise["anew"] = {"on": on, "most": most, "n": 0}


def opens(exercise: ExerciseState, number: int, on: str) -> bool:
    """Whether a finder step in session `number` has its yes: within a week of it, and in one session only."""
    mark = exercise.get("anew")
    if mark is None or not number or mark["n"] not in (0, number) or exercise["dose"] is None:
        return False
    return 0 <= days_between(mark["on"], on) <= limits.WEEK.first


def found_anew(exercise: ExerciseState, number: int, on: str, best: int) -> None:
    """Keep what was comfortable so far, grams; every step counts, so that who leaves in the middle has found what came before."""
    mark = exercise["anew"]
    exercise["anew"] = {**mark, "n": number}
    exercise["found"] = [min(best, mark["most"]), on]


def close_anew(exercise: ExerciseState) -> None:
    """A flare, or a heavier dose: neither the yes nor what was found holds any longer."""
    exercise.pop("anew", None)


def hurt(exercise: ExerciseState) -> None:
    """A stop for pain: only what was found to be less than stands still counts."""
    if "anew" in exercise and (not exercise["anew"]["n"] or not _less(exercise)):
        close_anew(exercise)


def lapse(exercise: ExerciseState, on: str) -> None:
    """The exercise is done without its finder: the yes is used up. What was found holds for a week, unless it was less than stands."""
    mark = exercise.get("anew")
    if mark is not None and (not mark["n"] or _less(exercise) or days_between(exercise["found"][1], on) > limits.WEEK.first):
        close_anew(exercise)


def _less(exercise: ExerciseState) -> bool:
    """Whether what was found is less than what stands."""
    dose = exercise["dose"]
    return dose is None or exercise["found"][0] < dose["g"]


def most(state: State, exercise: ExerciseState, key: str) -> int:
    """The heaviest that the finding allows a set to stand for, grams: what was decided from it, never more than was found; else 0."""
    line = _decided(state, exercise, key)
    return min(int(exercise["found"][0]), int(line[0])) if line else 0


def target_anew(state: State, exercise: ExerciseState, key: str, outing: Outing) -> int:
    """The largest target of a set that is heavier than what stands: as decided from what was found."""
    line, dose = _decided(state, exercise, key), exercise["dose"]
    heavier = line and dose is not None and outing["g"] > dose["g"]
    return min(outing["t"], int(line[1])) if heavier else outing["t"]


def _decided(state: State, exercise: ExerciseState, key: str) -> list[Any]:
    mark, decision = exercise.get("anew"), state["decision"]
    if mark is None or not mark["n"] or decision is None:
        return []
    return decision["lines"].get(key, [])
