"""What a person's page shows of a record, part by part, from the state: only what is shared is worked out at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from halfkilo.dose import Session
from halfkilo.exercises import catalogue, words
from halfkilo.journal import fold_care
from halfkilo.journal.corridor import corridor, in_flare, open_flare
from halfkilo.journal.state import RegionState, State, parts_of
from halfkilo.measures import measures
from halfkilo.web.history import lines_of
from halfkilo.web.models import Person
from halfkilo.web.pages.measures.parts import FELT
from halfkilo.words import has, say

SESSIONS = 8
DAYS = 42
WIDE, HIGH = 640, 132
"""The drawing of the mornings: its own units, wide and high."""
MOODS = FELT
"""Measures that belong to the part `mood`."""
EVERYDAY = ("sleep_time", "steps")
"""Readings of a watch; they are drawn on the progress page."""
EVENTS = 10
STOPS = 12


def day_words(session: Session, tongue: str) -> str:
    """What the day is, to somebody who is not in it."""
    status = session.status.value
    mode = session.mode.value if status == "ready" and session.mode.value != "normal" else status
    return say(f"clinic.day.{mode}", tongue, n=session.exercises, minutes=session.minutes)


def rulers(session: Session, state: State, tongue: str) -> list[dict[str, Any]]:
    """Today's loads, each on its ruler, with what was lifted last and how far a limit lets it go."""
    out = []
    for item in session.items:
        if not item.grams:
            continue
        name = words(item.exercise, tongue).name
        about = name if item.side.value == "both" else say(f"clinic.limit.{item.side.value}", tongue, name=name)
        out.append(
            {
                "name": about,
                "slug": item.exercise,
                "step": item.step,
                "today": item.grams,
                "last": item.last["grams"] if item.last else None,
                "next": None,
                "low": 0,
                "high": item.most,
                "words": say("load.of", tongue, name=about, grams=item.grams),
                "target": say(f"amount.{catalogue()[item.exercise].facts.count.value}", tongue, sets=item.sets, target=item.target),
            }
        )
    return out


def waiting(state: State, tongue: str) -> list[dict[str, Any]]:
    """Offers that wait for a clinician, each with where the dose stands."""
    out = []
    for ref, offer in fold_care.waiting(state).items():
        slug, _, side = parts_of(offer["key"])
        past = state["exercises"].get(offer["key"])
        dose = past["dose"] if past is not None else None
        name = words(slug, tongue).name if slug in catalogue() else slug
        about = name if side == "both" else say(f"clinic.limit.{side}", tongue, name=name)
        other = words(offer["other"], tongue).name if offer["other"] in catalogue() else ""
        title = say(f"clinic.waits.{offer['offered']}", tongue, name=about, load=offer["g"], target=offer["t"], other=other)
        out.append({"ref": ref, "title": title, "ruler": _step(dose["g"], offer["g"], title) if dose is not None else None})
    return out


def _step(now: int, then: int, title: str) -> dict[str, Any] | None:
    """The ruler of a rise of load."""
    if not 0 < now < then:
        return None
    return {"step": 500, "today": now, "last": None, "next": then, "low": 0, "high": then, "words": title}


def pains(state: State, today: date, tongue: str) -> list[dict[str, Any]]:
    """The mornings of every tracked place with their corridor: a sentence, a drawing and a table."""
    return [_pain(name, region, today, tongue) for name, region in state["regions"].items() if region["tracked"] and region["mornings"]]


def _pain(name: str, region: RegionState, today: date, tongue: str) -> dict[str, Any]:
    day, pain = region["mornings"][-1]
    usual = corridor(region, day)
    flare = region["flares"][-1]["since"] if open_flare(region) else None
    key = "flare" if flare else "settled" if usual.settled(pain) else "loud"
    rows = [{"on": on, "pain": value, "flare": in_flare(region["flares"], on)} for on, value in reversed(region["mornings"][-DAYS:])]
    facts = {"region": name, "pain": pain, "usual": usual.ref, "on": day, "since": flare or day}
    return {"name": name, "words": say(f"clinic.pain.{key}", tongue, **facts), "rows": rows, "svg": _drawing(region, today)}


