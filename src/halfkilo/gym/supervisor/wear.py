"""How much a machine was used since somebody last looked at its cables, handles and anchor (H38). Wear itself is outside our control;
being reminded, and being refused when it is long overdue, is not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from halfkilo.gym.bounds import INSPECT_DAYS, INSPECT_OVERDUE, INSPECT_REPS
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor import small_file
from halfkilo.strict import Range

DAY_MS = 86_400_000
_Count = Annotated[int, Range(0, 2**53)]


@dataclass(frozen=True)
class Use:
    """reps: all that were counted. reps_since, at: since the last look, and when that was (ms since 1970). exempt: nothing can wear."""

    reps: _Count = 0
    reps_since: _Count = 0
    at: _Count = 0
    exempt: bool = False


@dataclass(frozen=True)
class _File:
    units: dict[str, Use] = field(default_factory=dict)


class Wear:
    """Use by machine, in one small file. A file that cannot be read counts as overdue for every machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._units: dict[str, Use] = {}
        self._broken = False
        self._load()

    def known(self, unit: str, now: int, exempt: bool = False) -> None:
        """A machine is looked after from now on; a new one was looked at when it was set up."""
        if unit not in self._units and not self._broken:
            self._units[unit] = Use(at=now, exempt=exempt)

    def add(self, unit: str, reps: int, now: int) -> None:
        """A set was done. A disk that refuses does not keep the set from counting in memory."""
        use = self._units.get(unit, Use(at=now))
        self._units[unit] = replace(use, reps=use.reps + reps, reps_since=use.reps_since + reps)
        self._save_quietly()

    def inspected(self, unit: str, now: int) -> None:
        """Somebody looked at everything on the list."""
        use = self._units.get(unit, Use())
        self._units[unit] = replace(use, reps_since=0, at=now)
        self._broken = False
        self._save_quietly()

    def use(self, unit: str) -> Use:
        """What is known of one machine."""
        return self._units.get(unit, Use())

    def due(self, unit: str, now: int) -> float:
        """1.0 and more: it is time to look. The larger share of repetitions and days; a clock that went back counts as no days."""
        if unit not in self._units:
            return INSPECT_OVERDUE + 1.0 if self._broken else 0.0
        use = self._units[unit]
        if use.exempt:
            return 0.0
        return max(use.reps_since / INSPECT_REPS, (now - use.at) / (INSPECT_DAYS * DAY_MS))

    def check(self, unit: str, now: int) -> None:
        """Raises: Refused: the look at cables, handles and anchor is long overdue."""
        if self.due(unit, now) >= INSPECT_OVERDUE:
            raise Refused(Reason.INSPECT, "look at the cables, the handles and the anchor first; the list is on the page of the gym", unit)

    def _save_quietly(self) -> None:
        try:
            small_file.save(self._path, _File(dict(self._units)))
        except OSError:
            return  # memory still counts; the next set tries again

    def _load(self) -> None:
        try:
            found = small_file.load(self._path, _File)
        except small_file.Unreadable:
            self._broken = True
            return
        self._units = dict(found.units) if found is not None else {}
