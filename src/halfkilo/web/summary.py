"""The few words about a person that a caseload shows, kept beside the state so that 500 heads need not be decoded."""

from __future__ import annotations

from typing import Any

from halfkilo.journal.state import State


def summary_of(state: State) -> dict[str, Any]:
    """last: day of the last session; morning: last morning answered; pain: latest morning per tracked region; flares: regions in
    one; signs: stop signs that still block; stop: why the last session was stopped."""
    last = state["sessions"][-1] if state["sessions"] else None
    tracked = {name: region for name, region in state["regions"].items() if region["tracked"]}
    return {
        "sessions": state["session_count"],
        "last": last["on"] if last else None,
        "stop": last["stop"] if last else None,
        "morning": state["morning_last"] or None,
        "pain": {name: region["mornings"][-1][1] for name, region in tracked.items() if region["mornings"]},
        "flares": [name for name, region in tracked.items() if region["flares"] and region["flares"][-1]["until"] is None],
        "signs": [sign[0] for sign in state["screen"]["signs"]],
        "hazards": sorted(state["hazards"]),
        "events": len(state["events"]),
    }
