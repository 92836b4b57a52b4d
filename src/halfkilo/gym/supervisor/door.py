"""The door: the one place commands leave from. Numbered, never queued, and a load only past the last look.

A driver that breaks here breaks nothing else: what it was to load counts as refused, what it was to let go as not confirmed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from halfkilo.gym.driver import Driver, Info
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.guard import Ceilings, check

log = logging.getLogger(__name__)


class Door:
    """Commands of one unit to its driver."""

    def __init__(self) -> None:
        self.driver: Driver | None = None
        self.info: Info | None = None
        self.let_go = True
        """Whether the last release left: the driver took it. What cannot be told to the machine is not known to be on its way."""
        self._sequence = 1

    def hold(self, left: int, right: int, ceilings: Ceilings) -> None:
        """The last function before a load leaves. Every ceiling is looked at here, whatever was looked at before (S5).

        Raises:
            Refused: nothing was sent.
        """
        check(left, right, ceilings)
        if self.driver is None or self.info is None or self.info.capabilities != ceilings.model:
            raise Refused(Reason.NO_MACHINE, "the machine does not answer")
        driver, lease_ms = self.driver, self.info.capabilities.lease_ms
        if not self._done(lambda: driver.hold(self._next(), left, right, lease_ms)):
            raise Refused(Reason.NO_MACHINE, "the machine's driver does not work")

    def release(self) -> None:
        """Always allowed, and never in the way of another machine's (S10)."""
        driver = self.driver
        self.let_go = driver is None or self._done(lambda: driver.release(self._next()))

    def arm(self) -> None:
        """The button is held."""
        if self.driver is not None and self.info is not None:
            driver, lease_ms = self.driver, self.info.capabilities.lease_ms
            self._done(lambda: driver.arm(self._next(), lease_ms))

    def self_test(self) -> None:
        """Zero the sensors and look for faults."""
        if self.driver is not None:
            driver = self.driver
            self._done(lambda: driver.self_test(self._next()))

    def _done(self, command: Callable[[], None]) -> bool:
        try:
            command()
        except Exception:  # whatever one driver raises, the other units still have to be released
            log.exception("a driver did not take a command")
            return False
        return True

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence
