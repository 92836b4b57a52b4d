"""Folding what a clinician and the person say to each other: messages, questions, and what was said of an offer that waits.

A clinician's yes opens nothing by itself: it lets an offer be made, and the offer needs the person's own yes. A no only lowers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from halfkilo.journal.entry import PERSON, Entry
from halfkilo.journal.fields import Answer
from halfkilo.journal.kinds import approved, note
from halfkilo.journal.state import Approval, State, Talk

KEPT = 20
"""Approvals, questions and messages that are remembered; the entries keep all."""


def _approved(state: State, entry: Entry, body: approved.Body) -> None:
    decision = state["decision"]
    if not entry.by_clinician or decision is None:
        return
    offer = decision.get("waiting", {}).pop(body.ref, None)
    if offer is None and body.answer is Answer.NO:
        offer = decision["offers"].pop(body.ref, None)
    if offer is None:
        return
    said: Approval = {"offered": offer["offered"], "g": offer["g"], "t": offer["t"], "other": offer["other"], "on": entry.at[:10],
                      "yes": body.answer is Answer.YES}
    kept = {key: old for key, old in state.get("approved", {}).items() if key != offer["key"]}
    state["approved"] = dict([*kept.items(), (offer["key"], said)][-KEPT:])


def forget(state: State) -> None:
    """A flare: what waited for a clinician, and what they said of it, was about another body."""
    state.pop("approved", None)
    if state["decision"] is not None:
        state["decision"].pop("waiting", None)


def said(state: State, entry: Entry, body: note.Body) -> None:
    """Messages either way. Who writes is taken from the sign-in, so nobody puts words into another's mouth, and a file none at all."""
    if entry.imported:
        return
    talk: Talk = state.get("talk", {})
    if body.topic == "ask_physio" and entry.author == PERSON:
        talk = {**talk, "asked": [*talk.get("asked", []), entry.at[:10]][-KEPT:]}
    elif body.topic in ("message", "seen") and entry.by_clinician:
        told = [*talk.get("told", []), [entry.author, entry.id]][-KEPT:] if body.topic == "message" else talk.get("told", [])
        talk = {"asked": [], "told": told}
    elif body.topic == "read" and entry.author == PERSON:
        talk = {**talk, "told": []}
    else:
        return
    state["talk"] = talk


STEPS: dict[str, Callable[[State, Entry, Any], None]] = {"approved": _approved}
