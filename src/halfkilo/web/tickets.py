"""Tickets to load: what the gym may be asked for, worked out anew from the record each time (H31: from one's own account only)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from halfkilo.dose import Choice, Session
from halfkilo.dose.instead import most_instead
from halfkilo.gym.bounds import TICKET_LIFE_MS
from halfkilo.gym.guide import Guide
from halfkilo.gym.ticket import Role, read_key, sign
from halfkilo.journal.fields import Away, Mode
from halfkilo.journal.state import SessionState, State
from halfkilo.units import Side, Tool
from halfkilo.web import clock, guides, rules, service
from halfkilo.web.models import Person


class NoTicket(Exception):
    """Nothing may be loaded now; the message says why and what to do."""


def key_file() -> Path:
    """Where the key is that site and supervisor share."""
    return Path(settings.DATA) / "gym.key"


@dataclass(frozen=True)
class Given:
    """A ticket: its text, the most grams per cable, when it ends (milliseconds), and what is watched during the set."""

    text: str
    most: int
    ends: int
    watched: Guide


def ticket(person: Person, session: str, exercise: str, side: Side) -> Given:
    """A ticket for one exercise on one side in an open session.

    Raises:
        NoTicket: no such open session, or the exercise has no load on a cable today.
    """
    state = service.state_of(person)
    opened = next((one for one in state["sessions"] if one["id"] == session and not one["closed"]), None)
    on = date.fromisoformat(opened["on"]) if opened is not None else None
    if opened is None or on not in service.training_days(person):
        raise NoTicket("This session is not open today. Open it again from the start page.")
    choice = chosen(opened)
    today = service.today_of(person, state, choice, on)
    most = most_grams(state, today, choice, exercise, side)
    if most <= 0:
        raise NoTicket("This exercise has no cable load today. Go on without the gym, or look at today again.")
    ends = clock.instant() + TICKET_LIFE_MS
    watched = guides.guide(person, exercise, side, state["profile"])
    return Given(sign(read_key(key_file()), str(person.pk), session, Role.TRAIN, exercise, side, most, ends, watched), most, ends, watched)


def watching(person: Person, session: str) -> str:
    """A ticket that shows readings and can load nothing."""
    return sign(read_key(key_file()), str(person.pk), session, Role.WATCH, "-", Side.BOTH, 0, clock.instant() + TICKET_LIFE_MS)


def chosen(opened: SessionState) -> Choice:
    """What was chosen when the session was opened: a gentle one is no other for being asked about again."""
    mode = Mode(opened["mode"])
    return service.choice_of(opened["minutes"] or None, Away(opened["away"]), None, mode if mode in (Mode.RESCUE, Mode.GENTLE) else None)


def most_grams(state: State, today: Session, choice: Choice, exercise: str, side: Side) -> int:
    """The heaviest that today allows, grams per cable; 0 when the exercise is not part of today.

    An easier neighbour or a swap of today's item may be lifted at what its own rules leave of the load it stands at today.
    """
    for item in today.items:
        if (item.exercise, item.tool, item.side) == (exercise, Tool.CABLE, side):
            return max(item.grams, *item.steps, 0)  # what was decided; an offered rise needs its yes first
    if any(exercise in (item.easier, *item.swaps) for item in today.items):
        return most_instead(state, today.on, choice, exercise, side, policy=rules.in_force())
    return 0

