"""Which devices are this home's: a small file of the supervisor's own, written through to the disk at each change.

A device is pinned by its serial number where it tells one, else by its address. What is not in this file is never connected to by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from halfkilo.gym.errors import StateFileBroken
from halfkilo.gym.supervisor import small_file
from halfkilo.strict import Many, Range, Text
from halfkilo.units import Side

_Text = Annotated[str, Text(200, empty=False)]


@dataclass(frozen=True)
class Pair:
    """name: ours, unique. device: folder. serial: pinned; empty where the device tells none. serves: for a machine with one cable.
    agreed_at: when the person agreed in writing to an experimental machine (ms since 1970), 0 where that is not needed."""

    name: _Text
    device: _Text
    address: _Text
    serial: Annotated[str, Text(200)] = ""
    serves: Side = Side.BOTH
    agreed_at: Annotated[int, Range(0, 2**53)] = 0


@dataclass(frozen=True)
class _File:
    pairs: Annotated[tuple[Pair, ...], Many(50)] = ()
    used: Annotated[tuple[str, ...], Many(2)] = ()


class Pairs:
    """The file.

    Raises:
        StateFileBroken: it cannot be read; it is kept under another name, and pairing starts anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _File()
        self._load()

    @property
    def all(self) -> tuple[Pair, ...]:
        """Everything that is paired, oldest first."""
        return self._file.pairs

    @property
    def used(self) -> tuple[str, ...]:
        """The machine, or the two, that people train with; empty: the one that comes with the program."""
        return self._file.used

    def find(self, name: str) -> Pair | None:
        """The pair of this name."""
        return next((pair for pair in self.all if pair.name == name), None)

    def keep(self, pair: Pair) -> None:
        """Add or replace. Raises: OSError."""
        self._save(_File((*(one for one in self.all if one.name != pair.name), pair), self.used))

    def forget(self, name: str) -> None:
        """Remove. Raises: OSError."""
        self._save(_File(tuple(one for one in self.all if one.name != name), tuple(one for one in self.used if one != name)))

    def use(self, names: tuple[str, ...]) -> None:
        """Remember which machine people train with. Raises: OSError."""
        self._save(_File(self.all, names))

    def _save(self, file: _File) -> None:
        small_file.save(self._path, file)
        self._file = file

    def _load(self) -> None:
        try:
            self._file = small_file.load(self._path, _File) or _File()
        except small_file.Unreadable as broken:
            kept = f"the file is kept as {broken.aside.name}, pair again"
            raise StateFileBroken(f"paired devices could not be read ({broken}); {kept}") from broken
