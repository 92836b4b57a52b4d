"""A moment of a rig that many tests begin at: lived through once, then copied with its files."""

from __future__ import annotations

import copy
import threading
from pathlib import Path
from typing import Any


class Kept:
    """rig: a `Rig` or a `Pair`; folder: where its supervisor keeps its files. Copies share the folder: one at a time."""

    def __init__(self, rig: Any, folder: Path) -> None:
        self._rig, self._folder = rig, folder
        self._files = {path.name: path.read_bytes() for path in folder.iterdir()}

    def again(self) -> Any:
        """The rig as it was at that moment."""
        for path in self._folder.iterdir():
            path.unlink()
        for name, data in self._files.items():
            (self._folder / name).write_bytes(data)
        lock = self._rig.house.hazards._lock
        return copy.deepcopy(self._rig, {id(lock): threading.Lock()})
