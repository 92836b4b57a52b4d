"""FIT activity files as history: sets with load, repetitions and rest, or a sport with its time and pulse. Pure: bytes in, entries out.

History sets no load and unlocks nothing. Ids come from the file's own serial and time, so the same file twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from halfkilo.exchange.brought import Brought, Note
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fit.library import profile
from halfkilo.exchange.fit.unwire import Damaged, Message, messages
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

    file: Message | None = None
    activity: Message | None = None
    sessions: list[Message] = field(default_factory=list)
    sets: list[Message] = field(default_factory=list)
    steps: dict[int, Message] = field(default_factory=dict)
    titles: dict[tuple[int | None, int | None], str] = field(default_factory=dict)
    pulse: list[int] = field(default_factory=list)


def read_fit(data: bytes, settings: Settings) -> Brought:
    """The history in one FIT file.

    Raises:
        FileRefused: it is not whole (cut off or changed), no activity, too large, or the library is not installed.
    """
    if len(data) > LARGEST:
        most = f"at most {LARGEST // 1_048_576} MiB are read"
        raise FileRefused(Reason.TOO_LARGE, f"The FIT file is {len(data) // 1_000_000} MB; {most}.", len(data))
    told = _told(data)
    if told.file is None or told.file.number("type") != ACTIVITY:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "This is a FIT file, but no activity: it holds settings or a course, and no training.")
    zone = _zone(told, settings.zone)
    problems: list[Note] = []
    entries = [entry for entry in _entries(told, zone, settings, problems) if _past(entry, settings, problems)]
    if not entries and not problems:
        problems.append(Note("file", "holds no set and no session with a time"))
    return Brought("FIT", tuple(entries), tuple(problems))


def _told(data: bytes) -> _Told:
    told = _Told()
    try:
        for message in messages(data):
            _hear(told, message)
    except Damaged as problem:
        raise FileRefused(Reason.CHANGED, f"The FIT file is not whole ({problem}). Copy it from the device again.") from problem
    return told


def _hear(told: _Told, message: Message) -> None:
    match message.name:
        case "file_id":
            told.file = told.file or message
        case "activity":
            told.activity = message
        case "session":
            told.sessions.append(message)
        case "set":
            told.sets.append(message)
        case "workout_step":
            told.steps[message.number("message_index") or 0] = message
        case "exercise_title":
            told.titles[message.number("exercise_category"), message.number("exercise_name")] = message.text("workout_step_name")
        case "record" if (rate := message.number("heart_rate")):
            told.pulse.append(rate)


def _zone(told: _Told, usual: tzinfo) -> tzinfo:
    """The offset that the file's own local time tells, to the quarter hour; else where the person lives."""
    local = told.activity.number("local_timestamp") if told.activity is not None else None
    stamp = told.activity.number("timestamp") if told.activity is not None else None
    if not local or not stamp:
        return usual
    apart = timedelta(minutes=15 * round((local + FIT_EPOCH - stamp / 1000) / 900))
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
            start_time = session.number("start_time")
            if start_time and session.amount("total_timer_time"):
                name = _sport(told, session)
                yield from _entry(told, name, start_time, [_cardio(told, session)], number, zone, settings, problems)


def _groups(told: _Told) -> dict[str, list[tuple[int | None, history.HistorySet]]]:
    """Active sets by the name of their exercise, in the order done; the rest after a set stands with it."""
    groups: dict[str, list[tuple[int | None, history.HistorySet]]] = {}
    ordered = sorted(told.sets, key=lambda one: _start(one) or 0)
    for place, one in enumerate(ordered):
        kind = one.number("set_type")
        if kind == REST or (kind is None and not one.number("repetitions")):
            continue
        after = ordered[place + 1] if place + 1 < len(ordered) and ordered[place + 1].number("set_type") == REST else None
        name, note = _named(told, one)
        groups.setdefault(name, []).append((_start(one), _set(one, after, note)))
    return groups


def _start(one: Message) -> int | None:
    return one.number("start_time") or one.number("timestamp")


def _named(told: _Told, one: Message) -> tuple[str, str]:
    index = one.number("workout_step_index")
    step = told.steps.get(index) if index is not None else None
    if step is not None and step.text("workout_step_name"):
        return step.text("workout_step_name")[:300], step.text("notes")
    category, subtype = one.first("category"), one.first("category_subtype")
    title = told.titles.get((category, subtype)) if category is not None and subtype is not None else None
    return (title or _said("ExerciseCategory", category).capitalize() or "Unknown exercise")[:300], ""


def _said(what: str, number: int | None) -> str:
    """The name of a number in FIT's profile, in small letters; nothing where it has none."""
    try:
        return str(getattr(profile(), what)(number).name).replace("_", " ").lower()
    except ValueError:
        return ""


def _set(one: Message, after: Message | None, note: str) -> history.HistorySet:
    weight, duration = one.amount("weight"), one.amount("duration")
    reps = one.number("repetitions") or None
    seconds = int(duration) if duration and not reps else None
    cells = {"weight_kg": weight, "repetitions": one.number("repetitions"), "duration_seconds": duration,
             "rest_seconds": after.amount("duration") if after is not None else None, "notes": note or None}
    return history.HistorySet(round(weight * 1000) if weight is not None else None, reps, min(seconds, 86_400) if seconds else None,
                              {name: str(value) for name, value in cells.items() if value is not None})


def _sport(told: _Told, session: Message) -> str:
    names = [step.text("workout_step_name") for step in told.steps.values() if step.text("workout_step_name")]
    if len(names) == 1:
        return names[0][:300]
    both = [_said("Sport", session.number("sport")), _said("SubSport", session.number("sub_sport"))]
    return ", ".join(word for word in both if word not in ("generic", "")).capitalize() or "Training"


def _cardio(told: _Told, session: Message) -> history.HistorySet:
    mean = session.number("avg_heart_rate") or (round(sum(told.pulse) / len(told.pulse)) if told.pulse else None)
    most = session.number("max_heart_rate") or max(told.pulse, default=None)
    seconds = session.amount("total_timer_time") or 0
    cells = {"sport": _said("Sport", session.number("sport")) or None, "sub_sport": _said("SubSport", session.number("sub_sport")) or None,
             "seconds": seconds, "distance_m": session.amount("total_distance"), "heart_rate_mean": mean, "heart_rate_most": most,
             "calories_kcal": session.number("total_calories")}
    return history.HistorySet(None, None, min(int(seconds), 86_400),
                              {name: str(value) for name, value in cells.items() if value is not None})


def _entry(told: _Told, name: str, at: int, sets: list[history.HistorySet], piece: int, zone: tzinfo, settings: Settings,
           problems: list[Note]) -> Iterator[Entry]:
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    serial, made = (told.file.number("serial_number"), told.file.number("time_created")) if told.file else (None, None)
    identity = derived_id(at, "history", settings.person, "fit", serial, made, name, piece)
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
