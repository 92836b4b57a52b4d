"""FIT activity files as history: sets with load, repetitions and rest, or a sport with its time and pulse. Pure: bytes in, entries out.

History sets no load and unlocks nothing. Ids come from the file's own serial and time, so the same file twice adds nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from halfkilo.exchange.brought import Brought, Note
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fit.library import part, profile
from halfkilo.exchange.fit.wire import FIT_EPOCH
from halfkilo.exchange.history import SETS_PER_ENTRY, Settings
from halfkilo.journal.entry import PERSON, Entry, derived_id
from halfkilo.journal.kinds import history, make
from halfkilo.strict import Malformed, plain, read

LARGEST = 8 * 1024 * 1024
"""Bytes of one activity; a day with a reading every second is about three million."""

ACTIVITY = 4
ACTIVE, REST = 1, 0
FARTHEST = timedelta(hours=14)
"""No place on Earth is further from UTC."""


@dataclass
class _Told:
    """What one activity says, message by message."""

    file: Any = None
    activity: Any = None
    sessions: list[Any] = field(default_factory=list)
    sets: list[Any] = field(default_factory=list)
    steps: dict[int, Any] = field(default_factory=dict)
    titles: dict[tuple[int, int], str] = field(default_factory=dict)
    pulse: list[int] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)


def read_fit(data: bytes, settings: Settings) -> Brought:
    """The history in one FIT file.

    Raises:
        FileRefused: it is not whole (cut off or changed), no activity, too large, or the library is not installed.
    """
    if len(data) > LARGEST:
        most = f"at most {LARGEST // 1_048_576} MiB are read"
        raise FileRefused(Reason.TOO_LARGE, f"The FIT file is {len(data) // 1_000_000} MB; {most}.", len(data))
    told = _told(data)
    if told.file is None or _number(told.file.type) != ACTIVITY:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "This is a FIT file, but no activity: it holds settings or a course, and no training.")
    zone = _zone(told, settings.zone)
    problems: list[Note] = []
    entries = [entry for entry in _entries(told, zone, settings, problems) if _past(entry, settings, problems)]
    if not entries and not problems:
        problems.append(Note("file", "holds no set and no session with a time"))
    return Brought("FIT", tuple(entries), tuple(problems))


def _told(data: bytes) -> _Told:
    library = part("fit_file")
    try:
        messages = [record.message for record in library.FitFile.from_bytes(data, check_crc=True).records]
        return _sorted(messages)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error, MemoryError) as problem:
        raise FileRefused(Reason.CHANGED, f"The FIT file is not whole ({str(problem)[:80]}). Copy it from the device again.") from problem


def _sorted(messages: list[Any]) -> _Told:
    told = _Told()
    for message in messages:
        match type(message).__name__:
            case "FileIdMessage":
                told.file = told.file or message
            case "ActivityMessage":
                told.activity = message
            case "SessionMessage":
                told.sessions.append(message)
            case "SetMessage":
                told.sets.append(message)
            case "WorkoutStepMessage":
                told.steps[message.message_index] = message
            case "ExerciseTitleMessage" if message.workout_step_name:
                told.titles[message.exercise_category, message.exercise_name] = message.workout_step_name
            case "RecordMessage" if message.heart_rate:
                told.pulse.append(message.heart_rate)
    return told


def _number(value: Any) -> int | None:
    found: int | None = getattr(value, "value", value)
    return found


def _zone(told: _Told, usual: tzinfo) -> tzinfo:
    """The offset that the file's own local time tells, to the quarter hour; else where the person lives."""
    local = told.activity.local_timestamp if told.activity is not None else None
    stamp = told.activity.timestamp if told.activity is not None else None
    if not local or not stamp:
        return usual
    apart = timedelta(minutes=15 * round((int(local) + FIT_EPOCH - stamp / 1000) / 900))
    return timezone(apart) if abs(apart) <= FARTHEST else usual


def _entries(told: _Told, zone: tzinfo, settings: Settings, problems: list[Note]) -> Iterator[Entry]:
    groups = _groups(told)
    for name, sets in groups.items():
        for piece, start in enumerate(range(0, len(sets), SETS_PER_ENTRY)):
            rows = sets[start:start + SETS_PER_ENTRY]
            at = next((moment for moment, _ in rows if moment), None)
            if at is None:
                problems.append(Note(name, "none of its sets says when it was"))
            else:
                yield from _entry(told, name, at, [one for _, one in rows], piece, zone, settings, problems)
    if not groups:
        for number, session in enumerate(told.sessions):
            if session.start_time and session.total_timer_time:
                name = _sport(told, session)
                yield from _entry(told, name, session.start_time, [_cardio(told, session)], number, zone, settings, problems)


