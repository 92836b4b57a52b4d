"""One measuring device as the supervisor hears it: the newest of each thing it says, and how old that is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from halfkilo import strict
from halfkilo.gym.bounds import SENSOR_SILENT_MS
from halfkilo.gym.driver import Garbled
from halfkilo.gym.sensing import Balance, Charge, Force, Identity, Mass, Sample

MOVED_G = 2_000
"""A gauge that was pulled at least this hard, grams, is the one in front of the person who is pairing it."""

RECENT_MS = 400
RECENT_MOST = 120
"""Screens are told ten times a second; a gauge says up to 320 readings in one."""


class Post:
    """A `sensing.Hearer`. Times in ms of `clock`."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.identity: Identity | None = None
        self.pinned = ""
        self.wrong = False
        self.garbled_count = 0
        self.moved = False
        self.heard: Callable[[Sample], None] = lambda sample: None
        self._clock = clock
        self._last: dict[str, tuple[int, Sample]] = {}
        self._recent: deque[tuple[int, Sample]] = deque(maxlen=RECENT_MOST)

    def up(self, identity: Identity) -> None:
        """It answered. Another device with the right name says nothing here (H32)."""
        self.wrong = bool(self.pinned) and identity.serial != self.pinned
        self.identity = None if self.wrong else identity

    def down(self) -> None:
        """It cannot be heard any more."""
        self.identity = None

    def sample(self, sample: Sample) -> None:
        """It measured."""
        if self.identity is None:
            return
        self._last[type(sample).__name__] = self._clock(), sample
        if isinstance(sample, Force | Balance):
            self._recent.append((self._clock(), sample))
        self.moved = self.moved or _shows_somebody(sample)
        self.heard(sample)

    def garbled(self, _garbled: Garbled) -> None:
        """Counted, and shown as a share by the page that checks devices."""
        self.garbled_count += 1

    @property
    def fresh(self) -> bool:
        """Whether it measured lately."""
        return any(self._clock() - at <= SENSOR_SILENT_MS for at, _ in self._last.values())

    def now(self) -> dict[str, Any]:
        """For screens: `{up, fresh, wrong, garbled, HeartRate: {..., age_ms}, recent: {Force: [...]}}`; serial numbers stay here.

        recent: what is quicker than screens are told, oldest first; a reading may come in two messages, none is left out.
        """
        now = self._clock()
        last = {name: strict.plain(sample) | {"age_ms": now - at} for name, (at, sample) in self._last.items()}
        recent: dict[str, list[Any]] = {}
        for at, sample in self._recent:
            if now - at <= RECENT_MS:
                recent.setdefault(type(sample).__name__, []).append(strict.plain(sample) | {"age_ms": now - at})
        told = {"up": self.identity is not None, "fresh": self.fresh, "wrong": self.wrong, "garbled": self.garbled_count, **last}
        return told | ({"recent": recent} if recent else {})


def _shows_somebody(sample: Sample) -> bool:
    """A pull, a step onto the scale, a heart: what only the device in front of the person shows when asked to."""
    if isinstance(sample, Force | Mass):
        return abs(sample.grams) >= MOVED_G
    return not isinstance(sample, Charge)
