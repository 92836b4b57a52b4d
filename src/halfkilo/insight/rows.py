"""One small row per person for the figures of a programme, from the lines of a record. See `evaluation`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from halfkilo.insight.evaluation import EVENTS, Row
from halfkilo.insight.record import PER, WEEK, Told, mornings, number
from halfkilo.measures import Unscored, measures

REASONS = ("better", "pain", "time", "help", "other_care", "health", "other")
"""Why somebody stopped, as far as it is asked."""
LEFT, AGREED = "stopping_reason", "evaluation"
"""Topics of the notes that keep the reason for stopping, and whether the person agreed to be counted ("yes")."""
PAIN = "pain"
"""Name of usual pain among the scores: weekly means of the place that was answered most often."""
KINDS = ("session_opened", "morning", "measured", "adverse_event", "note")
"""Kinds of entries that a row is made of."""


def row(told: Iterable[Told], enrolled: int) -> Row:
    """The row of one person. enrolled: day number of the account; an older record counts from its first session."""
    lines = list(told)
    sessions = {one.body["session"]: number(one.body["on"]) for one in lines if one.kind == "session_opened"}
    signs = [*sessions.values(), *(number(one.body["on"]) for one in lines if one.kind == "morning")]
    events = Counter(one.body["severity"] for one in lines if one.kind == "adverse_event" and one.body["severity"] in EVENTS)
    started = min(sessions.values(), default=None)
    return Row(enrolled if started is None else min(enrolled, started), started, max(signs, default=None), left(lines), scores(lines),
               dict(events), len(sessions))


def left(lines: Iterable[Told]) -> str:
    """The newest reason for stopping; "" while there is none."""
    said = [one.body["text"] for one in lines if one.kind == "note" and one.body["topic"] == LEFT]
    return said[-1] if said and said[-1] in REASONS else ""


def scores(lines: Sequence[Told]) -> dict[str, tuple[tuple[int, float], ...]]:
    """Every measure with a score, in its own unit, and usual pain."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for one in lines:
        measure = measures().get(one.body["measure"]) if one.kind == "measured" else None
        if measure is None:
            continue
        try:
            found[measure.slug][number(one.body["on"])] = measure.score(one.body["values"]) / 10 / PER[measure.unit][0]
        except Unscored:
            continue
    weekly = _weekly_pain(lines)
    return {name: tuple(sorted(days.items())) for name, days in (*sorted(found.items()), *([(PAIN, weekly)] if weekly else []))}


def _weekly_pain(lines: Sequence[Told]) -> dict[int, float]:
    """Mean of the mornings of every seven days, at the last of them that was answered."""
    regions = Counter(region for one in lines if one.kind == "morning" for region in one.body.get("pain", {}))
    if not regions:
        return {}
    region = min(regions, key=lambda name: (-regions[name], name))
    days = sorted(mornings(lines, region).items())
    weeks: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for day, value in days:
        weeks[(day - days[0][0]) // WEEK].append((day, value))
    return {held[-1][0]: sum(value for _, value in held) / len(held) for held in weeks.values()}
