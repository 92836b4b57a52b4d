"""The sets of a journal as other programs think of them: who did what when, corrections applied. One home for all logs that go out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from halfkilo.exercises import catalogue, words
from halfkilo.exercises.facts import Count, Family, Mechanism
from halfkilo.journal.entry import Entry
from halfkilo.journal.kinds import Unknown, body_of, history, session_opened, set_done
from halfkilo.journal.told import as_they_stand
from halfkilo.strict import Malformed
from halfkilo.units import Side, Tool

_TOOLS = {Tool.CABLE: "Cable", Tool.DUMBBELL: "Dumbbell", Tool.BAND: "Band"}
CLOSE = 32
"""Grams by which a load may differ and be the same: FIT counts sixteenths of a kilogram."""


@dataclass(frozen=True)
class Done:
    """One set. at: when it was over. day: the day its session belongs to. began: when the session did. grams: per cable or dumbbell.

    seconds: of a hold or of cardio. work: how long it took; of counted repetitions as long as their tempo takes. name: English, with its
    tool in brackets, as these logs write it.
    """

    at: datetime
    day: date
    began: datetime
    session: str
    exercise: str
    name: str
    side: Side
    grams: int
    reps: int | None
    seconds: int | None
    work: int
    warm_up: bool
    cardio: bool
    family: Family | None

    @property
    def note(self) -> str:
        """What these logs have no column for."""
        return "" if self.side is Side.BOTH else f"{self.side.value} side"


def sets_of(entries: Iterable[Entry]) -> list[Done]:
    """Every set in the order it was done; what this program does not understand is passed over."""
    opened: dict[str, tuple[datetime, date]] = {}
    found: list[Done] = []
    for entry in as_they_stand(entries):
        try:
            body = body_of(entry) if entry.kind in ("session_opened", "set_done") else None
        except (Malformed, Unknown):
            continue
        if isinstance(body, session_opened.Body):
            opened.setdefault(body.session, (entry.local, body.on))
        elif isinstance(body, set_done.Body) and body.done:
            began, day = opened.setdefault(body.session, (entry.local, entry.local.date()))
            found.append(_done(entry, body, min(began, entry.local), day))
    return found


def sessions_of(sets: Iterable[Done]) -> list[list[Done]]:
    """The sets by session, sessions in the order they began."""
    grouped: dict[str, list[Done]] = {}
    for one in sets:
        grouped.setdefault(one.session, []).append(one)
    return list(grouped.values())


def _done(entry: Entry, body: set_done.Body, began: datetime, day: date) -> Done:
    exercise = catalogue().get(body.exercise)
    count = exercise.facts.count if exercise else Count.REPS
    seconds = None if count is Count.REPS else body.done * (60 if count is Count.MINUTES else 1)
    tempo = sum(exercise.facts.tempo) if exercise else 4
    name = words(body.exercise).name if exercise else body.exercise.replace("_", " ")
    tool = _TOOLS.get(body.tool)
    return Done(entry.local, day, began, body.session, body.exercise, f"{name} ({tool})" if tool else name, body.side, body.grams,
                body.done if seconds is None else None, seconds, seconds if seconds is not None else body.done * tempo,
                body.finder is not None, exercise is not None and exercise.facts.mechanism is Mechanism.CARDIO,
                exercise.facts.family if exercise else None)


def ours(entries: Sequence[Entry], sets: Sequence[Done]) -> tuple[list[Entry], int]:
    """Entries without the history that is only our own sets on their way back, and how many those were: the same exercise on the
    same day with the same sets."""
    there: dict[tuple[str, date], list[Done]] = {}
    for one in sets:
        for day in {one.day, one.at.date(), one.began.date()}:
            there.setdefault((_key(one.name), day), []).append(one)
    kept = [entry for entry in entries if not _returned(entry, there)]
    return kept, len(entries) - len(kept)


def _returned(entry: Entry, there: dict[tuple[str, date], list[Done]]) -> bool:
    try:
        body = body_of(entry) if entry.kind == "history" else None
    except Unknown:
        return False
    if not isinstance(body, history.Body):
        return False
    mine = there.get((_key(body.exercise), body.on), [])
    told = [one for one in body.sets if one.grams is not None or one.reps or one.seconds]
    left = Counter((one.reps, one.seconds, one.grams) for one in mine)
    for one in told:
        same = next((key for key, count in left.items() if count and key[:2] == (one.reps, one.seconds)
                     and abs(key[2] - (one.grams or 0)) <= CLOSE), None)
        if same is None:
            return False
        left[same] -= 1
    return bool(told)


def _key(name: str) -> str:
    return re.sub(r"\s*\(.*?\)\s*", " ", name).strip().casefold()


def rest_before(one: Done, before: Done | None) -> timedelta:
    """The pause between two sets of a session."""
    if before is None:
        return timedelta(0)
    return max(timedelta(0), one.at - timedelta(seconds=one.work) - before.at)
