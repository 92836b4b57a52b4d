"""A session of the dose as the player wants it: names, words, clips, and everything needed to swap or ease without asking the site."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.urls import reverse

from halfkilo.dose import RULES, Item, Part, Session, Verdict
from halfkilo.dose.explain import ladder
from halfkilo.exercises import Exercise, With, catalogue, words
from halfkilo.gym.devices.manual import pick_up as manual
from halfkilo.gym.trials import cardio
from halfkilo.journal.state import State
from halfkilo.screening import Reply
from halfkilo.units import Side
from halfkilo.web.build import Build
from halfkilo.web.pages.purposes import with_aim
from halfkilo.web.pages.viewer import buttons, muscles, ring, room, shown_load
from halfkilo.words import say


def session_data(session: Session, state: State, identity: str, language: str = "en", build: Build | None = None) -> dict[str, Any]:
    """The data block `session` of the player. identity: the id under which the training session is written. build: the figure that
    shows the movements."""
    shown = build or Build()
    pre = (state["today"] or {}).get("pre", {}) if state["today"] and state["today"]["on"] == session.on.isoformat() else {}
    tracked = [
        {"region": name, "words": say(f"region.{name}", language)} | ({"before": pre[name]} if name in pre else {})
        for name, region in state["regions"].items()
        if region["tracked"]
    ]
    return {
        "session": identity,
        "on": session.on.isoformat(),
        "minutes": session.minutes,
        "mode": session.mode.value,
        "parts": [_part(part, state, language, session.rules) for part in session.parts],
        "tracked": tracked,
        "emergency": state["screen"]["emergency"],
        "talk": cardio.terms(held_back=_held_back(state)).plain(),
        "figure": {"shape": shown.shape, "skin": shown.skin, "words": buttons(language)},
    }


def _held_back(state: State) -> bool:
    """Whether something may hold the heart back: anything but a plain no to the question about beta blockers (H43)."""
    return state["screen"]["replies"].get("beta_blocker") != Reply.NO


def _part(part: Part, state: State, language: str, rules: str) -> dict[str, Any]:
    """A part with its items. Of an exercise done one side after the other only the last side asks, for both (once per exercise)."""
    items = [item_data(item, state, language, rules) for item in part.items]
    for item, after in pairwise(items):
        if item["exercise"] == after["exercise"] and item["variant"] == after["variant"]:
            after["ask"] = item["ask"] or after["ask"]
            after["whole"] = True
            item["ask"] = False
    return {"kind": part.kind, "purpose": with_aim(part.purpose, part.items, language), "items": items}


def item_data(item: Item, state: State, language: str = "en", rules: str = RULES) -> dict[str, Any]:
    """One exercise of the day with its neighbours. rules: the version that decided."""
    exercise = catalogue()[item.exercise]
    base = exercise_data(exercise, item.tool.value, item.side, state, language)
    last = item.last if item.last and item.last["effort"] is not None and item.last["peak"] is not None else None
    there, hold, back, rest = base["tempo"]
    return base | {
        "tempo": [there, hold, back + item.slower, rest],
        "sets": item.sets,
        "target": item.target,
        "grams": item.grams,
        "step": item.step,
        "ceiling": item.most,
        "rest_s": item.rest_s,
        "ask": item.ask,
        "range": item.range_percent,
        "effort_most": item.effort_most,
        "steps": list(item.steps),
        "picks": _picks(item, state, base["pieces"], language),
        "find": item.verdict is Verdict.FIND,
        "last": {name: last[name] for name in ("effort", "peak", "grams")} if last else None,
        "why": list(ladder(item.reasons, language, rules)),
        "places": [{"region": place.value, "words": say(f"region.{place.value}", language)} for place in item.places],
        "easier": _other(item.easier, item, state, language),
        "swap": [other for slug in item.swaps if (other := _other(slug, item, state, language))],
    }


def _picks(item: Item, state: State, pieces: int, language: str) -> list[dict[str, Any]]:
    """Dumbbells and bands: the loads that can be made up to the heaviest of the day, with what to pick up. A cable needs no hands."""
    if item.tool not in manual.TOOLS or item.grams <= 0:
        return []
    return manual.picks(state["equipment"], item.tool, pieces, max((item.grams, *item.steps)), language)


def exercise_data(exercise: Exercise, tool: str, side: Side, state: State, language: str) -> dict[str, Any]:
    """What is true of an exercise whatever its dose: words, figure, cable."""
    facts, said = exercise.facts, words(exercise.slug, language)
    variant = exercise.variant(With(tool))
    return {
        "exercise": exercise.slug,
        "name": said.name,
        "variant": tool,
        "side": side.value,
        "count": facts.count.value,
        "tempo": list(facts.tempo),
        "setup": list(said.setup),
        "cues": list(said.cues),
        "breathe": said.breathe,
        "faults": [{"see": fault.see, "try": fault.try_} for fault in said.fault],
        "clip": reverse("clip", args=[exercise.slug]),
        "view": facts.camera,
        "room": room(exercise),
        "muscles": muscles(exercise),
        "load": shown_load(With(tool)),
        "ring": ring(exercise, state, side),
        "pulley": variant.pulley.value if variant and variant.pulley else None,
        "pieces": variant.pieces if variant else 0,
    }


def _other(slug: str | None, item: Item, state: State, language: str) -> dict[str, Any] | None:
    """A neighbour to move to in the middle of a session: with body weight, the bottom of its range, one set. A load for it would
    have to be found first, and that is not for now."""
    if slug is None or slug not in catalogue():
        return None
    exercise = catalogue()[slug]
    if exercise.variant(With.BODY) is None:
        return None
    side = item.side if item.side in exercise.doses else exercise.doses[0]
    return exercise_data(exercise, With.BODY.value, side, state, language) | {
        "sets": max(1, item.sets),
        "target": exercise.facts.range[0],
        "grams": 0,
        "step": 0,
        "ceiling": 0,
        "rest_s": item.rest_s,
        "ask": item.ask,
        "range": 100,
        "effort_most": item.effort_most,
        "steps": [],
        "picks": [],
        "find": False,
        "last": None,
        "why": [],
        "easier": None,
        "swap": [],
    }
