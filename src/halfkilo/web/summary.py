"""The few words about a person that a caseload shows, kept beside the state so that 500 heads need not be decoded."""

from __future__ import annotations

from typing import Any

from halfkilo import limits
from halfkilo.journal.corridor import corridor, open_flare
from halfkilo.journal.fold_care import waiting
from halfkilo.journal.state import SessionState, State

VERSION = 2
"""Raised when the words change: rows of an older one are made anew when somebody looks at them (`caseload.py`)."""


def summary_of(state: State) -> dict[str, Any]:
    """What a caseload says of one person. All days are the person's own, ISO.

    sessions: how many; last: day of the last one; stop: why it was stopped. morning: last morning answered; pain: latest morning per
    tracked region; loud: regions whose latest morning was a signal; flares: [region, since] that are open. red: worst peak of the last
    session that was red, else None. signs: stop signs and red flags that still block. hazards: devices. events: how many; event: [day,
    severity] of the last that was one. asked: days of questions no clinician has answered. waiting: offers that wait for a clinician.
    heard: the last day the person said anything.
    """
    last = state["sessions"][-1] if state["sessions"] else None
    tracked = {name: region for name, region in state["regions"].items() if region["tracked"]}
    event = next((one for one in reversed(state["events"]) if one[1] != "none"), None)
    return {
        "v": VERSION,
        "sessions": state["session_count"],
        "last": last["on"] if last else None,
        "stop": last["stop"] if last else None,
        "morning": state["morning_last"] or None,
        "pain": {name: region["mornings"][-1][1] for name, region in tracked.items() if region["mornings"]},
        "loud": [name for name, region in tracked.items() if region["mornings"] and not open_flare(region) and _loud(state, name)],
        "flares": [[name, region["flares"][-1]["since"]] for name, region in tracked.items() if open_flare(region)],
        "red": _red(state, last) if last else None,
        "signs": sorted({*(sign[0] for sign in state["screen"]["signs"]), *_flags(state)}),
        "hazards": sorted(state["hazards"]),
        "events": len(state["events"]),
        "event": event,
        "asked": state.get("talk", {}).get("asked", []),
        "waiting": len(waiting(state)),
        "heard": max([state["morning_last"], last["on"] if last else "", state["today"]["on"] if state["today"] else ""]) or None,
    }


def _flags(state: State) -> set[str]:
    screen = state["screen"]
    return {item for item in screen["said"] if item not in screen["cleared"]}


def _loud(state: State, name: str) -> bool:
    """Whether the latest morning was a signal (DOSE.md G3): well above the usual of the days before it."""
    day, pain = state["regions"][name]["mornings"][-1]
    usual = corridor(state["regions"][name], day)
    return bool(pain >= usual.ref + usual.d and pain >= limits.FLARE_LEAST_LEVEL.first)


def _red(state: State, last: SessionState) -> int | None:
    """The worst peak of the last session, where it was red for some tracked region."""
    peaks = [one["p"] or 0 for exercise in state["exercises"].values() for one in exercise["outings"][-2:] if one["n"] == last["n"]]
    worst = max(peaks, default=0)
    regions = [region for name, region in state["regions"].items() if region["tracked"]]
    return worst if any(corridor(region, last["on"]).peak_red(worst) for region in regions) else None
