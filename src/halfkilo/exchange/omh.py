"""Open mHealth data points, out and in: body weight, heart rate, steps, sleep, workouts, and pain by place under a name of our own.

A data point is `{header, body}`; the header's id is the entry's id where one entry is one point. What the schemas have no words for is
counted and left out. Coming in, readings become `measured` and activities `history`; pain of our own comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.brought import Brought, Note
from halfkilo.exchange.done import Done, sessions_of, sets_of
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.history import Settings
from halfkilo.exchange.vitals import BODY_MASS, HEART_RATE, RESTING, SLEEP, STEPS, VITALS, Vital, reading
from halfkilo.journal.entry import PERSON, Entry, derived_id, from_plain
from halfkilo.journal.fold import check
from halfkilo.journal.kinds import history, make
from halfkilo.journal.told import as_they_stand
from halfkilo.strict import Malformed, plain, read
from halfkilo.units import instant_of

LARGEST = 64 * 1024 * 1024
MOST_PROBLEMS = 1000
OURS = "halfkilo"

_FIELDS = {BODY_MASS.measure: ("body_weight", "2.0", "kg"), HEART_RATE.measure: ("heart_rate", "2.0", "beats/min"),
           RESTING.measure: ("heart_rate", "2.0", "beats/min"), STEPS.measure: ("step_count", "3.0", "steps"),
           SLEEP.measure: ("sleep_duration", "2.0", "min")}
_BY_SCHEMA = {"body-weight": BODY_MASS, "heart-rate": HEART_RATE, "step-count": STEPS, "sleep-duration": SLEEP, "total-sleep-time": SLEEP}


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """A JSON list of data points; returns how many."""
    everything = list(entries)
    count = 0
    file.write(b"[")
    for point in (*_readings(everything), *_activities(sets_of(everything))):
        file.write((b",\n" if count else b"\n") + json.dumps(point, ensure_ascii=False).encode())
        count += 1
    file.write(b"\n]\n")
    return count


def _readings(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in as_they_stand(entries):
        vital = VITALS.get(str(entry.body.get("measure"))) if entry.kind == "measured" else None
        if vital is not None and vital.item in entry.body.get("values", {}):
            yield _reading(entry, vital)
        elif entry.kind == "morning":
            body = {**entry.body, "effective_time_frame": {"date_time": entry.at}}
            yield {"header": _header(entry.id, entry.at, "pain-severity", "1.0", OURS), "body": body}


def _reading(entry: Entry, vital: Vital) -> dict[str, Any]:
    field, version, unit = _FIELDS[vital.measure]
    values = dict(entry.body["values"])
    value = Decimal(values.pop(vital.item)) / Decimal(100 if vital is BODY_MASS else 1)
    body: dict[str, Any] = {field: {"value": float(value) if vital is BODY_MASS else int(value), "unit": unit}, **_when(entry, vital)}
    if vital is RESTING:
        body["temporal_relationship_to_physical_activity"] = "at rest"
    if vital is HEART_RATE:
        body["descriptive_statistic"] = "average"
    if values:
        body["halfkilo_more"] = values
    return {"header": _header(entry.id, entry.at, vital.schema, version), "body": body}


def _when(entry: Entry, vital: Vital) -> dict[str, Any]:
    """A day's sum or mean is of the whole day; a weight is of its moment. `halfkilo_at` keeps the moment where only a day is meant."""
    if vital in (BODY_MASS, RESTING) and entry.body["on"] == entry.at[:10]:
        return {"effective_time_frame": {"date_time": entry.at}}
    offset = entry.at[19:].lstrip("0123456789.") or "Z"
    start = date.fromisoformat(entry.body["on"])
    end = start + timedelta(days=1)
    interval = {"start_date_time": f"{start.isoformat()}T00:00:00{offset}", "end_date_time": f"{end.isoformat()}T00:00:00{offset}"}
    return {"effective_time_frame": {"time_interval": interval}, "halfkilo_at": entry.at}


def _activities(sets: list[Done]) -> Iterator[dict[str, Any]]:
    for one in sessions_of(sets):
        start, end = min(done.began for done in one), max(done.at for done in one)
        identity = derived_id(instant_of(start), "omh", one[0].session)
        interval = {"start_date_time": start.isoformat(timespec="seconds"), "end_date_time": end.isoformat(timespec="seconds")}
        names = ", ".join(dict.fromkeys(done.name for done in one))
        yield {"header": _header(identity, end.isoformat(timespec="seconds"), "physical-activity", "1.2"),
               "body": {"activity_name": one[0].name if all(done.cardio for done in one) else "strength training",
                        "effective_time_frame": {"time_interval": interval}, "halfkilo_session": one[0].session,
                        "halfkilo_exercises": names}}


def _header(identity: str, at: str, name: str, version: str, namespace: str = "omh") -> dict[str, Any]:
    return {"id": identity, "creation_date_time": at, "schema_id": {"namespace": namespace, "name": name, "version": version},
            "acquisition_provenance": {"source_name": OURS, "modality": "self-reported"}}


def read_points(data: bytes, settings: Settings, sessions: frozenset[str] = frozenset()) -> Brought:
    """What a list of data points (or one, or one a line) holds. sessions: known here, so that they don't come in as history.

    Raises:
        FileRefused: too large, cut off, or no data points.
    """
    reader = _Reader(settings, sessions)
    for number, point in enumerate(_points(data), start=1):
        reader.take(f"point {number}", point)
    return Brought("Open mHealth", tuple(reader.entries), tuple(reader.problems), (), dict(sorted(reader.passed.items())))


