"""The fold: one entry after another into the state. Pure; no clock; the same entries in one go or in pieces give the same state.

Entries are folded in the order (instant, id). A `corrected` entry changes what an earlier entry says, so whoever folds
passes the corrections that are already known (`corrections_in`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from halfkilo.journal import fold_again, fold_care, fold_events, fold_person, fold_training
from halfkilo.journal.entry import Entry
from halfkilo.journal.kinds import Unknown, body_of
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.journal.state import State, fresh
from halfkilo.strict import Malformed

Step = Callable[[State, Entry, Any], None]

STEPS: dict[str, Step] = {**fold_person.STEPS, **fold_training.STEPS, **fold_events.STEPS, **fold_again.STEPS,
                          **fold_care.STEPS}

Corrections = Mapping[str, Corrected]


def corrections_in(entries: Iterable[Entry]) -> dict[str, Corrected]:
    """What the `corrected` entries among `entries` say, by the id they correct; the last word wins."""
    found: dict[str, Corrected] = {}
    for entry in sorted((entry for entry in entries if entry.kind == "corrected"), key=lambda entry: entry.order):
        fix = correction_of(entry)
        if fix is not None:
            found[fix.entry] = fix
    return found


def correction_of(entry: Entry) -> Corrected | None:
    """What a correction says; None for any other entry, and for one that a newer halfkilo wrote."""
    if entry.kind != "corrected":
        return None
    try:
        body: Corrected = body_of(entry)
    except Unknown:
        return None
    return body


def step(state: State, entry: Entry, corrections: Corrections | None = None) -> None:
    """Fold one entry into `state`, in place. Unknown kinds and newer versions are counted: they mean hold.

    Raises:
        Malformed: the body does not fit its kind (a store never lets one in).
    """
    _note(state, entry)
    right = _right(entry, corrections or {})
    if right is None:
        return
    try:
        body = body_of(right)
    except Unknown:
        state["unknown"] += 1
        return
    STEPS[entry.kind](state, right, body)


def step_read(state: State, entry: Entry, body: Any) -> None:
    """Fold an entry whose body is at hand already, in place of what the entry carries; for lives that are never written down."""
    _note(state, entry)
    STEPS[entry.kind](state, entry, body)


def _note(state: State, entry: Entry) -> None:
    state["seq"] += 1
    state["last"] = [entry.instant, entry.id]
    state["imported"] = state["imported"] or entry.imported
    if entry.kind != "proposed":
        state["basis"] += 1
        state["basis_id"] = entry.id


def fold(entries: Iterable[Entry], start: State | None = None, corrections: Corrections | None = None) -> State:
    """The state after all `entries`, whatever order they come in."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    known = corrections_in(ordered) if corrections is None else corrections
    state = fresh() if start is None else start
    for entry in ordered:
        step(state, entry, known)
    return state


def check(entry: Entry) -> None:
    """Whether a store may take the entry: a body that fits its kind; unknown kinds pass and are kept verbatim.

    Raises:
        Malformed: with the place and what would be right.
    """
    try:
        body = body_of(entry)
    except Unknown:
        return
    if isinstance(body, Corrected) and body.entry == entry.id:
        raise Malformed("body.entry", "an entry can't correct itself")


def tells_sign(entry: Entry) -> bool:
    """Whether the entry tells of a stop sign: only someone who has looked takes that back (H15)."""
    return entry.kind in ("stopped", "checked_in") and bool(entry.body.get("sign"))


def _right(entry: Entry, corrections: Corrections) -> Entry | None:
    """The entry as corrected: None when void. Corrections of corrections are not followed, nor of what tells of a stop sign."""
    fix = corrections.get(entry.id)
    if fix is None or entry.kind == "corrected" or tells_sign(entry):
        return entry
    return None if fix.body is None else replace(entry, body=fix.body)
