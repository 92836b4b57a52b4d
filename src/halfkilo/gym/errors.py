"""What can go wrong in the gym: one root, narrow children, a reason each."""

from __future__ import annotations

from enum import StrEnum


class GymError(Exception):
    """Root of everything the gym refuses."""


class Reason(StrEnum):
    """Why something was refused. The text for people is made from it where it is shown."""

    NO_TICKET = "no_ticket"
    TICKET_FORGED = "ticket_forged"
    TICKET_EXPIRED = "ticket_expired"
    TICKET_TOO_LONG = "ticket_too_long"
    TICKET_UNREADABLE = "ticket_unreadable"
    WRONG_ROLE = "wrong_role"
    WRONG_ORIGIN = "wrong_origin"
    NOT_THE_WRITER = "not_the_writer"
    NO_PRESENCE = "no_presence"
    NO_SITE = "no_site"
    NO_MACHINE = "no_machine"
    NOT_ARMED = "not_armed"
    HAZARD = "hazard"
    RELEASING = "releasing"
    NOT_A_LOAD = "not_a_load"
    ABOVE_MODEL = "above_model"
    ABOVE_SESSION = "above_session"
    ABOVE_TICKET = "above_ticket"
    OTHER_SIDE = "other_side"
    NO_HAZARD = "no_hazard"
    NOT_PROVEN_FREE = "not_proven_free"
    UNREADABLE = "unreadable"
    INSPECT = "inspect"
    SELF_TEST = "self_test"
    NOT_MOVED = "not_moved"
    NOT_ALLOWED = "not_allowed"
    NO_RADIO = "no_radio"


class Refused(GymError):
    """Nothing was loaded. `reason` is for programs, the message says what happened and what to do, `value` is kept."""

    def __init__(self, reason: Reason, message: str, value: object = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.value = value


class StateFileBroken(GymError):
    """A file the supervisor must trust could not be read."""


class NotReady(GymError):
    """A process of the gym did not start."""
