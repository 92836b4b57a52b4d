"""What a clinician may do from afar at once, and what waits for the person's yes: remote hands may lower, never raise (H31)."""

from __future__ import annotations

from datetime import date
from typing import Any

from halfkilo.journal.kinds.limit_set import Body, What
from halfkilo.journal.state import State

ROOM = 50
"""Limits that may stand before nothing further is added from afar: the fold keeps 60, and adding must never push out another one."""

ABOUT = ("exercise", "side", "region", "load_class")


def lowers(state: State, body: Body, today: str) -> bool:
    """Whether a limit from afar can only tighten what stands: it holds at once. Anything else is a suggestion to the person.

    today: the person's local day, ISO.
    """
    if body.lift or body.what is What.PIN or _over(body.until, today):
        return False
    return all(_as_strict(body, old, today) for old in theirs(state, body))


def theirs(state: State, body: Body) -> list[dict[str, Any]]:
    """The clinicians' limits that this one would take the place of."""
    wanted = {"what": body.what.value, "exercise": body.exercise, "side": body.side and body.side.value,
              "region": body.region and body.region.value, "load_class": body.load_class and body.load_class.value}
    return [one for one in state["limits"] if one["by"] == "clinician" and all(one.get(name) == value for name, value in wanted.items())]


def full(state: State, body: Body) -> bool:
    """Whether there is no room for one more limit."""
    return len(state["limits"]) >= ROOM and not theirs(state, body)


def _as_strict(new: Body, old: dict[str, Any], today: str) -> bool:
    if old.get("until") is not None and old["until"] < today:
        return True  # what is over holds nothing
    longer = new.until is None or (old.get("until") is not None and new.until.isoformat() >= old["until"])
    return longer and (new.value is None or old.get("value") is None or new.value <= int(old["value"]))


def _over(until: date | None, today: str) -> bool:
    return until is not None and until.isoformat() < today
