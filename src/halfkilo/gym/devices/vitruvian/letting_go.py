"""Letting go of a machine whose way of letting go is disputed: try one, look, try the other, look, and say what could not be confirmed.

Which of the two works, and how fast, differs between the people who reported it. A third one (two bytes, `5000`) is known only from taking
the maker's program apart and is therefore left out. None of them is known to load anything.
"""

from __future__ import annotations

from halfkilo.gym.bounds import FREE_G
from halfkilo.gym.devices.vitruvian.codec import LetGo
from halfkilo.gym.driver import Answer, Garbled, Listener

LOOK_AFTER_MS = 300
STILL_ON_MS = 500


class LettingGo:
    """One attempt at a time; calls that come meanwhile are answered together with it."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.forget()

    def forget(self) -> None:
        """The link is gone."""
        self._waiting: list[int] = []
        self._left: list[LetGo] = []
        self._sent_at: int | None = None
        self._on_since: int | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self._waiting)

    def begin(self, sequence: int) -> None:
        """Somebody wants it let go."""
        if not self._waiting:
            self._left, self._sent_at, self._on_since = list(LetGo), None, None
        self._waiting.append(sequence)

    def next(self, now: int) -> LetGo | None:
        """What to write now, or nothing yet. Whoever calls writes it."""
        if not self._waiting or self._sent_at is not None:
            return None
        self._sent_at = now
        return self._left.pop(0)

    def see(self, load_g: int, now: int) -> None:
        """The harder of the two pulls that are measured now."""
        if not self._waiting or self._sent_at is None or now - self._sent_at < LOOK_AFTER_MS:
            return
        if load_g <= FREE_G:
            self._done("")
            return
        self._on_since = now if self._on_since is None else self._on_since
        if now - self._on_since < STILL_ON_MS:
            return
        self._sent_at = self._on_since = None
        if not self._left:
            self._listener.garbled(Garbled(f"it was asked to let go in every way that is known and still pulls {load_g} g"))
            self._done("still_on")

    def _done(self, why: str) -> None:
        waiting, self._waiting = self._waiting, []
        for sequence in waiting:
            self._listener.answer(Answer(sequence, not why, why))