def _groups(told: _Told) -> dict[str, list[tuple[int | None, history.HistorySet]]]:
    """Active sets by the name of their exercise, in the order done; the rest after a set stands with it."""
    groups: dict[str, list[tuple[int | None, history.HistorySet]]] = {}
    ordered = sorted(told.sets, key=lambda one: one.start_time or one.timestamp or 0)
    for place, one in enumerate(ordered):
        if one.set_type == REST or (one.set_type is None and not one.repetitions):
            continue
        after = ordered[place + 1] if place + 1 < len(ordered) and ordered[place + 1].set_type == REST else None
        name, note = _named(told, one)
        groups.setdefault(name, []).append((one.start_time or one.timestamp, _set(one, after, note)))
    return groups


def _named(told: _Told, one: Any) -> tuple[str, str]:
    step = told.steps.get(one.workout_step_index) if one.workout_step_index is not None else None
    if step is not None and step.workout_step_name:
        return step.workout_step_name[:300], step.notes or ""
    category = next(iter(one.category or []), None)
    subtype = next(iter(one.category_subtype or []), None)
    title = told.titles.get((category, subtype)) if category is not None and subtype is not None else None
    return (title or _category(category))[:300], ""


def _category(number: int | None) -> str:
    return _said("ExerciseCategory", number).capitalize() or "Unknown exercise"


def _said(what: str, number: Any) -> str:
    """The name of a number in FIT's profile, in small letters; nothing where it has none."""
    try:
        return str(getattr(profile(), what)(_number(number)).name).replace("_", " ").lower()
    except ValueError:
        return ""


def _set(one: Any, after: Any, note: str) -> history.HistorySet:
    grams = round(one.weight * 1000) if one.weight is not None else None
    reps = one.repetitions or None
    seconds = int(one.duration) if one.duration and not reps else None
    cells = {"weight_kg": one.weight, "repetitions": one.repetitions, "duration_seconds": one.duration,
             "rest_seconds": after.duration if after is not None else None, "notes": note or None}
    return history.HistorySet(grams, reps, min(seconds, 86_400) if seconds else None,
                              {name: str(value) for name, value in cells.items() if value is not None})


def _sport(told: _Told, session: Any) -> str:
    names = [step.workout_step_name for step in told.steps.values() if step.workout_step_name]
    if len(names) == 1:
        return str(names[0])[:300]
    both = [_said("Sport", session.sport), _said("SubSport", session.sub_sport)]
    return ", ".join(word for word in both if word not in ("generic", "")).capitalize() or "Training"


def _cardio(told: _Told, session: Any) -> history.HistorySet:
    mean = session.avg_heart_rate or (round(sum(told.pulse) / len(told.pulse)) if told.pulse else None)
    most = session.max_heart_rate or max(told.pulse, default=None)
    cells = {"sport": _said("Sport", session.sport) or None, "sub_sport": _said("SubSport", session.sub_sport) or None,
             "seconds": session.total_timer_time, "distance_m": session.total_distance, "heart_rate_mean": mean, "heart_rate_most": most,
             "calories_kcal": session.total_calories}
    return history.HistorySet(None, None, min(int(session.total_timer_time), 86_400),
                              {name: str(value) for name, value in cells.items() if value is not None})


def _entry(told: _Told, name: str, at: int, sets: list[history.HistorySet], piece: int, zone: tzinfo, settings: Settings,
           problems: list[Note]) -> Iterator[Entry]:
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    identity = derived_id(at, "history", settings.person, "fit", told.file.serial_number, told.file.time_created, name, piece)
    body = history.Body(local.date(), "fit", name, tuple(sets), settings.mapping.get(name) or None, None)
    try:
        read(history.Body, plain(body), "body")
    except Malformed as problem:
        problems.append(Note(name, str(problem)))
        return
    yield make("history", body, at=local.isoformat(timespec="seconds"), author=PERSON, id=identity)


def _past(entry: Entry, settings: Settings, problems: list[Note]) -> bool:
    if entry.local.date() <= settings.today:
        return True
    problems.append(Note(entry.body["exercise"], f"{entry.local.date()} lies in the future"))
    return False
