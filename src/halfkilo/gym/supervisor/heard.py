"""What is known of a machine from its readings, and whether that may still be believed."""

from __future__ import annotations

from halfkilo.gym.bounds import FREE_G, SILENT_MS
from halfkilo.gym.driver import Reading
from halfkilo.gym.supervisor.lateness import Lateness


class Heard:
    """The machine's last word. Times are milliseconds of our clock."""

    def __init__(self, now: int) -> None:
        self.last: Reading | None = None
        self._at = now
        self._lateness, self._late = Lateness(), 0

    def forget(self) -> None:
        """A machine answers anew: nothing of before counts, its clock neither."""
        self.last = None
        self._lateness, self._late = Lateness(), 0

    def see(self, reading: Reading, now: int) -> bool:
        """Take in a reading; False for one that was overtaken on its way, because a newer one is known."""
        if self.last is not None and reading.at_ms < self.last.at_ms:
            return False
        self.last, self._at = reading, now
        self._late = self._lateness.see(now, reading.at_ms)
        return True

    def fresh(self, now: int) -> bool:
        """Whether the last reading may be believed: it came a moment ago, and was not long on its way."""
        return self.last is not None and now - self._at + self._late <= SILENT_MS

    def free(self, now: int) -> bool:
        """Whether the readings, and not a command, say that nothing is on."""
        return self.fresh(now) and self.last is not None and self.last.held == 0 and self.last.pull < FREE_G
