"""What people do, as functions. Pages and API call the same ones, so they cannot disagree.

Everything here speaks of a `Person` that `access` has already let through.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError

from halfkilo import dose
from halfkilo.dose import Choice, Session, Status
from halfkilo.journal import Entry, make, new_id
from halfkilo.journal.entry import PERSON, SITE, from_plain
from halfkilo.journal.fields import Answer, Away, Mode, Question
from halfkilo.journal.fold_events import too_old
from halfkilo.journal.kinds.answered import Body as Answered
from halfkilo.journal.state import State
from halfkilo.journal.store import Fate, Result
from halfkilo.strict import Malformed
from halfkilo.units import Tool
from halfkilo.web import clock, rules
from halfkilo.web.models import Person
from halfkilo.web.store import DatabaseStore

STORE = DatabaseStore()
log = logging.getLogger("halfkilo.service")

DECIDED = (Status.READY, Status.REST_DAY)
"""Days with a session in them; only these are written down as decisions."""

NOT_FROM_OUTSIDE = {
    "proposed": "is written by the site itself: ask for today instead",
    "shared": "is written when something is shared: use the page for sharing",
    "unshared": "is written when sharing ends: use the page for sharing",
    "approved": "is written by a clinician",
    "hazard_raised": "is written by the gym",
    "hazard_cleared": "is written by the gym, after the machine was shown to be free",
}
"""Kinds that nobody may send in: a forged decision or hazard could make a load heavier than the rules allow."""

MOST_ENTRIES = 500

SMALL_HOURS = 4
"""Until this hour a session of the evening before goes on: nobody loses the gym in the middle of a set because it is midnight."""


class Refused(Exception):
    """An entry the site wanted to write for a person was not taken; the message is the store's."""


def open_day(person: Person, choice: Choice | None = None, on: date | None = None, *, keep: bool = True) -> Session:
    """Today's session, decided from the head row alone. The decision is written down once (`keep`), so that its offers can be
    answered; while a session is open its own decision stands and a look at the day writes nothing."""
    state = STORE.state(person.pk)
    session = today_of(person, state, choice, on)
    if keep and session.status in DECIDED and not _settled(state, session):
        _write_down_if_there_is_room(person, state, session)
    return session


def today_of(person: Person, state: State, choice: Choice | None = None, on: date | None = None) -> Session:
    """The session of a day, written nowhere. on: the person's local day when left out."""
    asked = choice or Choice()
    now = Choice(asked.minutes, asked.away, asked.tools, asked.mode, clock.instant())
    return dose.today(state, on or day_of(person), now, policy=rules.in_force())


def day_of(person: Person) -> date:
    """What day it is where the person lives."""
    return clock.local(person.zone or clock.site_zone()).date()


def training_days(person: Person) -> tuple[date, ...]:
    """The days whose session may be loaded now: today, and in the small hours the evening before, too."""
    now = clock.local(person.zone or clock.site_zone())
    return (now.date(),) if now.hour >= SMALL_HOURS else (now.date(), now.date() - timedelta(days=1))


def choice_of(minutes: int | None = None, away: Away = Away.NO, tools: Sequence[Tool] | None = None, mode: Mode | None = None) -> Choice:
    """What the person chose for today."""
    return Choice(minutes, away, None if tools is None else tuple(sorted(set(tools))), mode)


def log_entries(person: Person, author: str, raw: Sequence[object]) -> list[Result]:
    """Entries as they came over the wire, signed with `author` (from the credential). One result each, in their order."""
    results: dict[int, Result] = {}
    entries: list[tuple[int, Entry]] = []
    for place, one in enumerate(raw):
        try:
            entry = from_plain(one, author=author)
            _may_come_in(entry)
            entries.append((place, entry))
        except Malformed as problem:
            results[place] = Result(_id_in(one), Fate.REFUSED, str(problem))
    fates = STORE.append(person.pk, [entry for _, entry in entries]) if entries else []
    results |= {place: result for (place, _), result in zip(entries, fates, strict=True)}
    return [results[place] for place in range(len(raw))]


