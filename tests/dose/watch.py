"""Walks through a journal beside the engine and keeps its own account of every dose: the oracle of the property tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from halfkilo.journal import Entry
from halfkilo.journal.fold import step
from halfkilo.journal.state import State, fresh, key_of

Dose = tuple[int, int]


@dataclass
class Account:
    """One exercise, tool and side: where it stands, since when, and every rise with what it rose from. look: a yes to look for a
    comfortable load again, up to so many grams, and its day; anew: what that found."""

    dose: Dose | None = None
    session: str = ""
    rises: list[tuple[date, Dose]] = field(default_factory=list)
    yes: Dose | None = None
    found: int = 0
    last: date = date.min
    look: tuple[int, date] | None = None
    anew: int = 0

    def set_done(self, body: dict[str, object], on: date) -> None:
        """A set: the lightest load and the smallest target of a session are what it stands for."""
        now = (int(str(body["grams"])), int(str(body["target"])))
        if body.get("finder") and self.dose is not None and (on - self.last).days <= 90:
            if self.look is not None and (on - self.look[1]).days <= 7 and body["finder"] != "hurts":
                self.anew = max(self.anew, min(now[0], self.look[0]))
            return
        if body.get("finder"):
            self.found = max(self.found, now[0]) if body["finder"] != "hurts" else self.found
            self.dose, self.session, self.rises = None, "", []
            return
        if self.session == body["session"] and self.dose is not None:
            self.dose = (min(self.dose[0], now[0]), min(self.dose[1], now[1]))
            return
        if self.dose is not None and now > self.dose:
            self.rises.append((on, self.dose))
            self.look, self.anew = None, 0
        self.last = on
        self.dose, self.session = now, str(body["session"])

    def base(self, on: date) -> Dose | None:
        """The lightest dose it rose from within the seven days before `on`, or where it stands."""
        if self.dose is None:
            return None
        recent = [old for when, old in self.rises if 0 <= (on - when).days < 7]
        return min([*recent, self.dose], key=demand)


def demand(dose: Dose) -> int:
    """Thirty times load * (1 + reps / 30); body weight counts as one gram."""
    return max(1, dose[0]) * (30 + dose[1])


def decisions(entries: Sequence[Entry]) -> Iterator[tuple[Entry, State, dict[str, Account]]]:
    """Every `proposed` entry with the state it was decided from, and the account kept so far."""
    state, book, spared = fresh(), dict[str, Account](), set[str]()
    offers: dict[str, tuple[str, Dose, str]] = {}
    for entry in entries:
        if entry.kind == "proposed":
            yield entry, state, book
            offers = {one["id"]: (_key(one), (one["grams"], one["target"]), one["offered"]) for one in entry.body.get("offers", [])}
        elif entry.kind == "answered" and entry.body["answer"] == "accept" and entry.body.get("ref") in offers:
            key, dose, offered = offers[entry.body["ref"]]
            account = book.setdefault(key, Account())
            if offered == "find":
                account.look, account.anew = (dose[0], date.fromisoformat(entry.at[:10])), 0
            else:
                account.yes = dose
        elif entry.kind == "session_opened" and entry.body.get("mode") in ("rescue", "gentle"):
            spared.add(entry.body["session"])
        elif entry.kind == "set_done" and entry.body["session"] not in spared:
            # A spared set is lighter on purpose: the dose stays where it stood.
            book.setdefault(_key(entry.body), Account()).set_done(entry.body, date.fromisoformat(entry.at[:10]))
        step(state, entry)


def _key(body: dict[str, str]) -> str:
    return key_of(body["exercise"], body["tool"], body["side"])
