"""A calendar file with the reminders: the days of training and the question of the morning after (RFC 5545); and a feed of the training
days, for calendars that ask again.

Times of the file are floating: seven in the evening stays seven in the evening wherever the person travels. The feed's are moments in UTC,
worked out where the person lives, so that a night in which clocks change moves nothing. No location, no names of conditions: calendars are
often shared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from halfkilo.words import say

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Reminders:
    """weekdays: training days as in the plan, 0 is Monday. start: when. minutes: how long. morning: when to ask the morning after.

    first: no reminder before this day. weeks: for how long. person: makes the events' names differ between people.
    """

    person: str
    weekdays: tuple[int, ...]
    start: time
    minutes: int
    morning: time
    first: date
    weeks: int = 12

    def __post_init__(self) -> None:
        if not self.weekdays or any(not 0 <= day <= 6 for day in self.weekdays) or len(set(self.weekdays)) != len(self.weekdays):
            raise ValueError(f"weekdays are numbers from 0 (Monday) to 6, each once; got {self.weekdays}")
        if not 1 <= self.minutes <= 180 or not 1 <= self.weeks <= 104:
            raise ValueError(f"minutes are from 1 to 180 and weeks from 1 to 104; got {self.minutes} and {self.weeks}")


def write(reminders: Reminders, now: datetime, language: str = "en") -> bytes:
    """The .ics file. now: time of writing, with zone."""
    mornings = tuple(sorted((day + 1) % 7 for day in reminders.weekdays))
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//halfkilo//halfkilo//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        *_event(reminders, now, "session", tuple(sorted(reminders.weekdays)), reminders.start, reminders.minutes, language),
        *_event(reminders, now, "morning", mornings, reminders.morning, 5, language),
        "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


@dataclass(frozen=True)
class Plan:
    """A plan that was in force from `since` on. weekdays: 0 is Monday. minutes: how long. chosen: when, with zone."""

    since: date
    weekdays: tuple[int, ...]
    minutes: int
    chosen: datetime


@dataclass(frozen=True)
class Feed:
    """person: makes the events' names differ between people. plans: oldest first, the last one counts from its day on. start: local time.
    first and last: days told of. zone: where the person lives."""

    person: str
    plans: tuple[Plan, ...]
    start: time
    first: date
    last: date
    zone: tzinfo


def feed(asked: Feed, title: str) -> bytes:
    """The calendar of training days, an event a day. A day that an earlier plan had and the present one has not is told as cancelled, so
    that calendars which keep what they once read let it go. The same plans give the same bytes.

    Args:
        title: of every event; nothing else is said about it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//halfkilo//halfkilo//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    for ahead in range((asked.last - asked.first).days + 1):
        lines += _training(asked, asked.first + timedelta(days=ahead), title)
    return b"".join(folded(line) for line in (*lines, "END:VCALENDAR"))


def _training(asked: Feed, day: date, title: str) -> Iterable[str]:
    """The event of one day: none where no plan ever had one."""
    in_force = [plan for plan in asked.plans if plan.since <= day]
    having = [plan for plan in in_force if day.weekday() in plan.weekdays]
    if not having:
        return ()
    plan = having[-1]
    begin = datetime.combine(day, asked.start, asked.zone).astimezone(UTC)
    end, newest = begin + timedelta(minutes=plan.minutes), in_force[-1]
    name = hashlib.sha256(f"{asked.person}\0feed\0{day.isoformat()}".encode()).hexdigest()[:32]
    status = "CONFIRMED" if plan is newest else "CANCELLED"
    return ("BEGIN:VEVENT", f"UID:{name}@halfkilo.invalid", f"DTSTAMP:{newest.chosen.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{len(in_force) - 1}", f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}", f"SUMMARY:{escaped(title)}",
            f"STATUS:{status}", "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT")


def folded(line: str) -> bytes:
    """One content line with its break, folded at 75 octets, never inside a character."""
    parts: list[bytes] = [b""]
    for char in line:
        raw = char.encode()
        if len(parts[-1]) + len(raw) > LONGEST:
            parts.append(b" ")
        parts[-1] += raw
    return b"\r\n".join(parts) + b"\r\n"


def escaped(text: str) -> str:
    """Text as a TEXT value (RFC 5545, 3.3.11); other control characters are left out."""
    for char, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(char, instead)
    return "".join(char for char in text if ord(char) >= 0x20 and ord(char) != 0x7F)


def _event(reminders: Reminders, now: datetime, what: str, days: tuple[int, ...], at: time, minutes: int, language: str) -> Iterable[str]:
    first = _first(reminders.first, days)
    begin = datetime.combine(first, at)
    last = datetime.combine(reminders.first + timedelta(weeks=reminders.weeks), time.max)
    name = hashlib.sha256(f"{reminders.person}\0{what}".encode()).hexdigest()[:32]
    title = say(f"calendar.{what}.title", language, minutes=minutes)
    return (
        "BEGIN:VEVENT", f"UID:{name}@halfkilo.invalid", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"DTSTART:{begin:%Y%m%dT%H%M%S}",
        f"DURATION:PT{minutes}M", f"RRULE:FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in days)};UNTIL={last:%Y%m%dT%H%M%S}",
        f"SUMMARY:{escaped(title)}", f"DESCRIPTION:{escaped(say(f'calendar.{what}.text', language))}", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(title)}", "TRIGGER:PT0M", "END:VALARM", "END:VEVENT")


def _first(day: date, days: tuple[int, ...]) -> date:
    return next(day + timedelta(days=ahead) for ahead in range(7) if (day + timedelta(days=ahead)).weekday() in days)
