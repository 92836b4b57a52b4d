"""Sessions and loads of a span, from the lines of a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from halfkilo.exchange.report.wish import Wish
from halfkilo.insight.record import Told


@dataclass
class Session:
    """One session. on: the day it belongs to. exercises: with at least one set."""

    on: str
    exercises: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Load:
    """What was lifted in one exercise, the heaviest set of a day. days: how many. Grams are per cable or dumbbell, 0 for the body alone;
    done: of that set, in the exercise's count."""

    exercise: str
    tool: str
    side: str
    days: int
    first: int
    last: int
    least: int
    most: int
    first_done: int
    last_done: int
    last_on: str


@dataclass(frozen=True)
class Week:
    """Seven days from `first` on. usual: mean of the mornings answered, by region."""

    first: date
    sessions: int
    exercises: int
    stops: int
    mornings: int
    usual: dict[str, float]


def sessions(told: Iterable[Told], wish: Wish) -> list[Session]:
    """Every session that belongs to a day of the span, oldest first."""
    found: dict[str, Session] = {}
    for one in told:
        body = one.body
        if one.kind == "session_opened" and wish.holds(body["on"]):
            found.setdefault(body["session"], Session(body["on"]))
        elif one.kind == "set_done" and body["session"] in found:
            found[body["session"]].exercises.add(body["exercise"])
    return sorted(found.values(), key=lambda session: session.on)


def loads(told: Iterable[Told], wish: Wish) -> list[Load]:
    """Every exercise, tool and side that was done, those done on most days first. Finding a load is not yet working with it."""
    best: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for one in told:
        body = one.body
        if one.kind == "set_done" and not body.get("finder") and wish.holds(one.day):
            days, now = best[body["exercise"], body["tool"], body["side"]], (body["grams"], body["done"])
            days[one.day] = max(now, days.get(one.day, now))
    found = [_load(key, sorted(days.items())) for key, days in best.items()]
    return sorted(found, key=lambda load: (-load.days, load.exercise, load.tool, load.side))


def _load(key: tuple[str, str, str], days: Sequence[tuple[str, tuple[int, int]]]) -> Load:
    grams = [value for _, (value, _) in days]
    return Load(*key, len(days), grams[0], grams[-1], min(grams), max(grams), days[0][1][1], days[-1][1][1], days[-1][0])


def weeks(told: Sequence[Told], wish: Wish) -> list[Week]:
    """The span in pieces of seven days, the newest one last; a week without anything is there as well."""
    held = sessions(told, wish)
    mornings = {one.body["on"]: one.body.get("pain", {}) for one in told if one.kind == "morning" and wish.holds(one.body["on"])}
    stops = [one.body["on"] for one in told if one.kind == "stopped" and wish.holds(one.body["on"])]
    return [_week(wish.first + timedelta(days=7 * number), held, mornings, stops, wish) for number in range(wish.weeks)]


def _week(first: date, held: Sequence[Session], mornings: dict[str, dict[str, int]], stops: Sequence[str], wish: Wish) -> Week:
    last = min(first + timedelta(days=6), wish.last)
    start, end = first.isoformat(), last.isoformat()
    mine = [session for session in held if start <= session.on <= end]
    pains: dict[str, list[int]] = defaultdict(list)
    answered = [on for on in mornings if start <= on <= end]
    for on in answered:
        for region, value in mornings[on].items():
            pains[region].append(value)
    return Week(first, len(mine), sum(len(session.exercises) for session in mine), sum(start <= on <= end for on in stops), len(answered),
                {region: sum(values) / len(values) for region, values in pains.items()})
