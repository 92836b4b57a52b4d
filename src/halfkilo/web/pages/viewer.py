"""What the moving figure is told, on an exercise's page and in the player: words, load, muscles at work, the region to ring, its build."""

from __future__ import annotations

import json
from functools import lru_cache
from math import cos, sin
from pathlib import Path
from typing import Any

from halfkilo import exercises as exercises_room
from halfkilo import limits
from halfkilo.exercises import Exercise, With, Words
from halfkilo.journal.state import State
from halfkilo.units import Region, Side
from halfkilo.web.build import SHAPES, SKINS, Build
from halfkilo.words import say

CLIPS = Path(exercises_room.__file__).parent
BUTTONS = ("play", "pause", "slow", "view", "side", "turned", "front", "closer", "where", "start", "end", "moving", "there", "hold", "back",
           "rest", "with", "cable", "dumbbell", "band", "body", "figure", "skin", *SHAPES, *(f"skin_{skin}" for skin in SKINS),
           "often", "good", "see", "try", "next")
"""Keys of `viewer` in the words that the script needs."""
LYING = frozenset({"supine", "crook", "prone", "side"})
ROUND = 90
"""About how far the body reaches beyond its joints, mm."""


def viewer(exercise: Exercise, said: Words, tongue: str, state: State | None, build: Build) -> dict[str, Any]:
    """For the template; `state`: the person's, None for a stranger. Values of `words`, `faults` and `muscles` are JSON."""
    return {
        "label": say("viewer.label", tongue, name=said.name),
        "words": json.dumps(buttons(tongue), ensure_ascii=False),
        "faults": json.dumps([{"see": fault.see, "try": fault.try_} for fault in said.fault], ensure_ascii=False),
        "muscles": json.dumps(muscles(exercise)),
        "load": shown_load(exercise.facts.variant[0].with_),
        "ring": ring(exercise, state, Side.BOTH) if state else "",
        "room": room(exercise),
        "shape": build.shape,
        "skin": build.skin,
    }


def buttons(tongue: str) -> dict[str, str]:
    """The words of the figure's buttons."""
    return {key: say(f"viewer.{key}", tongue) for key in BUTTONS}


def muscles(exercise: Exercise) -> dict[str, list[str]]:
    """Those that do the work, and those that help."""
    found = exercise.facts.muscles
    return {"main": [one.value for one in found.main], "also": [one.value for one in found.also]}


def shown_load(tool: With) -> str:
    """The load in the figure's hands; nothing for body weight."""
    return "" if tool is With.BODY else tool.value


def ring(exercise: Exercise, state: State, side: Side) -> str:
    """The place, as the figure names it (`right_knee`), of the first region that the person follows and that the exercise loads
    while `side` works; nothing when there is none."""
    tracked = [Region(name) for name, region in state["regions"].items() if region["tracked"] and name != Region.WIDESPREAD]
    found = next((one for one in tracked if exercise.demand_on(one, side) >= limits.DEMAND_HEARD.first), None)
    if found is None:
        return ""
    return found.joint.value if found.side is Side.BOTH else f"{found.side.value}_{found.joint.value}"


def room(exercise: Exercise) -> str:
    """How much height the movement wants where the page is narrow: `low` (lying), `middle` (on all fours, sitting low) or `high`."""
    share = _height(exercise.slug, exercise.facts.camera)
    return "low" if share < 0.5 else "middle" if share < 1 else "high"


@lru_cache(maxsize=256)
def _height(slug: str, view: str) -> float:
    """Height over width of all that the movement covers, seen as the viewer first sees it (`front/figure/camera.ts`)."""
    clip = json.loads((CLIPS / slug / "clip.json").read_text("utf-8"))
    lying = clip["base"] in LYING
    yaw, pitch = {"side": (0.12, 0.3 if lying else 0.14), "front": (0.06, 1.15) if lying else (1.47, 0.14)}[view]
    wide, high = [], []
    for frame in clip["frames"][::4]:
        for at in range(0, len(frame), 3):
            x, y, z = frame[at : at + 3]
            wide.append(x * cos(yaw) + y * sin(yaw))
            high.append((y * cos(yaw) - x * sin(yaw)) * sin(pitch) + z * cos(pitch))
    return float((max(high) - min(high) + 2 * ROUND) / (max(wide) - min(wide) + 2 * ROUND))
