"""How old a reading is when it arrives (H08): by the machine's own clock against ours, for a link that delays without breaking.

Nobody knows how far two clocks stand apart, but the quickest readings of the last seconds show it well enough; what arrives later than
they did is late by the difference. The quickest are forgotten after a while, because clocks drift.
"""

from __future__ import annotations

WINDOW_MS = 5_000


class Lateness:
    """Milliseconds of both clocks in, milliseconds of delay out."""

    def __init__(self) -> None:
        self._since: int | None = None
        self._before = self._quickest = 0

    def see(self, now: int, at_ms: int) -> int:
        """How much later than the quickest of the last five to ten seconds this one came."""
        apart = now - at_ms
        if self._since is None:
            self._since, self._before, self._quickest = now, apart, apart
        elif now - self._since >= WINDOW_MS:
            self._since, self._before, self._quickest = now, self._quickest, apart
        self._quickest = min(self._quickest, apart)
        return apart - min(self._before, self._quickest)
