"""Playing a recording: each row at its time, or as many times faster as a test asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from halfkilo.gym.errors import GymError
from halfkilo.gym.recording.columns import Row
from halfkilo.gym.recording.sessions import Recording

MARK = "replay of"
"""Stands in front of the model that was recorded, wherever a model is shown."""
BREATH = 200
"""Rows after which others get their turn even when nothing is waited for."""


class NotTheOne(GymError):
    """The recording has no such device, or several and none was named. The message says what there is."""


@dataclass(frozen=True)
class Place:
    """Where a replay is: `FOLDER`, or `FOLDER#SOURCE` for one device of several."""

    folder: Path
    source: str

    @classmethod
    def of(cls, address: str) -> Place:
        """Read an address.

        Raises:
            NoRecording: the folder is none.
            NotTheOne: it is not clear which device of it.
        """
        folder, _, wanted = address.partition("#")
        sources = Recording(Path(folder)).about.sources
        if wanted and wanted not in sources:
            raise NotTheOne(f"{folder} has no {wanted!r}; it has: {', '.join(sorted(sources))}")
        if not wanted and len(sources) != 1:
            raise NotTheOne(f"{folder} has several devices; say which with {folder}#NAME: {', '.join(sorted(sources))}")
        return cls(Path(folder), wanted or next(iter(sources)))

    @property
    def recording(self) -> Recording:
        """The session."""
        return Recording(self.folder)

    @property
    def model(self) -> str:
        """What it calls itself: never like the device it was."""
        return f"{MARK} {self.recording.about.sources[self.source].model}"[:60]


async def paced(rows: Iterable[Row], pace: float, clock: Callable[[], float] = time.monotonic) -> AsyncIterator[Row]:
    """Rows, each when its time has come. pace: how many times faster than it was; `inf` waits for nothing."""
    began, first = clock(), None
    for at, row in enumerate(rows):
        first = row.at_us if first is None else first
        wait = began + (row.at_us - first) / 1e6 / pace - clock()
        if wait > 0 or at % BREATH == 0:
            await asyncio.sleep(max(0.0, wait))
        yield row
