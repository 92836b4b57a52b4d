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
from halfkilo.gym.supervisor.post import Post
from halfkilo.gym.supervisor.tally import Counted
from halfkilo.gym.supervisor.terms import Keeper, Outcome, Phase
from halfkilo.gym.supervisor.unit import Unit
from halfkilo.gym.supervisor.wear import Wear
from halfkilo.gym.ticket import Role, Ticket, verify
from halfkilo.units import Side


@dataclass
class Player:
    """One screen: its ticket, and when it last said that somebody is there."""

    ticket: Ticket | None = None
    present_at: int | None = None


@dataclass(frozen=True)
class Wish:
    """One unit's part of a wish, between "may it be loaded" and "load it": grams per cable; `generation` is the unit's at that moment."""

    unit: Unit
    left: int
    right: int
    generation: int


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
        self._clock, self.wall = clock, wall
        self._sites: dict[str, int] = {}
        self.sensors: dict[str, Post] = {}
        self._used: tuple[str, ...] = ()
        self._together: tuple[Unit, ...] = ()
        self.wear = Wear(folder / "wear.json")
        self.trains: Callable[[Ticket | None], None] = lambda ticket: None
        """Told whenever somebody sits down to train, and when nobody does any more."""
        self._unsaid: list[tuple[Kind, int, str, str, dict[str, Any]]] = []
        self._keeper = Keeper(self.hazards, self._hazard_raised, self._set_counted, wall)
        self.units: dict[str, Unit] = {}
        self._pace = pace

    def add(self, name: str, serves: Side = Side.BOTH) -> Unit:
        """A machine to look after; the caller gives its door a driver. serves: the side a machine with one cable is for. The first one is
        used until somebody chooses another."""
        self.units[name] = Unit(name, self._keeper, self._pace, serves)
        self._used = self._used or (name,)
        return self.units[name]

    def remove(self, name: str) -> None:
        """Let go of it and look after it no more. A hazard stays on the disk."""
        if name in self.units:
            self.units[name].release("removed")
            del self.units[name]
            self._used = tuple(one for one in self._used if one != name) or tuple(self.units)[:1]
        self.sensors.pop(name, None)

    def add_sensor(self, name: str) -> Post:
        """A measuring device to listen to."""
        self.sensors[name] = Post(self._clock)
        return self.sensors[name]

    @property
    def used(self) -> tuple[Unit, ...]:
        """The machine people train with now; two when each has one cable."""
        return tuple(self.units[name] for name in self._used)

    def use(self, names: tuple[str, ...]) -> None:
        """Train with these from now on; whatever is on is let go first.

        Raises:
            Refused: not known, or two that pull on the same side.
        """
        chosen = [self.units[name] for name in names if name in self.units]
        sides = [side for unit in chosen for side in unit.sides]
        if not chosen or len(chosen) != len(names) or len(sides) != len(set(sides)):
            raise Refused(Reason.NO_MACHINE, "choose one machine, or one for the left and one for the right side", names)
        self._vacate("changed")
        self._used = tuple(names)

    # --- screens ------------------------------------------------------------------------------------------------------

    def admit(self, player: str, text: str) -> Ticket:
        """A screen shows its ticket; a training one takes the seat when that is free, or renews it.

        Raises:
            Refused: the ticket does not count.
        """
        ticket = verify(self._key, text, self.wall())
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
        self.trains(ticket)
        self.present(player)
        for unit in self.used:
            if same:
                unit.renew(ticket)
            else:
                unit.permit(ticket, self._session_most)

    def _vacate(self, why: str) -> None:
        self.release(why)
        self.seat = self.permit = None
        self.trains(None)
        for unit in self.units.values():
            unit.permit(None, self._session_most)

    # --- asking for more ----------------------------------------------------------------------------------------------

    def arm(self, player: str) -> None:
        """The button is held at this screen.

        Raises:
            Refused: not this screen, or not now.
        """
        self._may_raise(player)
        for unit in self.used:
            unit.arm(BUTTON_MS)

    def wish(self, player: str, left: int, right: int) -> list[Wish]:
        """First half of a load: check and remember the intention. Save `hazards`, then `grant`.

        Raises:
            Refused: it may not be loaded; nothing was remembered for any machine.
        """
        self._may_raise(player)
        if _unserved(self.used, left, right):
            raise Refused(Reason.NO_MACHINE, "no machine is there for that side", (left, right))
        parts = [(unit, unit.part(left, right)) for unit in self.used if unit.covers(left, right) or unit.phase is Phase.LOADED]
        for unit, part in parts:
            unit.may(*part)
        for unit, part in parts:
            unit.intend(*part)
        return [Wish(unit, *part, unit.generation) for unit, part in parts]

    def grant(self, player: str, wishes: list[Wish]) -> None:
        """Second half: everything is looked at again, then the load begins. With two machines both begin, or none stays.

        Raises:
            Refused: something changed in between; nothing was sent, or what was is let go.
        """
        try:
            self._may_raise(player)
            self._commit(wishes)
        except Refused:
            for wish in wishes:
                wish.unit.unintend()
            raise
        self._together = tuple(wish.unit for wish in wishes) if len(wishes) > 1 else ()
        self.changed()

    def _commit(self, wishes: list[Wish]) -> None:
        try:
            for wish in wishes:
                wish.unit.commit(wish.left, wish.right, wish.generation)
        except Refused:
            if len(wishes) > 1:
                self.release("other_side")
            raise

    def look_together(self) -> None:
        """S11: when one of two machines is not loaded any more, whatever the reason, the other goes too."""
        if self._together and any(unit.phase is not Phase.LOADED for unit in self._together):
            self._together = ()
            self.release("other_side")

    def clear(self, player: str) -> None:
        """A person in front of the machine says it is free.

        Raises:
            Refused: not this screen, no hazard, or the machine is not proven free.
        """
        if self.seat != player or not self._is_present(player):
            raise Refused(Reason.NOT_THE_WRITER, "clear it at the screen that is training")
        for unit in self._to_clear():
            self._clear_one(unit)
        self.changed()

    def _to_clear(self) -> list[Unit]:
        """Those in use, when all of them are proven free; one that lies idle elsewhere neither has to be there nor stands in the way."""
        found = [unit for unit in self.units.values() if unit.hazard and (unit in self.used or unit.proven_free)] or list(self.used)
        still = [unit.believed for unit in self.used if not unit.proven_free]
        if still and len(self.used) > 1 and any(unit in self.used for unit in found):
            raise Refused(Reason.NOT_PROVEN_FREE, "put the handles of both machines down and wait until both show no load", max(still))
        return found

    def _clear_one(self, unit: Unit) -> None:
        hazard = unit.clear()
        self._say(Kind.HAZARD_CLEARED, *self._who(), {"unit": unit.name, "cause": hazard.cause.value})
        if unit in self.used:
            unit.permit(self.permit, self._session_most)

    def _may_raise(self, player: str) -> None:
        if self.seat != player or self.permit is None:
            raise Refused(Reason.NOT_THE_WRITER, "another screen is training; this one can only let go")
        if not self._is_present(player):
            raise Refused(Reason.NO_PRESENCE, "nobody seems to be at this screen")
        if not self.site_alive:
            raise Refused(Reason.NO_SITE, "halfkilo itself is not running; start it again")
        if self.permit.expires <= self.wall():
            raise Refused(Reason.TICKET_EXPIRED, "this took a while; open the exercise again", self.permit.expires)
        for unit in self.used:
            self.wear.check(unit.name, self.wall())

    # --- letting go ---------------------------------------------------------------------------------------------------

    def release(self, why: str) -> list[Stopped]:
        """Let every unit go (S10). One that cannot be reached does not keep the others from being released."""
        found = [Stopped(unit.name, unit.release(why), unit.believed) for unit in self.units.values()]
        self.changed()
        return found

    def outcomes(self) -> list[Stopped]:
        """What can be said now, after a stop."""
        nothing = {Phase.VALIDATED, Phase.DISCONNECTED}
        return [Stopped(unit.name, unit.outcome(unit.phase not in nothing), unit.believed) for unit in self.units.values()]

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
        self.look_together()
        self._say_again()

    # --- telling the journal ------------------------------------------------------------------------------------------

    def _who(self) -> tuple[str, str]:
        return (self.permit.person, self.permit.session) if self.permit else ("", "")

    def _hazard_raised(self, unit: str, hazard: Hazard) -> None:
        body = strict.plain(hazard) | {"unit": unit}
        self._say(Kind.HAZARD_RAISED, hazard.person, hazard.session, body)
        self.changed()

    def _set_counted(self, unit: str, ticket: Ticket, counted: Counted) -> None:
        self.wear.add(unit, max(counted.reps_left, counted.reps_right), self.wall())
        body = strict.plain(counted) | {"exercise": ticket.exercise, "side": ticket.side.value}
        self._say(Kind.SET_COUNTED, ticket.person, ticket.session, body)

    def _say(self, kind: Kind, person: str, session: str, body: dict[str, Any]) -> None:
        self._unsaid.append((kind, self.wall(), person, session, body))
        self._say_again()

    def _say_again(self) -> None:
        """Entries the disk did not take stay in memory and are tried again; order is kept."""
        while self._unsaid:
            try:
                self.outbox.add(*self._unsaid[0])
            except OSError:
                return
            self._unsaid.pop(0)


def _unserved(units: tuple[Unit, ...], left: int, right: int) -> bool:
    """Whether a load is wished on a side that no machine is there for."""
    sides = {side for unit in units for side in unit.sides}
    return bool((left and Side.LEFT not in sides) or (right and Side.RIGHT not in sides))


def _about(ticket: Ticket) -> tuple[str, str, str, str]:
    return ticket.person, ticket.session, ticket.exercise, ticket.side.value