def _points(data: bytes) -> list[Any]:
    if len(data) > LARGEST:
        raise FileRefused(Reason.TOO_LARGE, f"The file is {len(data) // 1_000_000} MB; at most {LARGEST // 1_048_576} MiB are read.")
    try:
        text = data.decode("utf-8-sig")
        try:
            raw = json.loads(text, parse_constant=_no_constant)
        except json.JSONDecodeError:
            raw = [json.loads(line, parse_constant=_no_constant) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as problem:
        raise FileRefused(Reason.NOT_TEXT, f"The file is not whole JSON ({str(problem)[:80]}). Export it again.") from None
    points = raw if isinstance(raw, list) else [raw]
    if not any(isinstance(one, dict) and {"header", "body"} <= set(one) for one in points):
        raise FileRefused(Reason.UNKNOWN_FORMAT, "The file is JSON, but holds no data points of Open mHealth (header and body).")
    return points


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


class _Reader:
    def __init__(self, settings: Settings, sessions: frozenset[str]) -> None:
        self.settings, self.sessions = settings, sessions
        self.entries: list[Entry] = []
        self.problems: list[Note] = []
        self.passed: dict[str, int] = {}

    def take(self, place: str, point: Any) -> None:
        """One data point."""
        try:
            found = self._entry(point["header"], point["body"])
            if found is not None:
                check(found)
                self.entries.append(found)
        except (NotUnderstood, Malformed, KeyError, TypeError, ValueError, AttributeError) as problem:
            if len(self.problems) < MOST_PROBLEMS:
                missing = isinstance(problem, KeyError)
                self.problems.append(Note(place, f"{problem} is not there" if missing else str(problem)))

    def _entry(self, header: Mapping[str, Any], body: Mapping[str, Any]) -> Entry | None:
        schema = header["schema_id"]
        name = str(schema["name"])
        if schema.get("namespace") == OURS and name == "pain-severity":
            return self._pain(header, body)
        if schema.get("namespace") == "omh" and name == "physical-activity":
            return self._activity(header, body)
        vital = _BY_SCHEMA.get(name) if schema.get("namespace") == "omh" else None
        if vital is None:
            self._pass(f"{schema.get('namespace')}:{name}"[:80])
            return None
        if vital is HEART_RATE and body.get("temporal_relationship_to_physical_activity") == "at rest":
            vital = RESTING
        return self._vital(vital, header, body)

    def _vital(self, vital: Vital, header: Mapping[str, Any], body: Mapping[str, Any]) -> Entry:
        field = _FIELDS[vital.measure][0] if _FIELDS[vital.measure][0] in body else "total_sleep_time"
        amount = body[field]
        if isinstance(amount["value"], bool) or not isinstance(amount["value"], int | float):
            raise NotUnderstood(f"{field}.value is not a number")
        number = vital.whole(Decimal(str(amount["value"])), str(amount["unit"]))
        start = self._moment(body)
        if _own(header):
            at = str(body.get("halfkilo_at", start.isoformat(timespec="seconds")))
            values = {vital.item: number, **body.get("halfkilo_more", {})}
            return _named(header, at, "measured", {"on": start.date().isoformat(), "measure": vital.measure, "values": values})
        return reading(vital, {vital.item: number}, start.date(), start.isoformat(timespec="seconds"), self.settings.person, "omh",
                       vital.measure, str(header["id"]))

    def _pain(self, header: Mapping[str, Any], body: Mapping[str, Any]) -> Entry:
        rest = {name: value for name, value in body.items() if name != "effective_time_frame"}
        return _named(header, str(body["effective_time_frame"]["date_time"]), "morning", rest)

    def _activity(self, header: Mapping[str, Any], body: Mapping[str, Any]) -> Entry | None:
        if _own(header) and body.get("halfkilo_session") in self.sessions:
            self._pass("sessions that stand here")
            return None
        start = self._moment(body)
        seconds = self._length(body)
        cells = {name[:120]: str(value)[:500] for name, value in body.items() if not isinstance(value, dict | list)}
        name = str(body["activity_name"])[:300]
        what = history.Body(start.date(), "omh", name, (history.HistorySet(None, None, seconds, cells),), self.settings.mapping.get(name))
        read(history.Body, plain(what), "body")
        identity = derived_id(instant_of(start), "history", self.settings.person, "omh", str(header["id"]))
        return make("history", what, at=start.isoformat(timespec="seconds"), author=PERSON, id=identity)

    def _moment(self, body: Mapping[str, Any]) -> datetime:
        frame = body["effective_time_frame"]
        text = frame.get("date_time") or frame["time_interval"].get("start_date_time") or frame["time_interval"]["end_date_time"]
        when = datetime.fromisoformat(str(text))
        local = when if when.tzinfo is not None else when.replace(tzinfo=self.settings.zone)
        if local.year < 1970 or local.date() > self.settings.today:
            raise NotUnderstood(f"{text} is too long ago or lies in the future")
        return local

    def _length(self, body: Mapping[str, Any]) -> int | None:
        interval = body["effective_time_frame"].get("time_interval", {})
        if not {"start_date_time", "end_date_time"} <= set(interval):
            return None
        between = datetime.fromisoformat(interval["end_date_time"]) - datetime.fromisoformat(interval["start_date_time"])
        if not timedelta(0) <= between <= timedelta(days=1):
            raise NotUnderstood("it ends before it begins, or takes longer than a day")
        return int(between.total_seconds())

    def _pass(self, what: str) -> None:
        self.passed[what] = self.passed.get(what, 0) + 1


def _own(header: Mapping[str, Any]) -> bool:
    return bool(header.get("acquisition_provenance", {}).get("source_name") == OURS)


def _named(header: Mapping[str, Any], at: str, kind: str, body: dict[str, Any]) -> Entry:
    return from_plain({"id": header["id"], "at": at, "author": PERSON, "kind": kind, "version": 1, "body": body}, imported=True)
