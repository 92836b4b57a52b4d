"""Who may ask for what: one writer, presence, the site's link, tickets; and a stop that sweeps every unit.

Everything here happens at once, without waiting: the web side passes messages in, `tick` passes time. Loads rise only
for the one player who holds the seat, is present, has a ticket, and while the site is alive. Letting go is for anyone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from halfkilo import strict
from halfkilo.gym.bounds import BUTTON_MS, PRESENCE_MS, SITE_LEASE_MS
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.hazards import Hazard, HazardFile
from halfkilo.gym.supervisor.outbox import Kind, Outbox
from halfkilo.gym.supervisor.tally import Counted
from halfkilo.gym.supervisor.terms import Keeper, Outcome, Phase
from halfkilo.gym.supervisor.unit import Unit
from halfkilo.gym.ticket import Role, Ticket, verify


@dataclass
class Player:
    """One screen: its ticket, and when it last said that somebody is there."""

    ticket: Ticket | None = None
    present_at: int | None = None


@dataclass(frozen=True)
class Stopped:
    """What a stop could say about one unit: `believed` grams per cable, the heavier when it is not known."""

    unit: str
    outcome: Outcome
    believed: int


class House:
    """The supervisor without its sockets.

    Args:
        key: shared with the site.
        folder: where the hazard file and the outbox live.
        session_most: ceiling of every session, grams per cable.
        clock: milliseconds that never go back. `pace`: the same at the machine's speed. `wall`: since 1970.
    """

    def __init__(
        self, key: bytes, folder: Path, session_most: int, clock: Callable[[], int], pace: Callable[[], int],
        wall: Callable[[], int],
    ) -> None:
        self.hazards = HazardFile(folder / "hazards.json")
        self.outbox = Outbox(folder / "outbox.jsonl")
        self.players: dict[str, Player] = {}
        self.seat: str | None = None
        self.permit: Ticket | None = None
        self.changed: Callable[[], None] = lambda: None
        self._key = key
        self._session_most = session_most
        self._clock, self._wall = clock, wall
        self._sites: dict[str, int] = {}
        self._unsaid: list[tuple[Kind, int, str, str, dict[str, Any]]] = []
        self._keeper = Keeper(self.hazards, self._hazard_raised, self._set_counted, wall)
        self.units: dict[str, Unit] = {}
        self._pace = pace

    def add(self, name: str) -> Unit:
        """A unit to look after; the caller gives its door a driver."""
        self.units[name] = Unit(name, self._keeper, self._pace)
        return self.units[name]

    # --- screens ------------------------------------------------------------------------------------------------------

    def admit(self, player: str, text: str) -> Ticket:
        """A screen shows its ticket; a training one takes the seat when that is free, or renews it.

        Raises:
            Refused: the ticket does not count.
        """
        ticket = verify(self._key, text, self._wall())
        if ticket.role is Role.SITE:
            raise Refused(Reason.WRONG_ROLE, "this ticket is not for a screen")
        self.players.setdefault(player, Player()).ticket = ticket
        if ticket.role is Role.TRAIN and (self.seat == player or not self._seat_taken()):
            self._sit(player, ticket)
        elif self.seat == player:
            self._vacate("changed")
        return ticket

    def present(self, player: str) -> None:
        """Somebody is at this screen."""
        self.players.setdefault(player, Player()).present_at = self._clock()

    def leave(self, player: str) -> None:
        """A screen went away; with the writer goes the load."""
        self.players.pop(player, None)
        if self.seat == player:
            self._vacate("screen_gone")

    def _seat_taken(self) -> bool:
        return self.seat is not None and self._is_present(self.seat)

    def _is_present(self, player: str) -> bool:
        at = self.players[player].present_at if player in self.players else None
        return at is not None and self._clock() - at <= PRESENCE_MS

    def _sit(self, player: str, ticket: Ticket) -> None:
        """H17, H18: only the very same person, session, exercise and side at the same screen go on as they were."""
        same = self.seat == player and self.permit is not None and _about(self.permit) == _about(ticket)
        self.seat, self.permit = player, ticket
        self.present(player)
        for unit in self.units.values():
            if same:
                unit.renew(ticket)
            else:
                unit.permit(ticket, self._session_most)

    def _vacate(self, why: str) -> None:
        self.release(why)
        self.seat = self.permit = None
        for unit in self.units.values():
            unit.permit(None, self._session_most)

    # --- asking for more ----------------------------------------------------------------------------------------------

    def arm(self, player: str) -> None:
        """The button is held at this screen.

        Raises:
            Refused: not this screen, or not now.
        """
        self._may_raise(player)
        for unit in self.units.values():
            unit.arm(BUTTON_MS)

    def wish(self, player: str, left: int, right: int) -> tuple[Unit, int]:
        """First half of a load: check and remember the intention. Save `hazards`, then `grant`.

        Raises:
            Refused: it may not be loaded.
        """
        self._may_raise(player)
        unit = self._only_unit()
        unit.intend(left, right)
        return unit, unit.generation

    def grant(self, player: str, left: int, right: int, unit: Unit, generation: int) -> None:
        """Second half: everything is looked at again, then the load begins.

        Raises:
            Refused: something changed in between; nothing was sent.
        """
        self._may_raise(player)
        unit.commit(left, right, generation)
        self.changed()

    def clear(self, player: str) -> None:
        """A person in front of the machine says it is free.

        Raises:
            Refused: not this screen, no hazard, or the machine is not proven free.
        """
        if self.seat != player or not self._is_present(player):
            raise Refused(Reason.NOT_THE_WRITER, "clear it at the screen that is training")
        unit = self._only_unit()
        hazard = unit.clear()
        self._say(Kind.HAZARD_CLEARED, *self._who(), {"unit": unit.name, "cause": hazard.cause.value})
        unit.permit(self.permit, self._session_most)
        self.changed()

    def _may_raise(self, player: str) -> None:
        if self.seat != player or self.permit is None:
            raise Refused(Reason.NOT_THE_WRITER, "another screen is training; this one can only let go")
        if not self._is_present(player):
            raise Refused(Reason.NO_PRESENCE, "nobody seems to be at this screen")
        if not self.site_alive:
            raise Refused(Reason.NO_SITE, "halfkilo itself is not running; start it again")
        if self.permit.expires <= self._wall():
            raise Refused(Reason.TICKET_EXPIRED, "this took a while; open the exercise again", self.permit.expires)

    def _only_unit(self) -> Unit:
        return next(iter(self.units.values()))

    # --- letting go ---------------------------------------------------------------------------------------------------

    def release(self, why: str) -> list[Stopped]:
        """Let every unit go (S10). One that cannot be reached does not keep the others from being released."""
        found = [Stopped(unit.name, unit.release(why), unit.believed) for unit in self.units.values()]
        self.changed()
        return found

    def outcomes(self) -> list[Stopped]:
        """What can be said now, after a stop."""
        return [Stopped(unit.name, unit.outcome(unit.phase is not Phase.VALIDATED), unit.believed)
                for unit in self.units.values()]

    # --- the site -----------------------------------------------------------------------------------------------------

    @property
    def site_alive(self) -> bool:
        """Whether a site is connected and has said so lately."""
        return any(self._clock() - heard <= SITE_LEASE_MS for heard in self._sites.values())

    def site_here(self, link: str) -> None:
        """The site, whose key was checked, is alive."""
        self._sites[link] = self._clock()

    def site_gone(self, link: str) -> None:
        """Its connection ended: the load goes, the supervisor stays."""
        if self._sites.pop(link, None) is not None:
            self.release("site_gone")

    # --- time ---------------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Every `RENEW_MS`: no presence or no site, no load; then each unit's own tick."""
        raised = any(unit.phase in {Phase.ARMED, Phase.LOADED} for unit in self.units.values())
        if raised and not self.site_alive:
            self.release("site_silent")
        elif raised and (self.seat is None or not self._is_present(self.seat)):
            self.release("nobody_here")
        for unit in self.units.values():
            unit.tick()
        self._say_again()

    # --- telling the journal ------------------------------------------------------------------------------------------

    def _who(self) -> tuple[str, str]:
        return (self.permit.person, self.permit.session) if self.permit else ("", "")

    def _hazard_raised(self, unit: str, hazard: Hazard) -> None:
        body = strict.plain(hazard) | {"unit": unit}
        self._say(Kind.HAZARD_RAISED, hazard.person, hazard.session, body)
        self.changed()

    def _set_counted(self, ticket: Ticket, counted: Counted) -> None:
        body = strict.plain(counted) | {"exercise": ticket.exercise, "side": ticket.side.value}
        self._say(Kind.SET_COUNTED, ticket.person, ticket.session, body)

    def _say(self, kind: Kind, person: str, session: str, body: dict[str, Any]) -> None:
        self._unsaid.append((kind, self._wall(), person, session, body))
        self._say_again()

    def _say_again(self) -> None:
        """Entries the disk did not take stay in memory and are tried again; order is kept."""
        while self._unsaid:
            try:
                self.outbox.add(*self._unsaid[0])
            except OSError:
                return
            self._unsaid.pop(0)


def _about(ticket: Ticket) -> tuple[str, str, str, str]:
    return ticket.person, ticket.session, ticket.exercise, ticket.side.value
