"""A device's own clock in its emulated twin: the body moves on, and something is due at even intervals, however time is cut outside."""

from __future__ import annotations

from collections.abc import Callable


class Ticks:
    """every_us: between two ticks. body: told how many microseconds pass. due: called at each tick. first_us: the first tick."""

    def __init__(self, every_us: int, body: Callable[[int], None], due: Callable[[], None], first_us: int = 0) -> None:
        self.us = 0
        """Since the twin was switched on."""
        self._every_us, self._body, self._due, self._next_us = every_us, body, due, first_us

    def step(self, ms: int) -> None:
        """`ms` milliseconds pass."""
        end_us = self.us + ms * 1000
        while self._next_us <= end_us:
            self._pass(self._next_us)
            self._next_us += self._every_us
            self._due()
        self._pass(end_us)

    def _pass(self, until_us: int) -> None:
        self._body(until_us - self.us)
        self.us = until_us
