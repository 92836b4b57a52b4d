"""What else happened: flares, breaks, new exercises, stops, changes of programme. They stand beside the numbers and explain nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from halfkilo.exercises import catalogue, words
from halfkilo.insight.milestones import AWAY
from halfkilo.journal.state import Flare
from halfkilo.web.history import Line
from halfkilo.words import say

SETTLING = 14
"""Days after the first set in which everything is new, so that nothing is."""
TRAINING = ("session_opened", "stopped", "plan_chosen")
"""Kinds that marks of training are made from, besides the first set of every exercise."""


@dataclass(frozen=True)
class Mark:
    """kind: flare, break, exercise, stop or plan. until: first day after it, None for a single day or where it goes on (`open`)."""

    kind: str
    on: str
    words: str
    until: str | None = None
    open: bool = False

    @property
    def data(self) -> dict[str, Any]:
        """For the chart."""
        return {"kind": self.kind, "on": self.on, "until": self.until, "open": self.open, "words": self.words}


def of_flares(flares: Mapping[str, Iterable[Flare]], tongue: str) -> list[Mark]:
    """The flares of every region that is followed."""
    return [Mark("flare", flare["since"], say("progress.mark.flare", tongue, region=region), flare["until"], flare["until"] is None)
            for region, found in flares.items() for flare in found]


def of_training(lines: Collection[Line], first_sets: Mapping[str, str], today: date, tongue: str) -> list[Mark]:
    """Breaks, stops, new exercises and programmes."""
    days = sorted({line.body["on"] for line in lines if line.kind == "session_opened"})
    return [*_breaks(days, today, tongue), *_new(first_sets, tongue), *_stops(lines, tongue), *_plans(lines, tongue)]


def _breaks(days: list[str], today: date, tongue: str) -> Iterator[Mark]:
    for before, after in pairwise([*days, today.isoformat()]):
        last, going_on = date.fromisoformat(before), after == today.isoformat() and after not in days
        away = (date.fromisoformat(after) - last).days
        if away >= AWAY:
            yield Mark("break", (last + timedelta(days=1)).isoformat(), say("progress.mark.break", tongue, days=away - 1),
                       None if going_on else after, going_on)


def _new(first_sets: Mapping[str, str], tongue: str) -> Iterator[Mark]:
    begun = min(first_sets.values(), default="1970-01-01")
    settled = (date.fromisoformat(begun) + timedelta(days=SETTLING)).isoformat()
    days: dict[str, list[str]] = {}
    for slug, on in sorted(first_sets.items()):
        if slug in catalogue() and on >= settled:
            days.setdefault(on, []).append(words(slug, tongue).name)
    for on, names in days.items():
        yield Mark("exercise", on, say("progress.mark.exercise", tongue, names=", ".join(names)))


def _stops(lines: Iterable[Line], tongue: str) -> Iterator[Mark]:
    for line in lines:
        if line.kind == "stopped":
            why = line.body.get("why", "unknown")
            name = line.body.get("exercise")
            key = f"progress.stop.{why}"
            yield Mark("stop", line.body.get("on", line.day),
                       say("progress.mark.stop", tongue, why=say(key, tongue), name=words(name, tongue).name)
                       if name in catalogue() else say("progress.mark.stop_plain", tongue, why=say(key, tongue)))


def _plans(lines: Iterable[Line], tongue: str) -> Iterator[Mark]:
    chosen = [line for line in lines if line.kind == "plan_chosen"]
    for before, after in pairwise(chosen):
        if before.body["programme"] != after.body["programme"]:
            yield Mark("plan", after.day, say("progress.mark.plan", tongue))
