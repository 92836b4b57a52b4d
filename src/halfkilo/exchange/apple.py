"""Apple Health's export.xml (or the zip around it) in: heart rate, steps, sleep, body weight, workouts. Streams: two gigabytes take no
more memory than the days in them.

Readings become one `measured` entry a day, workouts become `history`. The day of the export itself is left out, because it is not over.
Declared entities are refused, so nothing can swell; nothing is ever fetched.
"""

from __future__ import annotations

import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import BinaryIO
from xml.parsers import expat

from halfkilo.exchange import swelling
from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.brought import Brought, Note
from halfkilo.exchange.days import Days, Night, Pulse, morning_of
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.history import Settings
from halfkilo.exchange.vitals import BODY_MASS, HEART_RATE, RESTING, STEPS, VITALS, Vital, reading
from halfkilo.journal.entry import PERSON, Entry, derived_id
from halfkilo.journal.kinds import history, make
from halfkilo.strict import Malformed, plain, read
from halfkilo.units import instant_of

LARGEST = 8 * 1024**3
"""Bytes of XML; larger than any export there is."""

PIECE = 1 << 18
LONGEST_TAG = 1 << 20
"""Bytes without the end of any tag; a longer one is no export but an attack."""

MOST_PROBLEMS = 1000
MOST_DAYS = 40_000
MOST_SOURCES = 30
MOST_WORKOUTS = 50_000
REMEMBERED = 4096

_TYPES: dict[str, Vital] = {"HKQuantityTypeIdentifierHeartRate": HEART_RATE, "HKQuantityTypeIdentifierRestingHeartRate": RESTING,
                            "HKQuantityTypeIdentifierStepCount": STEPS, "HKQuantityTypeIdentifierBodyMass": BODY_MASS}
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_ASLEEP = "HKCategoryValueSleepAnalysisAsleep"
_SAME = ("type", "workoutActivityType", "sourceName", "startDate", "endDate", "value")
_LENGTHS = {"min": 60, "s": 1, "hr": 3600, "h": 3600}


def read_export(file: BinaryIO, settings: Settings) -> Brought:
    """What an export holds. file: the XML, or the zip that the phone makes.

    Raises:
        FileRefused: no export of Apple Health, cut off, entities declared, a tag without end, or too large.
    """
    gatherer = _Gatherer(settings)
    with _opened(file) as stream:
        _parse(stream, gatherer)
    return gatherer.brought()


def _opened(file: BinaryIO) -> BinaryIO:
    head = file.read(4)
    file.seek(0)
    if head[:2] != b"PK":
        return file
    try:
        archive = zipfile.ZipFile(file)
        names = [info for info in archive.infolist() if info.filename.rpartition("/")[2] in ("export.xml", "Export.xml")]
        if len(names) != 1:
            raise FileRefused(Reason.UNKNOWN_FORMAT, "The zip holds no export.xml of Apple Health (or several).")
        swelling.refuse(names, LARGEST)
        return archive.open(names[0])  # type: ignore[return-value]
    except swelling.BROKEN as problem:
        raise FileRefused(Reason.CHANGED, f"The zip is not whole ({problem}). Export it again on the phone.") from problem


