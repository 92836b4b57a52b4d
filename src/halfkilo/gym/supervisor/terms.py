"""The words the supervisor uses for where a unit is and what a stop achieved, and where a unit writes what must last."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from halfkilo.gym.supervisor.hazards import Hazard, HazardFile
from halfkilo.gym.supervisor.tally import Counted
from halfkilo.gym.ticket import Ticket


class Phase(StrEnum):
    """Where a unit is."""

    DISCONNECTED = "disconnected"
    CONNECTED = "connected"
    VALIDATED = "validated"
    ARMED = "armed"
    LOADED = "loaded"
    RELEASING = "releasing"
    RELEASED = "released"
    HAZARD = "hazard"


class Outcome(StrEnum):
    """What a stop can say about one unit (S4, S10)."""

    NOTHING_WAS_ON = "nothing_was_on"
    RELEASED = "released"
    RELEASING = "releasing"
    UNKNOWN = "unknown"


class Keeper:
    """Where a unit writes what must last and what the journal should know; see `HazardFile` and `House`."""

    def __init__(
        self, hazards: HazardFile, raised: Callable[[str, Hazard], None], counted: Callable[[str, Ticket, Counted], None],
        wall: Callable[[], int],
    ) -> None:
        self.hazards = hazards
        self.raised = raised
        self.counted = counted
        self.wall = wall
