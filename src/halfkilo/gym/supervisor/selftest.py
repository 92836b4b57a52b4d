"""The self-test before the first load of each session (H11): asked for at rest, asked again when a hand spoiled it, waited for."""

from __future__ import annotations

from halfkilo.gym.bounds import REST_MM, TEST_AGAIN_MS
from halfkilo.gym.driver import Reading, SelfTested


class Zeroing:
    """What one machine still owes before it may be armed. session: empty while nobody trains."""

    def __init__(self) -> None:
        self.result: SelfTested | None = None
        self._session = self._done_for = ""
        self._asked_at: int | None = None

    @property
    def owed(self) -> bool:
        """Whether this session has not seen a self-test that passed."""
        return bool(self._session) and self._done_for != self._session

    def begin(self, session: str) -> None:
        """Somebody trains in this session from now on."""
        self._session = session

    def forget(self) -> None:
        """The machine was away: what it found before says nothing any more."""
        self._done_for, self._asked_at, self.result = "", None, None

    def due(self, now: int, reading: Reading) -> bool:
        """Whether to ask now: it is owed, the handles are down, and the last one was not asked for just now."""
        at_rest = reading.state in {"idle", "fault"} and max(reading.left.position_mm, reading.right.position_mm) < REST_MM
        if not self.owed or not at_rest or (self._asked_at is not None and now - self._asked_at < TEST_AGAIN_MS):
            return False
        self._asked_at = now
        return True

    def hear(self, tested: SelfTested) -> None:
        """How it came out. One that a hand spoiled is no result."""
        if tested.again:
            return
        self.result = tested
        if tested.passed:
            self._done_for = self._session
