"""The last look before a load leaves (S5): whole grams, and under every ceiling there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from halfkilo.gym.driver import Capabilities, Info
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.ticket import Role, Ticket
from halfkilo.units import Side, kilograms


@dataclass(frozen=True)
class Ceilings:
    """Everything that bounds a load; `session_most` is grams per cable."""

    model: Capabilities
    ticket: Ticket
    session_most: int


def check(left: object, right: object, ceilings: Ceilings) -> None:
    """Refuse what may not be loaded.

    Raises:
        Refused: with the first ceiling that is in the way; the value is kept.
    """
    if ceilings.ticket.role is not Role.TRAIN:
        raise Refused(Reason.WRONG_ROLE, "this ticket is for watching, not for loading", ceilings.ticket.role)
    _check_cable(left, Side.LEFT, ceilings)
    _check_cable(right, Side.RIGHT, ceilings)


def _check_cable(grams: object, side: Side, ceilings: Ceilings) -> None:
    if type(grams) is not int or grams < 0:
        raise Refused(Reason.NOT_A_LOAD, f"a load is a whole number of grams, got {grams!r}", grams)
    if grams > ceilings.model.most:
        raise _above(Reason.ABOVE_MODEL, grams, ceilings.model.most, "this machine")
    if grams > ceilings.session_most:
        raise _above(Reason.ABOVE_SESSION, grams, ceilings.session_most, "one session")
    if grams and not ceilings.ticket.most_on(side):
        raise Refused(Reason.OTHER_SIDE, f"this exercise does not use the {side.value} cable", grams)
    if grams > ceilings.ticket.most_on(side):
        raise _above(Reason.ABOVE_TICKET, grams, ceilings.ticket.most_on(side), "this exercise today")


def _above(reason: Reason, grams: int, most: int, what: str) -> Refused:
    return Refused(reason, f"{kilograms(grams)} kg is more than {what} allows ({kilograms(most)} kg per cable)", grams)


def bounded(info: Info, most: int | None) -> Info:
    """What a machine says of itself, held to our own ceiling for it (S5): grams per cable, None where there is none."""
    if most is None or info.capabilities.most <= most:
        return info
    return replace(info, capabilities=replace(info.capabilities, most=most))
