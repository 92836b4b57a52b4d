"""What one set really was, from the readings: repetitions counted here, apart from the machine's own count (S7)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from halfkilo.gym.bounds import SWEEP_MM
from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.reps import RepCounter


@dataclass(frozen=True)
class Pace:
    """How one cable moved in a set, over its whole repetitions: median way in millimetres, median times out and back in ms."""

    range_mm: int
    out_ms: int
    back_ms: int


class _Cable:
    """One cable of a set: the range shown while arming, then counting inside it."""

    def __init__(self) -> None:
        self.low = 10**6
        self.high = 0
        self.most_g = 0
        self._counter: RepCounter | None = None
        self._ways: list[tuple[int, int, int]] = []
        self._from: tuple[int, int] | None = None
        self._top: tuple[int, int] | None = None

    def show(self, mm: int) -> None:
        """A position while arming."""
        self.low, self.high = min(self.low, mm), max(self.high, mm)

    def see(self, at_ms: int, now: CableReading) -> None:
        """A reading under load."""
        if self._counter is None and self.high - self.low >= SWEEP_MM:
            self._counter = RepCounter(self.low, self.high)
        self.most_g = max(self.most_g, now.held_g)
        if self._counter is None or now.held_g == 0:
            return
        self._follow(at_ms, now.position_mm)
        if self._counter.see(now.position_mm) and self._from and self._top:
            (began, low), (turned, top) = self._from, self._top
            # It counts before it is quite back: the rest of the way at the speed so far.
            back = (at_ms - turned) * (top - low) // max(1, top - now.position_mm)
            self._ways.append((top - low, turned - began, back))
            self._from = self._top = None

    def _follow(self, at_ms: int, mm: int) -> None:
        """Where this repetition left its lowest point, and where it turned. Waiting at the bottom is no part of it."""
        if self._from is None or mm <= self._from[1]:
            self._from, self._top = (at_ms, mm), None
        elif self._top is None or mm > self._top[1]:
            self._top = at_ms, mm

    @property
    def pace(self) -> Pace | None:
        """None before the first whole repetition."""
        return Pace(*(int(median(column)) for column in zip(*self._ways, strict=True))) if self._ways else None

    @property
    def shown(self) -> tuple[int, int] | None:
        """Lowest and highest position while arming."""
        return (self.low, self.high) if self.high >= self.low else None

    @property
    def reps(self) -> int:
        """Repetitions counted here."""
        return self._counter.count if self._counter else 0


@dataclass(frozen=True)
class Counted:
    """One finished set. Loads in grams per cable, the most that was really held; time under load in ms."""

    reps_left: int
    reps_right: int
    machine_reps_left: int
    machine_reps_right: int
    most_left: int
    most_right: int
    under_load_ms: int
    ended: str
    helped: int = 0
    """How often the spotter lowered the load."""
    left: Pace | None = None
    right: Pace | None = None


class Tally:
    """Follows a unit from arming to the verified release."""

    def __init__(self) -> None:
        self._left, self._right = _Cable(), _Cable()
        self._began: int | None = None
        self._ended = 0
        self._last: Reading | None = None

    def show(self, reading: Reading) -> None:
        """A reading while the range is shown at zero load."""
        self._left.show(reading.left.position_mm)
        self._right.show(reading.right.position_mm)

    def see(self, reading: Reading) -> None:
        """A reading under load."""
        if reading.held > 0:
            self._began = reading.at_ms if self._began is None else self._began
            self._ended, self._last = reading.at_ms, reading
        self._left.see(reading.at_ms, reading.left)
        self._right.see(reading.at_ms, reading.right)

    @property
    def reps(self) -> tuple[int, int]:
        """Left and right, counted here."""
        return self._left.reps, self._right.reps

    @property
    def paces(self) -> tuple[Pace | None, Pace | None]:
        """Range and tempo, left and right."""
        return self._left.pace, self._right.pace

    @property
    def shown(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """The range of the left and right cable shown while arming, millimetres; None while none was."""
        return self._left.shown, self._right.shown

    @property
    def used(self) -> bool:
        """Whether any load was held in it."""
        return self._began is not None

    def finish(self, why: str, helped: int = 0) -> Counted | None:
        """The set, or nothing when no load was ever held."""
        if self._began is None or self._last is None:
            return None
        machine = self._last.left.reps, self._last.right.reps
        most = self._left.most_g, self._right.most_g
        return Counted(*self.reps, *machine, *most, self._ended - self._began, why, helped, *self.paces)
