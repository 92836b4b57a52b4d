"""The first page: the question, pain and function over time, loads, what happened and what the rules did, in words and places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from halfkilo.exchange.report.curves import Curve
from halfkilo.exchange.report.engine import GROUPS, Did
from halfkilo.exchange.report.gather import Gathered
from halfkilo.exchange.report.happened import Flare, Happened, Stop
from halfkilo.exchange.report.say import Voice
from halfkilo.exchange.report.training import Load
from halfkilo.insight.says import of_trend, rounded
from halfkilo.insight.trend import Trend

PAINS, ACTIVITIES, LOADS, DID, NAMED = 2, 3, 6, 5, 3
"""So many of each on the first page; the rest is in the appendix."""
STEP = 500
"""Half a kilo, grams: a notch of the ruler."""
MOST_NOTCHES = 60


def page(found: Gathered, voice: Voice) -> dict[str, Any]:
    """Everything that the first page says."""
    return {"question": voice.clean(found.wish.question.strip()), "tiles": tiles(found, voice), "pains": pains(found, voice),
            "pain_other": _others(list(found.pains)[PAINS:], voice), "activities": activities(found, voice),
            "activity_notes": activity_notes(found, voice), "loads": [load(one, voice) for one in found.lifted[:LOADS]],
            "loads_more": voice("loads_more", more=len(found.loads) - len(found.lifted[:LOADS]))
            if len(found.loads) > len(found.lifted[:LOADS]) else "",
            "happened": happened(found.happened, voice), "did": [did(one, voice) for one in found.did[:DID]],
            "did_more": voice("did_some") if len(found.did) > DID else ""}


def tiles(found: Gathered, voice: Voice) -> list[dict[str, str]]:
    """Four numbers, each with what it is of."""
    planned = voice("sessions_of", days=found.planned) if found.planned else voice("sessions_open")
    return [{"big": str(len(found.sessions)), "name": voice("sessions"), "of": planned},
            {"big": str(found.mornings), "name": voice("mornings"), "of": voice("mornings_of", days=found.wish.days)},
            {"big": str(len(found.happened.flares)), "name": voice("flares"), "of": voice("flares_of")},
            {"big": str(len(found.happened.stops)), "name": voice("stops"), "of": voice("stops_of")}]


def pains(found: Gathered, voice: Voice) -> list[dict[str, Any]]:
    """A chart for each of the places that were answered most often."""
    return [chart(curve, _upper(voice.word(f"region.{region}")), voice, found.wish.days)
            for region, curve in list(found.pains.items())[:PAINS]]


def activities(found: Gathered, voice: Voice) -> list[dict[str, Any]]:
    """A chart for each activity that was answered."""
    return [chart(curve, voice.clean(found.activities[name]), voice, found.wish.days)
            for name, curve in list(found.functions.items())[:ACTIVITIES]]


def activity_notes(found: Gathered, voice: Voice) -> list[str]:
    """What is missing about activities."""
    if not found.activities:
        return [voice("function_no_names")]
    return [voice("function_start", activity=voice.clean(name), now=found.begun[slug])
            for slug, name in found.activities.items() if slug not in found.functions]


def chart(curve: Curve, name: str, voice: Voice, days: int) -> dict[str, Any]:
    """One chart with its sentence, and the same in words for who can't see it."""
    sentence = sentence_of(curve.found, name, voice)
    values = [round(up * 10) for run in curve.runs for _, up in run]
    alt = voice("chart.alt", name=name, answers=len(values), days=days, least=min(values), most=max(values), sentence=sentence)
    series = curve.found.series
    return {"name": name, "sentence": sentence, "alt": alt, "runs": curve.runs, "band": curve.band, "spans": curve.spans,
            "matters": curve.matters, "dots": series.every > 1, "by": rounded(series.matters, voice.language, up=None)}


def sentence_of(found: Trend, name: str, voice: Voice) -> str:
    """What can be said about a series, without its name, which stands above or beside it."""
    said = voice.clean(of_trend(found, name, voice.language)).removeprefix(f"{name}: ")
    return _upper(said)


