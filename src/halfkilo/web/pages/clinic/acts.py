"""What a clinician does in somebody's record. Whatever only lowers holds at once; everything else waits for the person's own yes (H31).

Each act holds the right to it until it is written: who is let go in that very moment writes before, or not at all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from halfkilo.journal import remote
from halfkilo.journal.fields import Answer
from halfkilo.journal.fold_care import waiting
from halfkilo.journal.fold_events import too_old
from halfkilo.journal.kinds import approved, cleared, kinds, limit_set, note, plan_chosen
from halfkilo.strict import plain, read
from halfkilo.web import access, clock, service, trail
from halfkilo.web.models import Person, Suggestion

SUGGESTED = {"limit_set": limit_set.Body, "plan_chosen": plan_chosen.Body, "cleared": cleared.Body}
"""Kinds of entries that may be suggested."""
MOST_OPEN = 20


class NotNow(Exception):
    """Something can't be done; `reason` is the end of the key of its sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Done:
    """What became of an act: it holds (`at_once`), or waits for the person."""

    at_once: bool


def limit(clinician: Person, person: Person, body: limit_set.Body) -> Done:
    """Set a limit, or suggest one where it would loosen, lift or pin.

    Raises:
        Http404: the clinician may not. NotNow: there is no room for one more.
    """
    with transaction.atomic():
        access.hold(clinician, person, "training")
        state = service.state_of(person)
        if remote.full(state, body) and not body.lift:
            raise NotNow("full")
        if not remote.lowers(state, body, service.day_of(person).isoformat()):
            _suggest(clinician, person, "limit_set", body, body.reason)
            return Done(False)
        service.write(person, "limit_set", body, author=access.signed(clinician))
        trail.did(person, clinician, "clinician", "limit", body.exercise or "")
        return Done(True)


def suggest(clinician: Person, person: Person, kind: str, body: object, reason: str, part: str = "training") -> Done:
    """Suggest a change of the programme, or that a sign was looked at.

    Raises:
        Http404: the clinician may not. NotNow: too much waits already.
    """
    with transaction.atomic():
        access.hold(clinician, person, part)
        _suggest(clinician, person, kind, body, reason)
    return Done(False)


def judge(clinician: Person, person: Person, ref: str, answer: Answer) -> None:
    """Say yes or no to an offer that waits.

    Raises:
        Http404: the clinician may not. NotNow: it waits no longer.
    """
    with transaction.atomic():
        access.hold(clinician, person, "training")
        state = service.state_of(person)
        decision = state["decision"]
        if decision is None or ref not in waiting(state) or too_old(decision["on"], service.day_of(person).isoformat()):
            raise NotNow("gone")
        key = waiting(state)[ref]["key"]
        service.write(person, "approved", approved.Body(ref, answer), author=access.signed(clinician))
        trail.did(person, clinician, "clinician", f"offer_{answer.value}", key.split(":")[0])


def tell(clinician: Person, person: Person, text: str) -> None:
    """Write to the person; their questions count as answered.

    Raises:
        Http404: the clinician may not.
    """
    with transaction.atomic():
        access.hold(clinician, person)
        service.write(person, "note", note.Body("message", text), author=access.signed(clinician))
        trail.did(person, clinician, "clinician", "message")


def seen(clinician: Person, person: Person) -> None:
    """Say that the questions were read, without an answer in words.

    Raises:
        Http404: the clinician may not.
    """
    with transaction.atomic():
        access.hold(clinician, person)
        service.write(person, "note", note.Body("seen", ""), author=access.signed(clinician))
        trail.did(person, clinician, "clinician", "seen")


def answer(person: Person, wanted: str, yes: bool) -> None:
    """The person's own yes or no to a suggestion. The entry is signed by who suggested it: the person said yes, and did not think it up.

    Raises:
        NotNow: it was answered already, was taken back, or whoever suggested it was let go.
    """
    mine = Suggestion.objects.filter(pk=_id(wanted), person=person, answer="")
    first = mine.select_related("who").first()
    if first is None:
        raise NotNow("gone")
    with transaction.atomic():
        access.hold(first.who, person)  # the grant before anything that hangs on it, as whoever lets somebody go takes them
        found = mine.select_for_update().first()
        if found is None:
            raise NotNow("gone")
        if yes:
            service.write(person, found.kind, body_of(found), author=access.signed(first.who))
        found.answer, found.answered = "yes" if yes else "no", clock.instant()
        found.save(update_fields=["answer", "answered"])
        trail.did(person, person, "own", f"suggestion_{found.answer}", found.kind)


def take_back(clinician: Person, person: Person, wanted: str) -> None:
    """Take back an own suggestion that has no answer yet.

    Raises:
        NotNow: that is no suggestion.
    """
    gone, _ = Suggestion.objects.filter(pk=_id(wanted), person=person, who=clinician, answer="").delete()
    if gone:
        trail.did(person, clinician, "clinician", "taken_back")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise NotNow("gone") from problem


def body_of(suggestion: Suggestion) -> Any:
    """The entry's body, read as strictly as when it was written."""
    return read(kinds()[suggestion.kind].body, json.loads(suggestion.body))


def _suggest(clinician: Person, person: Person, kind: str, body: object, reason: str) -> None:
    if kind not in SUGGESTED or not isinstance(body, SUGGESTED[kind]):
        raise ValueError(f"{kind} is not something to suggest")
    if Suggestion.objects.filter(person=person, answer="").count() >= MOST_OPEN:
        raise NotNow("many")
    text = json.dumps(plain(body))
    if not Suggestion.objects.filter(person=person, who=clinician, answer="", kind=kind, body=text).exists():
        Suggestion.objects.create(person=person, who=clinician, kind=kind, body=text, reason=reason[:200], made=clock.instant())
        trail.did(person, clinician, "clinician", "suggestion", kind)
