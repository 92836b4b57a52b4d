"""Folding what a clinician and the person say to each other: messages, questions, and what was said of an offer that waits.

A clinician's yes opens nothing by itself: it lets an offer be made, and the offer needs the person's own yes. A no only lowers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from halfkilo.journal.entry import PERSON, Entry
from halfkilo.journal.fields import Answer
from halfkilo.journal.kinds import approved, note
from halfkilo.journal.state import Approval, Offer, State, Talk

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
    approvals = {**state.get("approved", {}), offer["key"]: said}
    # By day and name: the order of a dict is not kept where the state is kept.
    state["approved"] = dict(sorted(approvals.items(), key=lambda one: (one[1]["on"], one[0]))[-KEPT:])


def waiting(state: State) -> dict[str, Offer]:
    """Offers of the last decision that wait for a clinician, by id."""
    decision = state["decision"]
    return decision.get("waiting", {}) if decision is not None else {}


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
