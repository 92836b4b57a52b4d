"""Sessions as FIT activity files. Strength and each kind of cardio of one session are activities of their own: a FIT session has one sport.

Loads are sixteenths of a kilogram there: half kilos and quarter kilos are exact. A name travels as a workout step that its sets point to.
The library is imported only when a file is written.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from halfkilo.exchange.done import Done, rest_before, sessions_of, sets_of
from halfkilo.exchange.fit.categories import CARDIO, SPORTS, STRENGTH, TRAINING, category
from halfkilo.exchange.fit.library import message, part, profile
from halfkilo.journal.entry import Entry
from halfkilo.units import instant_of

ACTIVE, REST = 1, 0
EARLIEST = 1990
"""FIT begins to count at the end of 1989."""

OURS = 255
"""FIT's number for makers that are none: development."""

_FIXED = (1980, 1, 1, 0, 0, 0)


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """A zip with one FIT file per activity; returns how many."""
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sets in sessions_of(sets_of(entries)):
            for sets_of_one in _parts(sets):
                first = sets_of_one[0]
                sport = "cardio" if first.cardio else "strength"
                name = f"{first.day.isoformat()}-{first.began:%H%M%S}-{sport}-{serial(first):08x}.fit"
                archive.writestr(zipfile.ZipInfo(name, _FIXED), activity(sets_of_one))
                count += 1
    return count


def _parts(sets: Sequence[Done]) -> list[list[Done]]:
    parts: dict[str, list[Done]] = {}
    for one in sets:
        if one.at.year >= EARLIEST:
            parts.setdefault(one.exercise if one.cardio else "", []).append(one)
    return list(parts.values())


def serial(one: Done) -> int:
    """A number that is the same for the same session, never zero: FIT's way to know a file again."""
    name = f"{one.session}\0{one.exercise}" if one.cardio else one.session
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") or 1


def activity(sets: Sequence[Done]) -> bytes:
    """One activity of sets that are all strength, or all cardio."""
    builder = part("fit_file_builder").FitFileBuilder(auto_define=True, min_string_size=1)
    for one in (*_head(sets), *_steps(sets), *_sets(sets), *_tail(sets)):
        builder.add(one)
    return bytes(builder.build().to_bytes())


def _begin(one: Done) -> int:
    start = instant_of(one.at) - 1000 * one.work
    return _whole(start if one.cardio else min(instant_of(one.began), start))


def _whole(milliseconds: int) -> int:
    return milliseconds // 1000 * 1000


def _ends(sets: Sequence[Done]) -> tuple[int, int]:
    return min(_begin(one) for one in sets), max(_whole(instant_of(one.at)) for one in sets)


def _head(sets: Sequence[Done]) -> list[Any]:
    kinds = profile()
    first, _ = _ends(sets)
    about = message("file_id")
    about.type, about.manufacturer, about.product = kinds.FileType.ACTIVITY, OURS, 0
    about.serial_number, about.time_created = serial(sets[0]), first
    start = message("event")
    start.timestamp, start.event, start.event_type = first, kinds.Event.TIMER, kinds.EventType.START
    return [about, start]


def _names(sets: Sequence[Done]) -> list[Done]:
    return list({(one.name, one.note): one for one in sets}.values())


def _steps(sets: Sequence[Done]) -> list[Any]:
    found = []
    for index, one in enumerate(_names(sets)):
        step = message("workout_step")
        step.message_index, step.exercise_category = index, category(one.family)
        step.workout_step_name = _short(one.name)
        if one.note:
            step.notes = one.note
        found.append(step)
    return found


def _short(text: str) -> str:
    """FIT fields hold at most 255 bytes, the closing zero included."""
    return text.encode()[:250].decode("utf-8", "ignore")


def _sets(sets: Sequence[Done]) -> list[Any]:
    if sets[0].cardio:
        marks = [message("record"), message("record")]
        marks[0].timestamp, marks[1].timestamp = _ends(sets)
        return marks
    places = {(one.name, one.note): index for index, one in enumerate(_names(sets))}
    found: list[Any] = []
    before: Done | None = None
    for one in sets:
        pause = rest_before(one, before)
        if before is not None and pause >= timedelta(seconds=1):
            found.append(_rest(before, pause, len(found)))
        found.append(_active(one, places[one.name, one.note], len(found)))
        before = one
    return found


def _active(one: Done, step: int, index: int) -> Any:
    one_set = message("set")
    end = _whole(instant_of(one.at))
    one_set.timestamp, one_set.start_time, one_set.duration = end, end - 1000 * one.work, float(one.work)
    one_set.set_type, one_set.message_index, one_set.workout_step_index = ACTIVE, index, step
    one_set.category = [category(one.family)]
    one_set.weight = round(one.grams * 16 / 1000) / 16
    if one.reps is not None:
        one_set.repetitions = min(one.reps, 65_534)
    return one_set


def _rest(before: Done, pause: timedelta, index: int) -> Any:
    one_set = message("set")
    start, seconds = _whole(instant_of(before.at)), int(pause.total_seconds())
    one_set.timestamp, one_set.start_time, one_set.duration = start + 1000 * seconds, start, float(seconds)
    one_set.set_type, one_set.message_index = REST, index
    return one_set


def _tail(sets: Sequence[Done]) -> list[Any]:
    kinds = profile()
    first, last = _ends(sets)
    sport, sub = SPORTS.get(sets[0].exercise, (TRAINING, CARDIO)) if sets[0].cardio else (TRAINING, STRENGTH)
    timer = float(sum(one.work for one in sets)) if sets[0].cardio else (last - first) / 1000
    stop, lap, session, whole = message("event"), message("lap"), message("session"), message("activity")
    stop.timestamp, stop.event, stop.event_type = last, kinds.Event.TIMER, kinds.EventType.STOP_ALL
    for both in (lap, session):
        both.timestamp, both.start_time, both.message_index = last, first, 0
        both.total_elapsed_time, both.total_timer_time = (last - first) / 1000, timer
        both.sport, both.sub_sport = kinds.Sport(sport), kinds.SubSport(sub)
    lap.event, lap.event_type = kinds.Event.LAP, kinds.EventType.STOP
    session.event, session.event_type, session.trigger = kinds.Event.SESSION, kinds.EventType.STOP, kinds.SessionTrigger.ACTIVITY_END
    session.first_lap_index, session.num_laps = 0, 1
    offset = sets[0].began.utcoffset() or timedelta(0)
    whole.timestamp, whole.total_timer_time, whole.num_sessions, whole.type = last, timer, 1, kinds.Activity.MANUAL
    whole.event, whole.event_type = kinds.Event.ACTIVITY, kinds.EventType.STOP
    whole.local_timestamp = _local(last + int(offset.total_seconds() * 1000))
    return [stop, lap, session, whole]


_FIT_EPOCH = 631_065_600
"""Seconds from 1970 to the last day of 1989, where FIT begins to count; its local times go into the file uncounted by the library."""


def _local(milliseconds: int) -> int:
    return milliseconds // 1000 - _FIT_EPOCH
