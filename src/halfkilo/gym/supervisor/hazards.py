"""What must survive a crash: the intention to load, written before the act (S2), and hazards until a person clears them.

One small JSON file, replaced whole and fsynced. A file that cannot be read counts as a hazard for every unit.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from halfkilo.gym.bounds import MODEL_MOST
from halfkilo.gym.supervisor import small_file
from halfkilo.strict import Range

_Load = Annotated[int, Range(0, MODEL_MOST)]


class Cause(StrEnum):
    """Why a hazard was raised."""

    RESTARTED = "restarted_under_load"
    LINK_LOST = "link_lost_under_load"
    SILENT = "no_readings_under_load"
    GARBLED = "unreadable_under_load"
    HEAVIER = "holds_more_than_asked"
    UNCONFIRMED = "release_not_confirmed"
    MACHINE_FAULT = "machine_reports_fault"
    FILE_BROKEN = "hazard_file_unreadable"


@dataclass(frozen=True)
class Intention:
    """A load that may be on: grams per cable, wall clock in ms, for whom."""

    left: _Load
    right: _Load
    at: int
    person: str
    session: str


@dataclass(frozen=True)
class Hazard:
    """Sticky until a person clears it. `left` and `right` are the most that may have been on, grams per cable."""

    cause: Cause
    at: int
    left: _Load
    right: _Load
    person: str = ""
    session: str = ""
    detail: str = ""


@dataclass(frozen=True)
class _Unit:
    intention: Intention | None = None
    hazard: Hazard | None = None


@dataclass(frozen=True)
class _File:
    units: dict[str, _Unit] = field(default_factory=dict)


class HazardFile:
    """Intentions and hazards by unit. Reading is free; `save` writes through to the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._units: dict[str, _Unit] = {}
        self._broken = False
        self._load()

    def hazard(self, unit: str) -> Hazard | None:
        """The hazard of `unit`, if any."""
        if self._broken and unit not in self._units:
            return Hazard(Cause.FILE_BROKEN, 0, MODEL_MOST, MODEL_MOST)
        return self._of(unit).hazard

    def intention(self, unit: str) -> Intention | None:
        """What was last meant to be loaded and is not proven gone."""
        return self._of(unit).intention

    def intend(self, unit: str, intention: Intention | None) -> None:
        """Remember what is about to be loaded, or that everything is proven free. `save` makes it last."""
        self._units[unit] = _Unit(intention, self._of(unit).hazard)

    def raise_(self, unit: str, hazard: Hazard) -> None:
        """Remember a hazard; the first one stays. `save` makes it last."""
        if self._of(unit).hazard is None:
            self._units[unit] = _Unit(self._of(unit).intention, hazard)

    def clear(self, unit: str) -> None:
        """A person saw that everything is free. `save` makes it last."""
        self._units[unit] = _Unit()

    def save(self) -> None:
        """Write the file whole, through to the disk, before anybody acts on it.

        Raises:
            OSError: the disk did not take it; nothing may be loaded.
        """
        with self._lock:
            small_file.save(self._path, _File(dict(self._units)))

    def _of(self, unit: str) -> _Unit:
        return self._units.get(unit, _Unit())

    def _load(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            found = small_file.load(self._path, _File)
        except small_file.Unreadable:
            self._broken = True
            return
        self._units = dict(found.units) if found is not None else {}
