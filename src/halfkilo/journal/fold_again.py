"""Folding the way back to a movement that was left out: which step has its yes. The steps are the dose's (`dose/reintroduce.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from halfkilo.journal.entry import PERSON, Entry
from halfkilo.journal.kinds import reintroduced
from halfkilo.journal.state import Again, State

KEPT = 6
"""Movements that are met again at one time, the latest ones."""

LAST = 5
"""The step that lifts the person's own limit: back to usual sessions."""


def _reintroduced(state: State, entry: Entry, body: reintroduced.Body) -> None:
    if body.wanted and entry.author != PERSON:
        return  # nobody else decides what a person meets again
    state["again"].pop(body.exercise, None)
    if not body.wanted:
        return
    on = body.on.isoformat()
    met: Again = {"since": on, "step": 0, "on": on}
    state["again"] = dict([*state["again"].items(), (body.exercise, met)][-KEPT:])
    if not any(_own_ban(limit, body.exercise) for limit in state["limits"]):
        # Until the last step it comes by its steps alone.
        ban = {"what": "ban", "exercise": body.exercise, "reason": "", "by": "person", "id": entry.id}
        empty = dict.fromkeys(("value", "side", "region", "load_class", "until"))
        state["limits"] = [*state["limits"], {**empty, **ban}]


def _own_ban(limit: dict[str, Any], slug: str) -> bool:
    return bool(limit["what"] == "ban" and limit.get("exercise") == slug and limit["by"] == "person")


def step_taken(state: State, slug: str, step: int, on: str) -> None:
    """A step got its yes; the last one lifts the person's own limit, and nobody else's."""
    if slug not in state["again"]:
        return
    if step >= LAST:
        del state["again"][slug]
        state["limits"] = [limit for limit in state["limits"] if not _own_ban(limit, slug)]
        return
    state["again"][slug] = {**state["again"][slug], "step": step, "on": on}


def not_yet(state: State, slug: str, on: str) -> None:
    """A step got no yes: it is not asked for again for a while."""
    if slug in state["again"]:
        state["again"][slug]["no"] = on


STEPS: dict[str, Callable[[State, Entry, Any], None]] = {"reintroduced": _reintroduced}
