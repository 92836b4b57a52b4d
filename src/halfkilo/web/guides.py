"""What the supervisor watches during a set, from the person's record: the range they taught, and whether the spotter stands by."""

from __future__ import annotations

from typing import Any

from halfkilo.exercises import catalogue
from halfkilo.exercises.facts import Count
from halfkilo.gym.guide import Guide, Taught
from halfkilo.units import Side
from halfkilo.web.history import latest_of
from halfkilo.web.models import Person


def guide(person: Person, exercise: str, side: Side, profile: dict[str, Any] | None = None) -> Guide:
    """For one exercise on one side (H18: never another's range). Holds don't move, so nobody is spotted in them. profile: choices."""
    found, chosen = catalogue().get(exercise), profile or {}
    taught = {one: _taught(person, exercise, one) for one in _cables(side)}
    moves = found is not None and found.facts.count is Count.REPS
    return Guide(left=taught.get(Side.LEFT), right=taught.get(Side.RIGHT), spotter=moves and not chosen.get("alone", False),
                 slowing=chosen.get("slowing", 0) if moves else 0)


def _cables(side: Side) -> tuple[Side, ...]:
    return (Side.LEFT, Side.RIGHT) if side is Side.BOTH else (side,)


def _taught(person: Person, exercise: str, side: Side) -> Taught | None:
    """The range taught last for that side, or for both at once. An imported one was taught on another machine."""
    line = latest_of(person, exercise, "range_taught", {side.value, Side.BOTH.value})
    return Taught(line.body["least"], line.body["most"]) if line is not None and line.body["least"] < line.body["most"] else None
