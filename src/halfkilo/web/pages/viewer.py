"""What the moving figure of an exercise's page is told: words of its buttons, the load it holds, muscles at work, the region to ring."""

from __future__ import annotations

import json
from typing import Any

from halfkilo.exercises import Exercise, With, Words
from halfkilo.journal.state import State
from halfkilo.units import Region, Side
from halfkilo.words import say

BUTTONS = ("play", "pause", "slow", "view", "side", "turned", "front", "closer", "where", "start", "end", "there", "hold", "back", "rest",
           "with", "cable", "dumbbell", "band", "body", "figure", "slim", "middle", "broad", "often", "good", "see", "try", "next")
"""Keys of `viewer` in the words that the script needs."""


def viewer(exercise: Exercise, said: Words, tongue: str, state: State | None = None) -> dict[str, Any]:
    """For the template; `state`: the person's, None for a stranger. Values of `words`, `faults` and `muscles` are JSON."""
    muscles = exercise.facts.muscles
    return {
        "label": say("viewer.label", tongue, name=said.name),
        "words": json.dumps({key: say(f"viewer.{key}", tongue) for key in BUTTONS}, ensure_ascii=False),
        "faults": json.dumps([{"see": fault.see, "try": fault.try_} for fault in said.fault], ensure_ascii=False),
        "muscles": json.dumps({"main": [one.value for one in muscles.main], "also": [one.value for one in muscles.also]}),
        "load": _load(exercise),
        "ring": _ring(state) if state else "",
    }


def _load(exercise: Exercise) -> str:
    """The way of loading that is shown first: the first that the exercise offers, nothing for body weight."""
    first = exercise.facts.variant[0].with_
    return "" if first is With.BODY else first.value


def _ring(state: State) -> str:
    """The place on the figure of the first region the person follows, as the figure names it: `right_knee`."""
    tracked = [Region(name) for name, region in state["regions"].items() if region["tracked"]]
    found = next((region for region in tracked if region is not Region.WIDESPREAD), None)
    if found is None:
        return ""
    return found.joint.value if found.side is Side.BOTH else f"{found.side.value}_{found.joint.value}"
