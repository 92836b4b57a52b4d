"""Messages between a person and their clinicians: notes of the journal, so they are in every export and go with everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from halfkilo.dose import Session
from halfkilo.dose.explain import home as home_sentence
from halfkilo.exercises import catalogue, words
from halfkilo.journal.entry import CLINICIAN, PERSON
from halfkilo.journal.fold import corrections_in
from halfkilo.journal.kinds import readable
from halfkilo.journal.state import State, parts_of
from halfkilo.web import refold, service
from halfkilo.web.models import EntryRow, Person
from halfkilo.words import say

TOPICS = ("message", "ask_physio")
KEPT = 40
LOOKED_AT = 300
"""Notes looked through for them: other notes are few."""
TEMPLATES = ("steady", "well", "flare", "call", "visit", "thanks")
LONGEST = 600


@dataclass(frozen=True)
class Letter:
    """One message or question. by: id of the clinician, nothing for the person's own; at: local time, ISO."""

    id: str
    by: str
    at: str
    text: str


def letters(person: Person) -> list[Letter]:
    """The newest ones, newest first; what was taken back is gone."""
    notes = EntryRow.objects.filter(person=person, subject="=note", imported=False).order_by("-instant", "-id")
    found = [refold.entry_of(*row) for row in notes.values_list(*refold.COLUMNS)[:LOOKED_AT]]
    fixes = corrections_in(refold.in_order(EntryRow.objects.filter(person=person, subject="=corrected")))
    out = []
    for one in found:
        fix = fixes.get(one.id)
        body = None if not readable(one.kind, one.version) else one.body if fix is None else fix.body
        if body is not None and body["topic"] in TOPICS and (one.author == PERSON) is (body["topic"] == "ask_physio"):
            out.append(Letter(one.id, one.author.removeprefix(CLINICIAN) if one.by_clinician else "", one.at, body["text"]))
    return out[:KEPT]


def told(found: list[Letter], names: dict[str, str], tongue: str, own: str) -> list[dict[str, Any]]:
    """Letters for a template. names: of clinicians by id; own: what the person's own ones stand under."""
    return [_told(one, names.get(one.by, say("clinic.somebody", tongue)) if one.by else own) for one in found]


def _told(one: Letter, who: str) -> dict[str, Any]:
    """What was attached to a question stands apart: it begins after the last empty line."""
    text, _, attached = one.text.rpartition("\n\n") if not one.by else (one.text, "", "")
    return {
        "who": who,
        "mine": not one.by,
        "on": one.at[:10],
        "time": one.at[11:16],
        "text": text or attached,
        "attached": attached if text else "",
    }


def names_of(found: list[Letter]) -> dict[str, str]:
    """The names of the clinicians who wrote."""
    return {str(id): name for id, name in Person.objects.filter(pk__in={one.by for one in found if one.by}).values_list("pk", "name")}


def question(person: Person, asked: str, tongue: str) -> str:
    """What is sent by "ask my physio": the question, or the usual one, and what today shows."""
    state = service.state_of(person)
    lines = today_lines(state, service.today_of(person, state), tongue)
    return "\n".join([asked or say("clinic.ask.usual", tongue), "", say("clinic.ask.attached", tongue, on=service.day_of(person)), *lines])


def today_lines(state: State, session: Session, tongue: str) -> list[str]:
    """What today shows, in a few lines: the day, mornings, how the last session went."""
    out = [home_sentence(session, tongue)]
    for name, region in state["regions"].items():
        if region["tracked"] and region["mornings"]:
            day, pain = region["mornings"][-1]
            out.append(say("clinic.ask.morning", tongue, region=name, pain=pain, on=day))
    if state["sessions"]:
        last = state["sessions"][-1]
        out.append(
            say("clinic.ask.session", tongue, on=last["on"], done=len(last["done"]), planned=max(last["planned"], len(last["done"])))
        )
        out += _worked(state, last["n"], tongue)
        out += [say("clinic.ask.stopped", tongue, why=say(f"clinic.why.{last['stop']}", tongue))] if last["stop"] else []
    return out


def _worked(state: State, number: int, tongue: str) -> list[str]:
    out = []
    for key, exercise in state["exercises"].items():
        outing = next((one for one in exercise["outings"] if one["n"] == number and "q" not in one), None)
        slug = parts_of(key)[0]
        if outing is not None and outing["g"] and slug in catalogue():
            peak = "" if outing["p"] is None else say("clinic.ask.peak", tongue, pain=outing["p"])
            out.append(say("clinic.ask.worked", tongue, name=words(slug, tongue).name, load=outing["g"], target=outing["t"], peak=peak))
    return out[:8]
