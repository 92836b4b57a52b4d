"""What the rules decide about one exercise on one side today."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.dose.once import changed
from halfkilo.dose.session import Reason, Verdict
from halfkilo.journal.fields import Offered


@dataclass(frozen=True)
class Wish:
    """A change the rules would offer: what, to which load and target, why."""

    offered: Offered
    grams: int
    target: int
    reasons: tuple[Reason, ...]
    other: str | None = None
    stage: int = 0


@dataclass(frozen=True)
class Decision:
    """rule: the one that decided (E1 ... E8, start, find, accepted, back). other: the exercise to do instead, for SWAP. slower: seconds
    more on the way back of every repetition."""

    verdict: Verdict
    rule: str
    grams: int
    target: int
    sets: int
    reasons: tuple[Reason, ...]
    range_percent: int = 100
    wish: Wish | None = None
    other: str | None = None
    slower: int = 0

    def because(self, *reasons: Reason) -> Decision:
        """The same decision with further reasons behind the first ones."""
        return changed(self, reasons=(*self.reasons, *reasons))
