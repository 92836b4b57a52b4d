"""What the engine did on training days, and by which reason: read from the decisions that stand in the record, never decided anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from halfkilo.exchange.report.wish import Wish
from halfkilo.insight.record import Told


class Way(StrEnum):
    """Beside the same dose the training day before."""

    FIRST = "first"
    HEAVIER = "heavier"
    LIGHTER = "lighter"
    MORE = "more"
    LESS = "less"
    SAME = "same"


GROUPS = {
    "hurt": ("E1", "E2"), "hard": ("E3", "E3-cut"), "morning": ("E4", "G3-held", "stale"), "gap": ("E5", "E5-same"),
    "settling": ("E6", "E6-again"), "unknown": ("E8",), "yes": ("accepted",), "back": ("back", "back-stay"),
    "find": ("find", "find-again", "anew", "anew-find", "anew-hurt", "start", "start-body", "start-again", "start-none", "start-lower",
             "start-carried", "start-unloaded", "start-shorter", "first_week"),
    "flare": ("G3", "rescue"), "loud": ("G4",), "high": ("G2",), "usual_up": ("usual_up",),
    "health": ("G0", "G0-symptom", "G1", "G1-screen", "painkiller", "slept_badly"), "reacts": ("reacts", "reacts-signs", "reacts-ease"),
    "steady": ("steady", "range", "range-stay", "range-back"), "limit": ("limit-load", "limit-sets", "limit-range", "no_rise"),
    "waits": ("flat", "declined", "week_full", "place_new", "place_full", "set-time", "unknown"),
    "instead": ("instead", "swap", "to-easier"),
    "again": ("again", "again-light", "again-half", "again-usual", "again-whole")}
"""Rules of the dose by what the report says about them. A rule that is not named here and begins with E7 went well; any other is told by
its name alone."""

_GROUP = {rule: group for group, rules in GROUPS.items() for rule in rules}


@dataclass(frozen=True)
class Did:
    """Something that was done so many times. reason: a group, or a rule's own name where it has no group."""

    way: Way
    reason: str
    times: int
    last: str


def group_of(rule: str) -> str:
    """What the report says about a rule."""
    return _GROUP.get(rule, "clean" if rule.startswith("E7") else rule)


def did(told: Iterable[Told], wish: Wish) -> list[Did]:
    """Changes first, then what stayed; each the most frequent first."""
    lines = list(told)
    trained = {one.body["on"] for one in lines if one.kind == "session_opened"}
    decisions: dict[str, dict[str, object]] = {}
    for one in lines:
        if one.kind == "proposed" and one.body["on"] in trained:
            decisions[one.body["on"]] = one.body
    times: Counter[tuple[Way, str]] = Counter()
    last: dict[tuple[Way, str], str] = {}
    before: dict[tuple[str, str, str], tuple[int, int]] = {}
    for on, body in sorted(decisions.items()):
        for dose in body["doses"]:  # type: ignore[attr-defined]
            key, now = (dose["exercise"], dose["tool"], dose["side"]), (dose["grams"], dose["sets"] * dose["target"])
            reason = group_of(dose["rule"])
            what = (Way.FIRST if reason == "find" else _way(before.get(key), now), reason)
            before[key] = now
            if wish.holds(on):
                times[what] += 1
                last[what] = on
    order = {way: place for place, way in enumerate((Way.HEAVIER, Way.LIGHTER, Way.MORE, Way.LESS, Way.FIRST, Way.SAME))}
    return [Did(*what, count, last[what]) for what, count in sorted(times.items(), key=lambda one: (order[one[0][0]], -one[1], one[0][1]))]


def _way(before: tuple[int, int] | None, now: tuple[int, int]) -> Way:
    if before is None:
        return Way.FIRST
    if before[0] != now[0]:
        return Way.HEAVIER if now[0] > before[0] else Way.LIGHTER
    if before[1] != now[1]:
        return Way.MORE if now[1] > before[1] else Way.LESS
    return Way.SAME