def _parse(stream: BinaryIO, gatherer: _Gatherer) -> None:
    parser = expat.ParserCreate("UTF-8")  # whatever the file calls its letters: phones write UTF-8, and a strange name is no error of ours
    parser.buffer_text = False
    parser.EntityDeclHandler = _entity
    parser.ExternalEntityRefHandler = _entity
    parser.AttlistDeclHandler = _no_default
    parser.StartElementHandler = gatherer.element
    gatherer.line_of = lambda: int(parser.CurrentLineNumber)
    total = 0
    try:
        for piece in _pieces(stream):
            total += len(piece)
            parser.Parse(piece, False)
            if total - parser.CurrentByteIndex > LONGEST_TAG:
                raise FileRefused(Reason.NOT_TEXT, f"Line {parser.CurrentLineNumber} holds a tag without end. Export the file again.")
            if total > LARGEST:
                raise FileRefused(Reason.TOO_LARGE, f"More than {LARGEST // 1024**3} GB of XML are not read.", total)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise FileRefused(Reason.CHANGED, f"The XML is not whole: {problem}. It may be cut off; export it again.") from problem


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The file, piece by piece."""
    try:
        while piece := stream.read(PIECE):
            yield piece
    except swelling.BROKEN as problem:
        raise FileRefused(Reason.CHANGED, f"The file can't be read to its end ({problem}). Export it again.") from problem


def _entity(*_: object) -> int:
    raise FileRefused(Reason.NOT_TEXT, "The XML declares entities. An export of Apple Health never does, so it is not read.")


def _no_default(element: str, attribute: str, kind: str, default: str | None, required: int) -> None:
    if default is not None:
        raise FileRefused(Reason.NOT_TEXT, "The XML declares values for what is not written. An export of Apple Health never does.")


class _Gatherer:
    """Takes element after element and keeps what belongs to a day."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.days = Days()
        self.workouts: dict[str, Entry] = {}
        self.problems: list[Note] = []
        self.passed: dict[str, int] = {}
        self.recent: deque[int] = deque(maxlen=REMEMBERED)
        self.seen: set[int] = set()
        self.root = ""
        self.exported: date | None = None
        self.line_of: Callable[[], int] = int

    def element(self, name: str, attributes: dict[str, str]) -> None:
        """One element as it begins."""
        if not self.root:
            self.root = name
            if name != "HealthData":
                raise FileRefused(Reason.UNKNOWN_FORMAT, f"The XML is not an export of Apple Health: it begins with {name[:60]}.")
        try:
            if name == "ExportDate":
                self.exported = _moment(attributes.get("value", "")).date()
            elif name in ("Record", "Workout") and not self._again(name, attributes):
                self._record(attributes) if name == "Record" else self._workout(attributes)
        except (NotUnderstood, Malformed) as problem:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(Note(f"line {self.line_of()}", str(problem)))

    def brought(self) -> Brought:
        """Everything that was gathered.

        Raises:
            FileRefused: nothing was there.
        """
        if not self.root:
            raise FileRefused(Reason.EMPTY, "The file is empty. Export it again.")
        today = self.exported or self.settings.today
        entries = [*self._readings(today), *(one for one in self.workouts.values())]
        return Brought("Apple Health", tuple(entries), tuple(self.problems), (), dict(sorted(self.passed.items())))

    def _readings(self, today: date) -> Iterator[Entry]:
        for measure, on, at, values in self.days.readings():
            if on >= today:
                self._pass("readings of the day of the export, which is not over")
            else:
                yield reading(VITALS[measure], values, on, at, self.settings.person, "apple_health", measure, on)

    def _again(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether the very same element stood there shortly before: exports repeat themselves."""
        mark = hash((name, *map(attributes.get, _SAME)))
        if mark in self.seen:
            self._pass("repeated in the file")
            return True
        if len(self.recent) == REMEMBERED:
            self.seen.discard(self.recent[0])
        self.recent.append(mark)
        self.seen.add(mark)
        return False

    def _record(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "")
        if kind == _SLEEP:
            self._slept(attributes)
        elif (vital := _TYPES.get(kind)) is not None:
            self._quantity(vital, attributes)
        else:
            self._pass("other kinds of records")

    def _quantity(self, vital: Vital, attributes: dict[str, str]) -> None:
        start = self._when(attributes, "startDate")
        number = vital.whole(_decimal(attributes.get("value", "")), attributes.get("unit", ""))
        on, text, days = start.date(), _text(start), self.days
        newest = text > days.last.get((vital.measure, on), "")
        days.at(vital.measure, on, text)
        if vital is HEART_RATE:
            days.pulse.setdefault(on, Pulse()).add(number)
        elif vital is STEPS:
            source = attributes.get("sourceName", "")[:100]
            sources = days.steps.get(on, {})
            days.stepped(on, source if source in sources or len(sources) < MOST_SOURCES else "others", number)
        elif newest:
            (days.mass if vital is BODY_MASS else days.resting)[on] = number

    def _slept(self, attributes: dict[str, str]) -> None:
        if not attributes.get("value", "").startswith(_ASLEEP):
            return
        start, end = self._when(attributes, "startDate"), self._when(attributes, "endDate")
        if not timedelta(0) < end - start <= timedelta(hours=24):
            raise NotUnderstood(f"sleep from {attributes.get('startDate')} to {attributes.get('endDate')} is no sleep of a night")
        on = morning_of(end.date(), end.hour)
        self.days.sleep.setdefault(on, Night()).add(int(start.timestamp()), int(end.timestamp()))
        self.days.at("sleep_time", on, _text(end))

    def _workout(self, attributes: dict[str, str]) -> None:
        start, end = self._when(attributes, "startDate"), self._when(attributes, "endDate")
        name = attributes.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")[:300] or "Workout"
        seconds = _seconds(attributes, end - start)
        cells = {key[:120]: value[:500] for key, value in list(attributes.items())[:40] if value.strip() and key != "device"}
        body = history.Body(start.date(), "apple_health", name, (history.HistorySet(None, None, seconds or None, cells),),
                            self.settings.mapping.get(name) or None)
        read(history.Body, plain(body), "workout")
        identity = derived_id(instant_of(start), "history", self.settings.person, "apple_health", name, _text(start), _text(end))
        if len(self.workouts) >= MOST_WORKOUTS:
            raise NotUnderstood(f"more than {MOST_WORKOUTS} workouts are not taken from one file")
        self.workouts[identity] = make("history", body, at=_text(start), author=PERSON, id=identity)

    def _when(self, attributes: dict[str, str], key: str) -> datetime:
        found = _moment(attributes.get(key, ""))
        if found.year < 1970 or found.date() > self.settings.today:
            raise NotUnderstood(f"{key} {attributes.get(key)} is too long ago or lies in the future")
        if len(self.days.last) > 5 * MOST_DAYS:
            raise NotUnderstood("there are more days than a life has")
        return found

    def _pass(self, what: str) -> None:
        self.passed[what] = self.passed.get(what, 0) + 1


def _moment(text: str) -> datetime:
    """`2026-10-06 16:19:00 +0530`: read by hand, because there are millions of them."""
    try:
        sign = {"+": 1, "-": -1}[text[20]]
        minutes = sign * (60 * int(text[21:23]) + int(text[23:25]))
        if len(text) != 25 or text[10] != " " or text[19] != " ":
            raise ValueError
        return datetime.fromisoformat(f"{text[:10]}T{text[11:19]}").replace(tzinfo=_zone(minutes))
    except (ValueError, IndexError, KeyError):
        raise NotUnderstood(f"{text[:40]!r} is not a time as Apple Health writes it, such as 2026-10-06 16:19:00 +0530") from None


@cache
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text[:40])
    except InvalidOperation:
        raise NotUnderstood(f"{text[:40]!r} is not a number") from None


def _seconds(attributes: dict[str, str], between: timedelta) -> int:
    """How long a workout took: its own duration, else from start to end."""
    unit = attributes.get("durationUnit", "min")
    if "duration" in attributes:
        if unit not in _LENGTHS:
            raise NotUnderstood(f"durationUnit {unit[:20]!r} is not understood; {', '.join(_LENGTHS)} are")
        number = _decimal(attributes["duration"]) * _LENGTHS[unit]
    else:
        number = Decimal(int(between.total_seconds()))
    if not number.is_finite() or not 0 <= number <= 86_400:
        raise NotUnderstood("a workout takes from nothing to a day")
    return int(number)