def _drawing(region: RegionState, today: date) -> dict[str, Any]:
    """Lines of the drawing: mornings (broken where a day has no answer), the band of the usual, flares."""
    first = today - timedelta(days=DAYS - 1)
    usual = corridor(region, today.isoformat())

    def x(on: str) -> float:
        return round((date.fromisoformat(on) - first).days * WIDE / (DAYS - 1), 1)

    def y(pain: float) -> float:
        return round(HIGH - 6 - pain * (HIGH - 12) / 10, 1)

    told = [(on, pain) for on, pain in region["mornings"] if on >= first.isoformat()]
    runs: list[list[tuple[str, int]]] = []
    for on, pain in told:
        together = runs and (date.fromisoformat(on) - date.fromisoformat(runs[-1][-1][0])).days == 1
        runs[-1].append((on, pain)) if together else runs.append([(on, pain)])
    flares = [
        (max(flare["since"], first.isoformat()), flare["until"] or today.isoformat())
        for flare in region["flares"]
        if (flare["until"] or today.isoformat()) >= first.isoformat()
    ]
    return {
        "wide": WIDE,
        "high": HIGH,
        "band": {"y": y(min(10, usual.ref + 1)), "high": round(y(max(0, usual.ref - 1)) - y(min(10, usual.ref + 1)), 1)},
        "lines": [" ".join(f"{x(on)},{y(pain)}" for on, pain in run) for run in runs if len(run) > 1],
        "dots": [{"x": x(run[0][0]), "y": y(run[0][1])} for run in runs if len(run) == 1],
        "flares": [{"x": x(since), "wide": max(4, round(x(until) - x(since), 1))} for since, until in flares],
    }


def sessions(state: State, tongue: str, pain: bool) -> list[dict[str, Any]]:
    """The last sessions, newest first. pain: whether pain is shared, too."""
    out = []
    for one in reversed(state["sessions"][-SESSIONS:]):
        said = [say("clinic.session.done", tongue, done=len(one["done"]), planned=max(one["planned"], len(one["done"])))]
        said += [say(f"clinic.mode.{one['mode']}", tongue)] if one["mode"] != "normal" else []
        if pain:
            said += [
                say("clinic.session.pain", tongue, region=name, pre=pre, cool=one["cool"][name])
                for name, pre in one["pre"].items()
                if name in one["cool"]
            ]
        out.append({"on": one["on"], "words": " ".join(said), "stop": say(f"clinic.why.{one['stop']}", tongue) if one["stop"] else ""})
    return out


def stops(person: Person, tongue: str, pain: bool) -> list[dict[str, str]]:
    """Where somebody stopped, and why, newest first."""
    out = []
    for body in (line.body for line in reversed(lines_of(person, "stopped")[-STOPS:])):
        name = words(body["exercise"], tongue).name if body.get("exercise") in catalogue() else ""
        said = say(f"clinic.why.{body['why']}", tongue)
        if pain and body.get("pain") is not None:
            said = say("clinic.stop.pain", tongue, why=said, pain=body["pain"])
        out.append({"on": body["on"], "name": name, "words": said})
    return out


def flares(state: State) -> list[dict[str, Any]]:
    """Flares of the tracked places, newest first."""
    found: list[dict[str, Any]] = [{"region": name, **flare} for name, region in state["regions"].items() for flare in region["flares"]]
    return sorted(found, key=lambda one: one["since"], reverse=True)[:EVENTS]


def events(person: Person, tongue: str, own_words: bool) -> list[dict[str, str]]:
    """Unwanted events, newest first. own_words: whether what the person wrote is shared, too."""
    found = [line.body for line in lines_of(person, "adverse_event") if line.body["severity"] != "none"]
    return [
        {"on": one["on"], "words": say(f"clinic.event.{one['severity']}", tongue), "text": one.get("text", "") if own_words else ""}
        for one in reversed(found)
    ][:EVENTS]


def taken(state: State, tongue: str, slugs: Sequence[str] | None = None, beside: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The last answers to every measure: day and values. slugs: only these; beside: all but these."""
    out: list[dict[str, Any]] = []
    for slug, answers in state["measures"].items():
        if (slugs is not None and slug not in slugs) or slug in beside or slug not in measures() or slug in EVERYDAY or not answers:
            continue
        day, values = answers[-1]
        before = answers[-2][1] if len(answers) > 1 else {}
        shown = [
            {"item": _item(slug, item, state, tongue) if len(values) > 1 or slug == "psfs" else "", "now": value, "was": before.get(item)}
            for item, value in values.items()
        ]
        out.append({"name": _measure(slug, tongue), "on": day, "values": shown})
    return sorted(out, key=lambda one: str(one["name"]))


def _measure(slug: str, tongue: str) -> str:
    for key in (f"measures.name.{slug}", f"measure.{slug}.name"):
        if has(key):
            return say(key, tongue)
    return measures()[slug].slot or slug.replace("_", " ")


def _item(slug: str, item: str, state: State, tongue: str) -> str:
    """What one number of a measure is about: an own activity, a place, else its plain name."""
    if slug == "psfs":
        activities = (state["profile"] or {}).get("activities", [])
        return str(next((one["name"] for one in activities if one["id"] == item), item))
    return say(f"region.{item}", tongue) if has(f"region.{item}") else item.replace("_", " ").replace(".", " ")
