"""`halfkilo today`: the session of a day from a journal file, in sentences or as JSON. Pure; no site, no Django."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from halfkilo.commands.rules import in_force
from halfkilo.commands.told import say, told
from halfkilo.dose import Choice, Item, Offer, Session, Status, Verdict, record, today
from halfkilo.dose.explain import home, notice, why
from halfkilo.exercises import catalogue
from halfkilo.exercises.words import words
from halfkilo.journal.entry import SITE, Entry
from halfkilo.journal.fold import fold
from halfkilo.journal.jsonl import load
from halfkilo.journal.kinds import make
from halfkilo.strict import plain
from halfkilo.units import Side, Tool, kilograms
from halfkilo.words import say as sentence

DECIDED = (Status.READY, Status.REST_DAY)


@told
def show(journal: Path, on: date, minutes: int | None, as_json: bool, rules: Path | None = None) -> None:
    """Print the session of `on`, decided from what had been written by then."""
    policy = in_force(rules)
    entries = [entry for entry in load(journal) if entry.at[:10] <= on.isoformat()]
    session = today(fold(entries), on, Choice(minutes=minutes), policy=policy)
    if as_json:
        say(json.dumps(as_plain(session, entries), ensure_ascii=False, indent=1))
        return
    for line in lines(session):
        say(line)


def as_plain(session: Session, entries: list[Entry]) -> dict[str, Any]:
    """The session as JSON, with the entry to append under `proposed` (none on a day without a session)."""
    return {"session": plain(session), "proposed": json.loads(proposed(session, entries).line) if session.status in DECIDED else None}


def proposed(session: Session, entries: list[Entry]) -> Entry:
    """The decision as an entry, placed after everything it was decided from; the one that stands there, if it does."""
    known = next((entry for entry in entries if entry.id == session.decision), None)
    return known or make("proposed", record(session), at=_after(session.on, entries), author=SITE, id=session.decision)


def _after(on: date, entries: list[Entry]) -> str:
    """A moment of the day that comes after the last entry, in its zone."""
    last = entries[-1].local if entries else datetime.combine(on, time.min, UTC)
    midnight = datetime.combine(on, time.min, last.tzinfo)
    return max(midnight, last + timedelta(milliseconds=1)).isoformat(timespec="milliseconds")


def lines(session: Session, language: str = "en") -> Iterator[str]:
    """The session for people."""
    yield f"{sentence('today.day', language, on=session.on)} {home(session, language)}"
    yield from (f"  {why(reason, language)}" for reason in session.reasons)
    for part in session.parts:
        yield ""
        yield part.purpose or part.kind
        for item in part.items:
            yield f"  {_item(item, language)}"
            yield from (f"      {why(reason, language)}" for reason in item.reasons)
    if session.offers:
        yield ""
        yield sentence("today.offers", language)
        for offer in session.offers:
            yield f"  {_named(offer.exercise, offer.side, language)}: {_step(offer)}"
            yield from (f"      {why(reason, language)}" for reason in offer.reasons)
    if session.notices:
        yield ""
        yield from (notice(reason, language) for reason in session.notices)


def _item(item: Item, language: str) -> str:
    count = catalogue()[item.exercise].facts.count
    much = sentence(f"paper.amount_{count}", language, sets=item.sets, target=item.target)
    if item.tool is Tool.BODY:
        load = sentence("paper.body_weight", language)
    elif item.verdict is Verdict.FIND:
        load = sentence("paper.find", language, load=item.steps[0] if item.steps else item.grams)
    else:
        load = f"{kilograms(item.grams)} kg"
    return f"{_named(item.exercise, item.side, language)}: {much}, {load}"


def _named(exercise: str, side: Side, language: str) -> str:
    name = words(exercise, language).name
    return name if side is Side.BOTH else f"{name} ({sentence(f'side.{side}', language)})"


def _step(offer: Offer) -> str:
    load = f"{kilograms(offer.grams)} kg" if offer.grams else ""
    if offer.grams != offer.from_grams:
        load = f"{kilograms(offer.from_grams)} -> {kilograms(offer.grams)} kg"
    much = f"{offer.from_target} -> {offer.target}" if offer.target != offer.from_target else ""
    other = words(offer.other).name if offer.other else ""
    return ", ".join(part for part in (other, load, much) if part) or str(offer.target)