def take_in(person: Person, entries: Sequence[Entry]) -> list[Result]:
    """Entries of a file: their authors are claims only (`imported`), so a clearance in them waits for a screening here."""
    results: list[Result] = []
    ordered = list(entries)
    for start in range(0, len(ordered), MOST_ENTRIES):
        piece = ordered[start:start + MOST_ENTRIES]
        results += STORE.append(person.pk, [_claimed(entry) for entry in piece])
    return results


def write(person: Person, kind: str, body: object, *, author: str = PERSON, id: str | None = None) -> Entry:
    """Make and keep one entry, now. body: the kind's dataclass.

    Raises:
        Refused: the store did not take it; the message says why.
    """
    at = _moment(person, STORE.latest(person.pk))
    entry = make(kind, body, at=at, author=author, id=id or new_id(clock.instant()))
    result = STORE.append(person.pk, [entry])[0]
    if result.fate is Fate.REFUSED:
        raise Refused(result.problem)
    return entry


def answer_offer(person: Person, ref: str, answer: Answer, grams: int | None = None) -> Entry:
    """Accept an offer, keep what is, or make it lighter (`grams`). Answered twice, the first answer stands.

    Raises:
        Refused: there is no such open offer.
    """
    decision = STORE.state(person.pk)["decision"]
    if decision is None or ref not in decision["offers"] or too_old(decision["on"], day_of(person).isoformat()):
        raise Refused("This offer is not open any more. Look at today again.")
    return write(person, "answered", Answered(Question.OFFER, answer, ref, grams=grams))


def entries_after(person: Person, after: int, most: int) -> list[tuple[int, Entry]]:
    """The person's own record in the order it came in, from number `after` on."""
    return STORE.since(person.pk, after, most)


def lines(person: Person) -> Iterator[str]:
    """The whole journal as JSON Lines, in fold order: what an export holds."""
    for entry in STORE.entries(person.pk):
        yield entry.line + "\n"


def state_of(person: Person | UUID) -> State:
    """The folded state."""
    return STORE.state(person.pk if isinstance(person, Person) else person)


def _settled(state: State, session: Session) -> bool:
    decision = state["decision"]
    return _training_now(state, session) or (decision is not None and decision["id"] == session.decision)


def _training_now(state: State, session: Session) -> bool:
    return any(one["on"] == session.on.isoformat() and not one["closed"] for one in state["sessions"])


def _write_down_if_there_is_room(person: Person, state: State, session: Session) -> None:
    """A full disk keeps nobody from reading what the day is; without a kept decision its offers can't be answered."""
    try:
        _write_down(person, state, session)
    except OperationalError as problem:
        log.error("a decision was not kept: %s", type(problem).__name__)


def _write_down(person: Person, state: State, session: Session) -> None:
    """Two tabs decide the same under the same id, so the second one is known already. Somebody else's entry in between makes
    another basis and with it another decision; the next look writes that one."""
    at = _moment(person, state["last"][0])
    STORE.append(person.pk, [make("proposed", dose.record(session), at=at, author=SITE, id=session.decision)])


def _moment(person: Person, latest: int) -> str:
    """Now, or just after the newest entry when a device's clock runs ahead: what follows from an entry is folded after it."""
    instant = max(clock.instant(), latest + 2)
    return clock.stamp(datetime.fromtimestamp(instant / 1000, UTC).astimezone(clock.zone_of(person.zone or clock.site_zone())))


def _may_come_in(entry: Entry) -> None:
    if entry.kind in NOT_FROM_OUTSIDE:
        raise Malformed("kind", f"{entry.kind} {NOT_FROM_OUTSIDE[entry.kind]}")


def _claimed(entry: Entry) -> Entry:
    return Entry(entry.id, entry.at, entry.author, entry.kind, entry.version, entry.body, imported=True)


def _id_in(raw: object) -> str:
    found: Any = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 and found.isprintable() else ""
