"""Sessions as FIT activity files. Strength and each kind of cardio of one session are activities of their own: a FIT session has one sport.

Loads are sixteenths of a kilogram there: half kilos and quarter kilos are exact. A name travels as a workout step that its sets point to.
Written without a library (`wire`); read back by three of others in the tests.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import BinaryIO

from halfkilo.exchange.done import Done, rest_before, sessions_of, sets_of
from halfkilo.exchange.fit.categories import CARDIO, SPORTS, STRENGTH, TRAINING, category
from halfkilo.exchange.fit.wire import FIT_EPOCH, Value, file_of
from halfkilo.journal.entry import Entry
from halfkilo.units import instant_of

ACTIVE, REST = 1, 0
ACTIVITY = 4
TIMER, SESSION, LAP, WHOLE = 0, 8, 9, 26
START, STOP, STOP_ALL = 0, 1, 4
ACTIVITY_END, MANUAL = 0, 0
"""FIT's numbers: the type of file; events and what happened to them; why a session ended; one that was started by hand."""

Message = tuple[str, dict[str, Value]]

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
    return file_of([*_head(sets), *_steps(sets), *_sets(sets), *_tail(sets)])


def _begin(one: Done) -> int:
    """When its activity began, FIT's seconds."""
    start = _time(one.at) - one.work
    return start if one.cardio else min(_time(one.began), start)


def _time(moment: datetime) -> int:
    return instant_of(moment) // 1000 - FIT_EPOCH


def _ends(sets: Sequence[Done]) -> tuple[int, int]:
    return min(_begin(one) for one in sets), max(_time(one.at) for one in sets)


def _head(sets: Sequence[Done]) -> list[Message]:
    first, _ = _ends(sets)
    return [("file_id", {"type": ACTIVITY, "manufacturer": OURS, "product": 0, "serial_number": serial(sets[0]), "time_created": first}),
            ("event", {"timestamp": first, "event": TIMER, "event_type": START})]


def _names(sets: Sequence[Done]) -> list[Done]:
    return list({(one.name, one.note): one for one in sets}.values())


def _steps(sets: Sequence[Done]) -> list[Message]:
    found: list[Message] = []
    for index, one in enumerate(_names(sets)):
        note = {"notes": one.note} if one.note else {}
        found.append(("workout_step", {"message_index": index, "exercise_category": category(one.family),
                                       "wkt_step_name": _short(one.name), **note}))
    return found


def _short(text: str) -> str:
    """FIT fields hold at most 255 bytes, the closing zero included."""
    return text.encode()[:250].decode("utf-8", "ignore")


def _sets(sets: Sequence[Done]) -> list[Message]:
    marks: list[Message] = [("record", {"timestamp": moment}) for moment in _ends(sets)]
    if sets[0].cardio:
        return marks
    places = {(one.name, one.note): index for index, one in enumerate(_names(sets))}
    found: list[Message] = []
    before: Done | None = None
    for one in sets:
        pause = int(rest_before(one, before).total_seconds())
        if before is not None and pause >= 1:
            found.append(_rest(before, pause, len(found)))
        found.append(_active(one, places[one.name, one.note], len(found)))
        before = one
    return [*found, *marks]


def _active(one: Done, step: int, index: int) -> Message:
    end = _time(one.at)
    reps = {"repetitions": min(one.reps, 65_534)} if one.reps is not None else {}
    return ("set", {"timestamp": end, "start_time": end - one.work, "duration": 1000 * one.work, "set_type": ACTIVE, "message_index": index,
                    "wkt_step_index": step, "category": category(one.family), "weight": round(one.grams * 16 / 1000), **reps})


def _rest(before: Done, seconds: int, index: int) -> Message:
    start = _time(before.at)
    return ("set", {"timestamp": start + seconds, "start_time": start, "duration": 1000 * seconds, "set_type": REST,
                    "message_index": index})


def _tail(sets: Sequence[Done]) -> list[Message]:
    first, last = _ends(sets)
    sport, sub = SPORTS.get(sets[0].exercise, (TRAINING, CARDIO)) if sets[0].cardio else (TRAINING, STRENGTH)
    timer = 1000 * (sum(one.work for one in sets) if sets[0].cardio else last - first)
    whole = {"message_index": 0, "timestamp": last, "start_time": first, "total_elapsed_time": 1000 * (last - first),
             "total_timer_time": timer, "sport": sport, "sub_sport": sub, "event_type": STOP}
    offset = int((sets[0].began.utcoffset() or timedelta(0)).total_seconds())
    return [("event", {"timestamp": last, "event": TIMER, "event_type": STOP_ALL}),
            ("lap", {**whole, "event": LAP}),
            ("session", {**whole, "event": SESSION, "trigger": ACTIVITY_END, "first_lap_index": 0, "num_laps": 1}),
            ("activity", {"timestamp": last, "total_timer_time": timer, "num_sessions": 1, "type": MANUAL, "event": WHOLE,
                          "event_type": STOP, "local_timestamp": last + offset})]
