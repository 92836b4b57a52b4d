"""What happened besides training: stops, flares, unwanted events, medicines. What was never asked is told apart from what was not so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from halfkilo.exchange.report.wish import Wish
from halfkilo.insight.record import Told

MEDICINES = ("medicines", "medicine")
"""Topics of the person's own note about them."""


@dataclass(frozen=True)
class Stop:
    """A set or a session that was stopped. why: a value of the record; sign: the stop sign, for `sign`."""

    on: str
    why: str
    exercise: str
    pain: int | None
    sign: str


@dataclass(frozen=True)
class Flare:
    """By the person's own word. until: the first day after it; "" while it goes on. known: whether its end is still in the record."""

    region: str
    since: str
    until: str
    known: bool = True


@dataclass(frozen=True)
class Event:
    """Something unwanted, by what it took."""

    on: str
    severity: str
    text: str


@dataclass(frozen=True)
class Happened:
    """asked: how often the weekly question about unwanted events was answered. painkillers: days a new one was begun. medicines: the
    person's own note, or None where there is none."""

    stops: tuple[Stop, ...]
    flares: tuple[Flare, ...]
    events: tuple[Event, ...]
    asked: int
    medicines: str | None
    painkillers: tuple[str, ...]


def happened(told: Sequence[Told], regions: Mapping[str, Any], wish: Wish) -> Happened:
    """Everything of the span. regions: of the folded state, which knows when a flare was over."""
    answers = [one.body for one in told if one.kind == "adverse_event" and wish.holds(one.body["on"])]
    events = tuple(Event(body["on"], body["severity"], body.get("text", "")) for body in answers if body["severity"] != "none")
    notes = [one.body["text"].strip() for one in told if one.kind == "note" and one.body["topic"] in MEDICINES]
    painkillers = sorted({one.body["on"] for one in told if one.kind == "checked_in" and one.body.get("different") == "new_painkiller"
                          and wish.holds(one.body["on"])})
    return Happened(tuple(_stops(told, wish)), tuple(_flares(told, regions, wish)), events, len(answers),
                    (notes[-1] or None) if notes else None, tuple(painkillers))


def _stops(told: Iterable[Told], wish: Wish) -> Iterable[Stop]:
    for one in told:
        body = one.body
        if one.kind == "stopped" and wish.holds(body["on"]):
            yield Stop(body["on"], body["why"], body.get("exercise") or "", body.get("pain"), body.get("sign") or "")


def _flares(told: Sequence[Told], regions: Mapping[str, Any], wish: Wish) -> list[Flare]:
    kept = [Flare(name, flare["since"], flare["until"] or "") for name, region in regions.items() for flare in region["flares"]]
    oldest = {name: region["flares"][0]["since"] for name, region in regions.items() if region["flares"]}
    taken_back = {(name, one.body["on"]) for one in told if one.kind == "flare_closed" for name in one.body["regions"]}
    for one in told:  # the state keeps the newest dozen; of older ones only the beginning is known
        if one.kind == "flare_opened":
            kept += [Flare(name, one.body["on"], "", False) for name in one.body["regions"]
                     if one.body["on"] < oldest.get(name, "") and (name, one.body["on"]) not in taken_back]
    first, last = wish.first.isoformat(), wish.last.isoformat()

    def touches(flare: Flare) -> bool:
        return flare.since <= last and (not flare.until or flare.until > first if flare.known else flare.since >= first)

    return sorted(set(filter(touches, kept)), key=lambda flare: (flare.since, flare.region))
