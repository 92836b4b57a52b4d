"""What is watched while a load is on, beyond the machine's own guards: the taught range, a stuck repetition, one that slowed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from halfkilo.gym.bounds import SWEEP_MM, TAUGHT_MM
from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.guide import Guide, Taught
from halfkilo.gym.supervisor.spotter import Help, Slowing, Spotter


class Act(StrEnum):
    """What the unit should do; all of them only lighten."""

    NOTHING = "nothing"
    LOWER = "lower"
    LET_GO = "let_go"


@dataclass(frozen=True)
class Advice:
    """act, and the reason as `Counted.ended` and screens show it."""

    act: Act = Act.NOTHING
    why: str = ""


_NOTHING = Advice()
Shown = tuple[int, int] | None
"""The range of one cable as shown while arming, millimetres; None when that cable was not moved."""


class _CableCare:
    """One cable."""

    def __init__(self, guide: Guide, taught: Taught | None, shown: Shown) -> None:
        moved = shown is not None and shown[1] - shown[0] >= SWEEP_MM
        self._spotter = Spotter(*shown) if shown and moved and guide.spotter else None
        self._slowing = Slowing(*shown, guide.slowing) if shown and moved and guide.slowing else None
        self._furthest = taught.most + TAUGHT_MM if taught else None

    def see(self, at_ms: int, cable: CableReading) -> Advice:
        """One reading of a cable that holds something."""
        if self._furthest is not None and cable.position_mm > self._furthest:
            return Advice(Act.LET_GO, "beyond_taught")
        help_ = self._spotter.see(at_ms, cable.position_mm) if self._spotter else Help.NONE
        if help_ is not Help.NONE:
            return Advice(Act(help_.value), "stuck")
        if self._slowing is not None and self._slowing.see(at_ms, cable.position_mm):
            return Advice(Act.LET_GO, "slowed")
        return _NOTHING


class Care:
    """One set, from the moment the load begins. shown: the range of the left and right cable."""

    def __init__(self, guide: Guide, shown: tuple[Shown, Shown]) -> None:
        self._left = _CableCare(guide, guide.left, shown[0])
        self._right = _CableCare(guide, guide.right, shown[1])
        self.helped = 0

    def see(self, reading: Reading) -> Advice:
        """The gravest advice of the two cables; a cable that holds nothing is not watched."""
        found = [care.see(reading.at_ms, cable) for care, cable in ((self._left, reading.left), (self._right, reading.right))
                 if cable.held_g > 0]
        worst = max(found, key=lambda advice: list(Act).index(advice.act), default=_NOTHING)
        self.helped += worst.act is Act.LOWER
        return worst
