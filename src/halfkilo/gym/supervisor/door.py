"""The door: the one place commands leave from. Numbered, never queued, and a load only past the last look."""

from __future__ import annotations

from halfkilo.gym.driver import Driver, Info
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.guard import Ceilings, check


class Door:
    """Commands of one unit to its driver."""

    def __init__(self) -> None:
        self.driver: Driver | None = None
        self.info: Info | None = None
        self._sequence = 1

    def hold(self, left: int, right: int, ceilings: Ceilings) -> None:
        """The last function before a load leaves. Every ceiling is looked at here, whatever was looked at before (S5).

        Raises:
            Refused: nothing was sent.
        """
        check(left, right, ceilings)
        if self.driver is None or self.info is None or self.info.capabilities != ceilings.model:
            raise Refused(Reason.NO_MACHINE, "the machine does not answer")
        self.driver.hold(self._next(), left, right, self.info.capabilities.lease_ms)

    def release(self) -> None:
        """Always allowed."""
        if self.driver is not None:
            self.driver.release(self._next())

    def arm(self) -> None:
        """The button is held."""
        if self.driver is not None and self.info is not None:
            self.driver.arm(self._next(), self.info.capabilities.lease_ms)

    def self_test(self) -> None:
        """Zero the sensors and look for faults."""
        if self.driver is not None:
            self.driver.self_test(self._next())

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence
