"""Folding training: check-ins, sets, stops, and where each exercise stands.

The one rule that must never break stands here: a dose gets heavier only through a yes (`allowed`). A set lifted heavier
than that is kept as history, and the dose stays where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta
from typing import Any

from halfkilo.journal import fold_anew
from halfkilo.journal.entry import Entry
from halfkilo.journal.fields import Away, Different, Finder, Mode, Moment, Why
from halfkilo.journal.kinds import checked_in, session_closed, session_opened, set_done, stopped
from halfkilo.journal.standing import allowed, kept, note_gap, note_range, note_told, says, sets_allowed, stands, target_allowed
from halfkilo.journal.state import (
    KEYS_KEPT,
    RISES_KEPT,
    SESSIONS_KEPT,
    Dose,
    ExerciseState,
    Outing,
    SessionState,
    State,
    Today,
    key_of,
)
from halfkilo.units import Tool

MARKS_KEPT = 8
SPARED = (Mode.RESCUE.value, Mode.GENTLE.value)
MARK_OF = {"E1": "cut", "E2": "cut", "E3-cut": "cut", "E3": "hold", "E4": "hold", "E6": "hold"}
"""Decisions that count towards offering another exercise: cuts, and holds for symptoms (never successes)."""


def _opened(state: State, entry: Entry, body: session_opened.Body) -> None:
    if _session(state, body.session) is not None:
        return
    state["session_count"] += 1
    on = day_meant(entry, body.on)
    today = _of_day(state, on)
    pre = dict(today["pre"]) if today else {}
    state["sessions"] = [*state["sessions"][-SESSIONS_KEPT + 1:], {
        "n": state["session_count"], "id": body.session, "on": on, "mode": body.mode.value, "minutes": body.minutes,
        "planned": body.planned, "away": body.away.value, "pre": pre, "cool": {}, "done": [], "closed": False, "stop": None}]
    if body.away is Away.ILL:
        state["ill"] = on


def day_meant(entry: Entry, on: date) -> str:
    """The day an entry speaks of; a day that has not begun anywhere on Earth when it was written is a clock set wrong, and the
    day of writing counts (UTC+14 is the earliest zone)."""
    begun = entry.local.astimezone(UTC) + timedelta(hours=14)
    return (on if on <= begun.date() else entry.local.date()).isoformat()


def _of_day(state: State, on: str) -> Today | None:
    """The check-in of a day, as far as it is remembered."""
    return next((one for one in (state["today"], state["eve"]) if one is not None and one["on"] == on), None)


def _session(state: State, wanted: str | None) -> SessionState | None:
    for session in reversed(state["sessions"]):
        if session["id"] == wanted:
            return session
    return None


def _checked_in(state: State, entry: Entry, body: checked_in.Body) -> None:
    session = _session(state, body.session)
    pain = {region.value: score for region, score in (body.pain or {}).items()}
    if body.moment is Moment.BEFORE:
        _before(state, entry, body, pain, session)
    elif body.moment is Moment.COOL_DOWN:
        if session is not None:
            session["cool"].update(pain)
    else:
        _rated(state, body, session)
    if body.sign is not None:
        state["screen"]["signs"] = [*state["screen"]["signs"][-8:], [body.sign, entry.at[:10]]]


def _before(state: State, entry: Entry, body: checked_in.Body, pain: dict[str, int], session: SessionState | None) -> None:
    on = day_meant(entry, body.on)
    _heard(state, on, pain, body.different.value if body.different else None, entry.instant)
    told = _of_day(state, on)
    for target in state["sessions"]:
        if told and target["on"] == on and not target["closed"] and (session is None or target is session):
            target["pre"] = dict(told["pre"])
    if body.different is Different.ILL:
        state["ill"] = max(on, state["ill"] or on)
    if body.different is Different.NEW_PAINKILLER:
        state["painkiller"] = max(on, state["painkiller"] or on)


_GRAVER = [None, *(one.value for one in (Different.NO, Different.SLEPT_BADLY, Different.NEW_PAINKILLER, Different.ILL, Different.FLARE,
                                         Different.NEW_SYMPTOM))]


def _heard(state: State, on: str, pain: dict[str, int], different: str | None, instant: int) -> None:
    """Keep a check-in: of one day the highest pain and the gravest word stay, so that a second look does not undo the first; what
    is said of an earlier day never takes the place of today's."""
    old = _of_day(state, on)
    before = old or {"on": on, "pre": {}, "worst": {}, "different": None, "at": instant}
    worst = {name: max(score, before["worst"].get(name, score)) for name, score in pain.items()}
    new: Today = {"on": on, "pre": before["pre"] | pain, "worst": before["worst"] | worst,
                  "different": max(before["different"], different, key=_GRAVER.index), "at": instant}
    newest = state["today"]
    if newest is None or on == newest["on"]:
        state["today"] = new
    elif on > newest["on"]:
        state["today"], state["eve"] = new, newest
    elif state["eve"] is None or on >= state["eve"]["on"]:
        state["eve"] = new


def _rated(state: State, body: checked_in.Body, session: SessionState | None) -> None:
    if session is None:
        return
    for key, exercise in state["exercises"].items():
        if not key.startswith(f"{body.exercise}:"):
            continue
        slug, tool, side = key.rsplit(":", 2)  # a name may hold a colon
        if slug != body.exercise or (body.tool and tool != body.tool) or (body.side and side != body.side):
            continue
        for outing in exercise["outings"]:
            if outing["n"] == session["n"]:
                _rate(outing, body)
    if body.effort is not None and body.peak is not None:
        runs, text = state["runs"], f"{body.effort}/{body.peak}"
        runs["effort"] = runs["effort"] + 1 if runs["effort_last"] == text else 1
        runs["effort_last"] = text


def _rate(outing: Outing, body: checked_in.Body) -> None:
    for region, worst in (body.peaks or {}).items():
        places = outing.setdefault("pp", {})
        places[region.value] = max(worst, places.get(region.value, worst))
    # Two different answers about one exercise contradict each other: the stricter one counts, and nothing rises on it.
    for name, value in (("e", body.effort), ("p", body.peak)):
        old = outing["e"] if name == "e" else outing["p"]
        if value is None:
            continue
        if old is not None and old != value:
            outing["c"] = True
        worst = value if old is None else max(old, value)
        if name == "e":
            outing["e"] = worst
        else:
            outing["p"] = worst


def _set_done(state: State, entry: Entry, body: set_done.Body) -> None:
    session = _session(state, body.session)
    number = session["n"] if session else 0
    on = session["on"] if session else entry.at[:10]
    key = key_of(body.exercise, body.tool, body.side)
    exercise = state["exercises"].get(key)
    if exercise is None:
        exercise = state["exercises"][key] = _new_exercise()
    if body.finder is not None:
        _found(exercise, body, number, on)
    else:
        _worked(state, exercise, key, body, number, on)
    exercise["last"] = max(exercise["last"] or on, on)
    if session is not None and body.exercise not in session["done"]:
        state["trained"] += not session["done"]  # an empty session unlocks nothing
        session["done"].append(body.exercise)
    _trim(state)


def _new_exercise() -> ExerciseState:
    return {"dose": None, "last": None, "outings": [], "rises": [], "marks": []}


def _found(exercise: ExerciseState, body: set_done.Body, number: int, on: str) -> None:
    """Finder steps: the heaviest that was comfortable or asked for more; one that hurt falls back to the step before.

    A dose that stands is not found anew before it is 90 days old: a finder in between would be a way past every yes,
    unless it has one of its own (`fold_anew`).
    """
    outing = _outing(exercise, number)
    if outing is None or "q" not in outing:
        outing = _blank(number, on, body)
        outing["q"] = []
        exercise["outings"] = kept([*exercise["outings"], outing])
    steps = outing["q"]
    steps.append([body.grams, body.finder.value if body.finder else Finder.MORE.value])
    fine = [grams for grams, how in steps if how != Finder.HURTS.value]
    hurt = [grams for grams, how in steps if how == Finder.HURTS.value]
    best = max((grams for grams in fine if not hurt or grams < min(hurt)), default=0)
    if fold_anew.opens(exercise, number, on):
        fold_anew.found_anew(exercise, number, on, best)
    elif (body.finder is not Finder.MORE or len(steps) >= 6) and not stands(exercise, on):
        exercise["found"] = [best, on]
        exercise["dose"] = None
        exercise["rises"] = []
        for gone in ("accepted", "accepted_on", "before", "stages", "lighter", "anew"):
            exercise.pop(gone, None)  # type: ignore[misc]


def _outing(exercise: ExerciseState, number: int) -> Outing | None:
    return next((outing for outing in reversed(exercise["outings"]) if outing["n"] == number and number), None)


def _blank(number: int, on: str, body: set_done.Body) -> Outing:
    return {"n": number, "d": on, "g": body.grams, "t": body.target, "s": body.sets, "r": [], "e": None, "p": None, "x": None,
            "f": 0, "a": 0}


def _worked(state: State, exercise: ExerciseState, key: str, body: set_done.Body, number: int, on: str) -> None:
    outing, spared = _outing(exercise, number), _spared(state, number)
    if outing is None or "q" in outing:
        outing = _blank(number, on, body)
        fold_anew.lapse(exercise, on)
        outing["g"] = min(body.grams, max(allowed(state, exercise, key, on, body.grams), fold_anew.most(state, exercise, key)))
        outing["w"] = [body.grams, body.target]
        outing["s"] = min(body.sets, sets_allowed(state, exercise, key, body.sets))
        note_gap(exercise, on, spared)
        note_range(state, exercise, outing, key)
        for earlier in exercise["outings"]:
            earlier.pop("w", None)
        exercise["outings"] = kept([*exercise["outings"], outing])
        _mark(state, exercise, key, on)
        if spared:
            outing["m"] = True
    _count(outing, body)
    outing["t"] = min(target_allowed(state, exercise, key, outing), fold_anew.target_anew(state, exercise, key, outing))
    note_told(outing, body.grams, body.target)
    if not spared and (outing["g"] > 0 or body.tool is Tool.BODY):
        _stand(exercise, outing, on)  # a cable without a load says nothing about the load


def _spared(state: State, number: int) -> bool:
    """Whether session `number` was a rescue or gentle one: lighter on purpose, so the standing dose does not follow it down."""
    for session in reversed(state["sessions"]):
        if session["n"] == number:
            return session["mode"] in SPARED
    return False


def _count(outing: Outing, body: set_done.Body) -> None:
    """Count a set. Told twice, by two tabs or two devices, it is one set, and the smaller amount stands."""
    done = outing["r"]
    if body.number <= len(done):
        done[body.number - 1] = min(done[body.number - 1], body.done)
    else:
        outing["r"] = [*done, body.done][:20]
    outing["g"] = min(outing["g"], body.grams)
    outing["t"] = min(outing["t"], body.target)
    outing["f"] += body.form_lost
    outing["a"] += body.assisted
    if body.typed:
        outing["y"] = True


def _stand(exercise: ExerciseState, outing: Outing, on: str) -> None:
    """The dose now stands at this outing; a rise is remembered with where it came from."""
    new: Dose = {"g": outing["g"], "t": outing["t"], "s": outing["s"]}
    old = exercise["dose"]
    if old is not None and (new["g"] > old["g"] or (new["g"] == old["g"] and new["t"] > old["t"])):
        exercise["rises"] = [*exercise["rises"][-RISES_KEPT + 1:], {"d": on, "g": old["g"], "t": old["t"]}]
    if old is not None and new["g"] > old["g"]:
        fold_anew.close_anew(exercise)
    exercise["dose"] = new
    exercise.pop("accepted", None)
    exercise.pop("accepted_on", None)


def _mark(state: State, exercise: ExerciseState, key: str, on: str) -> None:
    decision = state["decision"]
    if decision is None or decision["on"] != on or key not in decision["lines"]:
        return
    mark = MARK_OF.get(str(decision["lines"][key][3]))
    if mark:
        exercise["marks"] = [*exercise["marks"][-MARKS_KEPT + 1:], [on, mark]]


def _stopped(state: State, entry: Entry, body: stopped.Body) -> None:
    session = _session(state, body.session)
    if body.why is Why.SIGN and body.sign:
        state["screen"]["signs"] = [*state["screen"]["signs"][-8:], [body.sign, body.on.isoformat()]]
    if session is None:
        return
    session["stop"] = body.why.value
    if body.exercise is None:
        return
    for key, exercise in state["exercises"].items():
        slug, tool, side = key.rsplit(":", 2)  # a name may hold a colon
        if slug == body.exercise and (not body.tool or tool == body.tool) and (not body.side or side == body.side):
            outing = _outing(exercise, session["n"])
            if outing is not None:
                outing["x"] = body.why.value
                if body.why is Why.PAIN:
                    fold_anew.hurt(exercise)
                if body.pain is not None:
                    outing["p"] = max(outing["p"] or 0, body.pain)


def _closed(state: State, entry: Entry, body: session_closed.Body) -> None:
    session = _session(state, body.session)
    if session is not None:
        session["closed"] = True


def _trim(state: State) -> None:
    """Keep the state bounded: exercises not done for longest keep their dose, and then go."""
    exercises = state["exercises"]
    if len(exercises) <= KEYS_KEPT:
        return
    ordered = sorted(exercises, key=lambda key: exercises[key]["last"] or "")
    for key in ordered[: len(ordered) - KEYS_KEPT]:
        exercises[key]["outings"] = [one for one in exercises[key]["outings"] if says(one)][-1:] or exercises[key]["outings"][-1:]
        exercises[key]["rises"] = []
        exercises[key]["marks"] = []
    for key in ordered[: max(0, len(ordered) - 3 * KEYS_KEPT)]:
        del exercises[key]




STEPS: dict[str, Callable[[State, Entry, Any], None]] = {
    "session_opened": _opened,
    "checked_in": _checked_in,
    "set_done": _set_done,
    "stopped": _stopped,
    "session_closed": _closed,
}
