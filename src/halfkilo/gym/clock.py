"""A device's own clock, unwrapped: counters that begin at nothing again become microseconds that never go back."""

from __future__ import annotations


class Clock:
    """bits: width of the device's counter. us_per_tick: microseconds a tick lasts. from_first: the first reading is nothing (else the
    counter itself began at nothing with the stream)."""

    def __init__(self, bits: int = 32, us_per_tick: int = 1, from_first: bool = False) -> None:
        self._ticks, self._us_per_tick, self._from_first = 1 << bits, us_per_tick, from_first
        self.restart()

    def restart(self) -> None:
        """The device was told to begin its stream again."""
        self._last: int | None = None
        self._at = 0

    def at(self, raw: int) -> int:
        """Microseconds since the stream began. A counter that jumped back by less than half its range was restarted by the device: time
        stands still for that one reading and goes on from there."""
        if self._last is None:
            self._at = 0 if self._from_first else raw
        else:
            gone = (raw - self._last) % self._ticks
            self._at += gone if gone < self._ticks // 2 else 0
        self._last = raw
        return self._at * self._us_per_tick