def load(one: Load, voice: Voice) -> dict[str, Any]:
    """A load on the half-kilo ruler: from the first to the latest, within the least and the most of the time."""
    low, high = max(0, one.least - 2 * STEP), one.most + 2 * STEP
    step = STEP
    while (high - low) // step > MOST_NOTCHES:
        step *= 2
    first = -(-low // step) * step
    width = high - low
    return {"name": voice("say.with", name=voice.done(one.exercise, one.tool, one.side), tool=one.tool),
            "first": voice.load(one.first), "last": voice.load(one.last), "days": str(one.days),
            "notches": [[round((at - low) / width, 4), at % (2 * step) == 0] for at in range(first, high + 1, step)],
            "at": [round((grams - low) / width, 4) for grams in (one.least, one.most, one.first, one.last)]}


def happened(what: Happened, voice: Voice) -> list[dict[str, Any]]:
    """Stops, flares, events, medicines: each with what is known, or that nothing is."""
    return [{"name": voice("say.stops"), "lines": stops(what, voice)}, {"name": voice("say.flares"), "lines": flares(what.flares, voice)},
            {"name": voice("say.events"), "lines": events(what, voice)}, {"name": voice("say.medicines"), "lines": medicines(what, voice)}]


def stops(what: Happened, voice: Voice) -> list[str]:
    """Counted by reason; stop signs come first, are named, and are never among those that are only counted."""
    whys: dict[str, int] = {}
    for one in sorted(what.stops, key=lambda one: not one.sign):
        said = stopped(one, voice)
        whys[said] = whys.get(said, 0) + 1
    signs = len({one.sign for one in what.stops if one.sign})
    ordered = sorted(enumerate(whys.items()), key=lambda one: (one[0] >= signs, -one[1][1], one[1][0]))
    lines = [voice("say.stop_some", n=count, why=why) for _, (why, count) in ordered]
    return _few(lines, voice, signs) or [voice("say.nothing")]


def stopped(one: Stop, voice: Voice) -> str:
    """Why; a stop sign is named."""
    return voice("stop.sign_named", sign=voice.word(f"sign.{one.sign}.ask")) if one.sign else voice(f"stop.{one.why}")


def flares(found: Sequence[Flare], voice: Voice) -> list[str]:
    """Each with its days, the newest ones."""
    return _few([flare(one, voice) for one in reversed(found)], voice) or [voice("say.nothing")]


def flare(one: Flare, voice: Voice) -> str:
    """One flare in words."""
    since = voice.day(one.since)
    if not one.known:
        return voice("say.flare_unknown", region=one.region, since=since)
    if not one.until:
        return voice("say.flare_open", region=one.region, since=since)
    return voice("say.flare", region=one.region, since=since, until=voice.day(one.until))


def events(what: Happened, voice: Voice) -> list[str]:
    """Told, or how often nothing was, or that nobody asked."""
    if not what.asked:
        return [voice("say.events_unasked")]
    if not what.events:
        return [voice("say.events_none", n=what.asked)]
    return _few([voice("say.event", on=voice.day(one.on), severity=voice(f"event.{one.severity}")) for one in reversed(what.events)], voice)


def medicines(what: Happened, voice: Voice) -> list[str]:
    """Whether there is a note, and new painkillers by day."""
    new = [voice("say.painkiller", days=", ".join(voice.day(on) for on in what.painkillers[-NAMED:]))] if what.painkillers else []
    return [voice("say.medicines_some") if what.medicines else voice("say.medicines_none"), *new]


def did(one: Did, voice: Voice) -> dict[str, str]:
    """So many times this, because of that."""
    return {"times": f"{one.times} ×", "way": voice(f"way.{one.way.value}"), "why": why(one.reason, voice)}


def why(reason: str, voice: Voice) -> str:
    """A reason in words."""
    return voice(f"why.{reason}") if reason in GROUPS or reason == "clean" else voice("why.other", rule=reason)


def _few(lines: list[str], voice: Voice, least: int = 0) -> list[str]:
    named = max(NAMED, least)
    return lines if len(lines) <= named + 1 else [*lines[:named], voice("say.more", more=len(lines) - named)]


def _others(regions: Sequence[str], voice: Voice) -> str:
    return voice("pain_other", regions=", ".join(voice.word(f"region.{one}") for one in regions)) if regions else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


