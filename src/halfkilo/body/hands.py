"""How each hand is in a clip: closed round something, flat on something, or at rest."""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.body.movement import Grip, Load, Movement
from halfkilo.body.pose import touches_of
from halfkilo.body.vocabulary import SIDES, Surface, parts

CLOSED, PRESSED = ("stick", "towel"), ("ball", "cushion")
"""Things that a hand closes round, and things that lie between flat palms."""


def hands_of(movement: Movement, load: Load | None = None) -> dict[str, str]:
    """`hold`, `flat` or `rest` for `right` and `left`: what the file says, else what the contacts, things and loads mean."""
    said = {side: (getattr(load.hands, side) if load else None) or getattr(movement.hands, side) for side in SIDES}
    return {side: (said[side] or _found(movement, f"{side}_hand", load)).value for side in SIDES}


def _found(movement: Movement, hand: str, load: Load | None) -> Grip:
    if load and hand in parts(load.to, "to"):
        return Grip.HOLD
    touched = set(_touched(movement, hand))
    if Surface.HANDLE in touched or _carries(movement, CLOSED, hand):
        return Grip.HOLD
    return Grip.FLAT if touched or _carries(movement, PRESSED, hand) else Grip.REST


def _touched(movement: Movement, hand: str) -> Iterator[Surface]:
    for pose in movement.pose:
        yield from (touch.surface for touch in touches_of(movement, pose) if hand in touch.parts)


def _carries(movement: Movement, kinds: tuple[str, ...], hand: str) -> bool:
    things = (getattr(movement.scene, kind) for kind in kinds)
    return any(hand in parts(thing.at, "at") for thing in things if thing)
