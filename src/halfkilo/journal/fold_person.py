"""Folding what is known about the person: screen, profile, equipment, limits, plan, sharing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from halfkilo import limits
from halfkilo.journal.corridor import open_flare
from halfkilo.journal.entry import Entry
from halfkilo.journal.fold_care import said
from halfkilo.journal.kinds import (
    cleared,
    equipped,
    limit_set,
    note,
    plan_chosen,
    profiled,
    rehearsed,
    screened,
)
from halfkilo.journal.kinds import shared as shared_kind
from halfkilo.journal.kinds import unshared as unshared_kind
from halfkilo.journal.state import RegionState, Screen, State
from halfkilo.screening import ITEMS, Group, Reply
from halfkilo.strict import plain

SIGNS = frozenset(item.id for item in ITEMS if item.group is Group.NOW)
LIMITS_KEPT = 60
REASON_KEPT = 60
"""Letters of a limit's reason in the state; the entry keeps all of it."""


def _screened(state: State, entry: Entry, body: screened.Body) -> None:
    screen = state["screen"]
    if entry.imported and screen["here"]:
        # A file may add a yes to what was answered here, never take one away (H15).
        screen["replies"] |= {item: reply.value for item, reply in body.replies.items() if reply is not Reply.NO}
        return
    replies = {item: reply.value for item, reply in body.replies.items()}
    screen["said"] = _flags(screen, replies, entry.at[:10])
    screen["replies"] = replies | {item: screen["replies"][item] for item in screen["said"] if replies.get(item) == Reply.NO.value}
    screen["on"] = entry.at[:10]
    screen["here"] = screen["here"] or not entry.imported
    screen["emergency"] = body.emergency_number or screen["emergency"]
    # A sign that is there now has to be looked at anew; a clearance of a condition lasts while it is still said.
    screen["cleared"] = [item for item in screen["cleared"] if screen["replies"].get(item) != "no" and item not in SIGNS]


def _flags(screen: Screen, replies: dict[str, str], on: str) -> dict[str, str]:
    """Red flags that stand after this screening, each with the day it was first said. A no takes one back on the same day only, as
    a slip of the finger; later it stands until someone has looked (DOSE.md G0, H15)."""
    said = {item: screen["said"].get(item, on) for item, reply in replies.items() if item in SIGNS and reply != Reply.NO.value}
    stays = {item: day for item, day in screen["said"].items() if day < on and item not in screen["cleared"] and item in screen["replies"]}
    return stays | said


def _cleared(state: State, entry: Entry, body: cleared.Body) -> None:
    screen = state["screen"]
    if entry.imported and screen["here"]:
        return  # a clearance in a file counts only where the person is screened here after it (H15)
    screen["cleared"] = sorted({*screen["cleared"], *body.items})
    screen["signs"] = [sign for sign in screen["signs"] if sign[0] not in body.items]


def _profiled(state: State, entry: Entry, body: profiled.Body) -> None:
    state["profile"] = plain(body)
    day = entry.at[:10]
    tracked = {place.region.value for place in body.places if place.tracked}
    for place in body.places:
        region = state["regions"].get(place.region.value)
        if region is None:
            if place.tracked:
                state["regions"][place.region.value] = _new_region(place.usual, day)
        else:
            # Upwards only through the review (H46): a new profile may lower the entry, never raise it.
            region["entry"] = min(region["entry"], place.usual)
    for name, region in state["regions"].items():
        # A flare is not ended by editing the profile: its place is heard until the mornings end it.
        region["tracked"] = name in tracked or (region["tracked"] and open_flare(region))
        if not region["tracked"]:
            region["mornings"], region["flares"] = region["mornings"][-limits.BASE_DAYS.first:], region["flares"][-1:]


def _new_region(usual: int, day: str) -> RegionState:
    return {"entry": usual, "intake": usual, "since": day, "reviewed": day, "tracked": True, "mornings": [], "flares": [], "held": None}


def _equipped(state: State, entry: Entry, body: equipped.Body) -> None:
    state["equipment"] = plain(body)


def _limit_set(state: State, entry: Entry, body: limit_set.Body) -> None:
    new = {**plain(body), "reason": body.reason[:REASON_KEPT], "by": "clinician" if entry.by_clinician else "person", "id": entry.id}
    if entry.imported:
        new["file"] = True
    if body.what is limit_set.What.BAN and body.exercise is not None:
        state["again"].pop(body.exercise, None)  # left out anew, or taken back at once
    same = [old for old in state["limits"] if _same(old, new) and (old.get("file") or not entry.imported)]
    if body.lift:
        gone = [old["id"] for old in same if old["by"] == "person" or new["by"] == "clinician"]
        state["limits"] = [old for old in state["limits"] if old["id"] not in gone]
        return
    # A clinician's limit replaces the clinician's, the person's replaces the person's; both then hold, the stricter wins.
    gone = [old["id"] for old in same if old["by"] == new["by"]]
    state["limits"] = _bounded([*(old for old in state["limits"] if old["id"] not in gone), new])


def _bounded(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The latest limits; those of a clinician go last, so that the person's own never push one out (H22)."""
    over = max(0, len(kept) - LIMITS_KEPT)
    own = [limit["id"] for limit in kept if limit["by"] == "person"][:over]
    left = [limit for limit in kept if limit["id"] not in own]
    return left[-LIMITS_KEPT:]


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return all(old.get(name) == new.get(name) for name in ("what", "exercise", "side", "region", "load_class"))


def _plan_chosen(state: State, entry: Entry, body: plan_chosen.Body) -> None:
    before = state["plan"] or {}
    same = before.get("programme") == body.programme
    state["plan"] = {**plain(body), "since": before.get("since", entry.at[:10]) if same else entry.at[:10],
                     "from": before.get("from", state["session_count"]) if same else state["session_count"]}


def _rehearsed(state: State, entry: Entry, body: rehearsed.Body) -> None:
    state["rehearsed"] = body.on.isoformat()


def _shared(state: State, entry: Entry, body: shared_kind.Body) -> None:
    state["shared"][body.who] = body.role


def _unshared(state: State, entry: Entry, body: unshared_kind.Body) -> None:
    state["shared"].pop(body.who, None)


def _note(state: State, entry: Entry, body: note.Body) -> None:
    if body.topic == "bad_day_plan":
        state["notes"][body.topic] = body.text[:2000]
    said(state, entry, body)


STEPS: dict[str, Callable[[State, Entry, Any], None]] = {
    "screened": _screened,
    "cleared": _cleared,
    "profiled": _profiled,
    "equipped": _equipped,
    "limit_set": _limit_set,
    "plan_chosen": _plan_chosen,
    "rehearsed": _rehearsed,
    "shared": _shared,
    "unshared": _unshared,
    "note": _note,
}
