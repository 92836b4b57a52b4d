"""What was done elsewhere, as history: it stands in the record, no load comes from it and nothing is unlocked by it."""

from __future__ import annotations

from halfkilo.exercises import catalogue, words
from halfkilo.exercises.facts import Count
from halfkilo.journal.entry import Entry, derived_id, dump
from halfkilo.journal.kinds import body_of, history, make, session_opened, set_done

SOURCE = "halfkilo"
SESSION = "Training session"
"""What a session is called among exercises."""

DAY_SECONDS = 86_400


def of_set(entry: Entry, person: str) -> Entry:
    """A `set_done` of another record. person: makes the id differ between people; the same set gives the same id."""
    body: set_done.Body = body_of(entry)
    known = catalogue().get(body.exercise)
    count = known.facts.count if known else Count.REPS
    seconds = None if count is Count.REPS else min(DAY_SECONDS, body.done * (60 if count is Count.MINUTES else 1))
    one = history.HistorySet(body.grams, body.done if seconds is None else None, seconds, _cells(entry))
    name, mapped = (words(body.exercise).name, body.exercise) if known else (body.exercise, None)
    return _made(entry, person, name, one, mapped)


def of_session(entry: Entry, person: str) -> Entry:
    """A `session_opened` or `session_closed` of another record: how it was meant, with its minutes as time where they are said."""
    body = body_of(entry)
    minutes = body.minutes if isinstance(body, session_opened.Body) else None
    one = history.HistorySet(None, None, None if minutes is None else minutes * 60, _cells(entry))
    return _made(entry, person, SESSION, one, None)


def _made(entry: Entry, person: str, name: str, one: history.HistorySet, mapped: str | None) -> Entry:
    on = entry.local.date()
    body = history.Body(on, SOURCE, name, (one,), mapped, True if mapped else None)
    identity = derived_id(entry.instant, "history", person, SOURCE, entry.id)
    return make("history", body, at=entry.at, author=entry.author, id=identity)


def _cells(entry: Entry) -> dict[str, str]:
    return {name: value if isinstance(value, str) else dump(value).decode() for name, value in entry.body.items()}
