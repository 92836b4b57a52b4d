"""Passes what a driver hears to its unit, keeps readings for the screens, and lets only the machine through that was paired (H32)."""

from __future__ import annotations

from collections.abc import Callable

from halfkilo.gym.bounds import FREE_G, SWEEP_MM
from halfkilo.gym.driver import Answer, Garbled, Info, Reading, SelfTested
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.unit import Unit


class Ear:
    """A `Listener`. pinned: the serial number the machine must have; empty while it is being paired. kept: where each reading goes."""

    def __init__(self, unit: Unit, house: House, kept: Callable[[str, Reading], None], pinned: str = "") -> None:
        self.pinned = pinned
        self.wrong = False
        self.garbled_count = 0
        self.moved = False
        """Whether somebody moved a handle out and back at no load since it is heard: the machine in front of the person who is pairing."""
        self._unit, self._house, self._kept = unit, house, kept
        self._lowest: list[int] | None = None

    def link_up(self, info: Info) -> None:
        """See `Listener`. Another machine in its place is not spoken to: not even a hazard of the right one can be cleared by it."""
        self.wrong = bool(self.pinned) and info.serial != self.pinned
        if not self.wrong:
            self._unit.link_up(info)
        self._house.look_together()
        self._house.changed()

    def link_down(self) -> None:
        """See `Listener`."""
        if not self.wrong:
            self._unit.link_down()
        self._house.look_together()
        self._house.changed()

    def reading(self, reading: Reading) -> None:
        """See `Listener`."""
        if self.wrong:
            return
        before = self._unit.phase
        self._unit.reading(reading)
        self._kept(self._unit.name, reading)
        if not self.moved:
            self._watch_hand(reading)
        if self._unit.phase is not before:
            self._house.look_together()
            self._house.changed()

    def answer(self, answer: Answer) -> None:
        """See `Listener`."""
        if not self.wrong:
            self._unit.answer(answer)
        self._house.look_together()

    def tested(self, tested: SelfTested) -> None:
        """See `HearsTests`."""
        if not self.wrong:
            self._unit.tested(tested)
            self._house.changed()

    def garbled(self, garbled: Garbled) -> None:
        """See `Listener`."""
        self.garbled_count += 1
        if not self.wrong:
            self._unit.garbled(garbled)
        self._house.look_together()

    def _watch_hand(self, reading: Reading) -> None:
        if reading.held or reading.pull > 5 * FREE_G:
            return
        here = [reading.left.position_mm, reading.right.position_mm]
        self._lowest = here if self._lowest is None else [min(pair) for pair in zip(self._lowest, here, strict=True)]
        self.moved = any(now - low >= SWEEP_MM for now, low in zip(here, self._lowest, strict=True))
