"""An account of every dose beside the engine: what went up, and whether any of it went past an invariant of DOSE.md 6.

It is kept from what was written down and lifted alone; it asks the engine nothing, so it can catch it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from halfkilo import limits
from halfkilo.exercises import Catalogue
from halfkilo.journal.corridor import open_flare
from halfkilo.journal.fields import Answer, Finder, Mode, Offered, Question
from halfkilo.journal.kinds import answered, morning, proposed, session_opened, set_done
from halfkilo.journal.state import State, key_of, parts_of
from halfkilo.units import Region

Dose = tuple[int, int]
"""Grams and target."""

MORE = 100 + limits.DEMAND_STEP.hard[1]
"""Percent that a rise may reach."""


def demand(dose: Dose) -> int:
    """Thirty times load * (1 + reps / 30); body weight counts as one gram."""
    return max(1, dose[0]) * (30 + dose[1])


@dataclass
class Account:
    """One exercise, tool and side. rises: day and what it rose from. yes: what was accepted, and whether it is a way back. last: the day it
    was last done. look: a yes to look for a comfortable load again, up to so many grams, and its day. found: what that found."""

    dose: Dose | None = None
    last: int = 0
    look: tuple[int, int] | None = None
    found: int = 0
    best: Dose = (0, 0)
    rises: list[tuple[int, Dose]] = field(default_factory=list)
    yes: tuple[Dose, bool] | None = None

    def base(self, day: int) -> Dose:
        """The lightest dose it rose from within seven days, or where it stands."""
        recent = [old for when, old in self.rises if 0 <= day - when < limits.WEEK.first]
        return min([*recent, self.dose or (0, 0)], key=demand)


@dataclass
class Watch:
    """The accounts of one person. Without consent (peers ask nobody) only sizes are looked at."""

    consent: bool = True
    raised: int = 0
    refound: int = 0
    lowered: int = 0
    first_raise: int | None = None
    breaches: Counter[str] = field(default_factory=Counter)
    accounts: dict[str, Account] = field(default_factory=dict)

    def anew(self, key: str) -> None:
        """A load is looked for: what stood before says nothing any more."""
        self.accounts[key] = Account(best=self.accounts[key].best if key in self.accounts else (0, 0))

    def looked(self, key: str, grams: int, hurt: bool, day: int) -> None:
        """A finder step. About a dose that stands it says something only with a yes to look again, within a week of it and as far as that
        yes went; without one the dose stands, and what is lifted above it is a rise like any other."""
        account = self.accounts.setdefault(key, Account())
        if account.dose is None or day - account.last > limits.BREAK_BOUNDS[-1]:
            self.anew(key)
        elif account.look is not None and grams <= account.look[0] and day - account.look[1] <= limits.WEEK.first and not hurt:
            account.found = max(account.found, grams)

    def lifted(self, key: str, new: Dose, day: int, unlocked: bool = True) -> None:
        """One exercise was begun with this dose."""
        account = self.accounts.get(key)
        if account is None:
            account = self.accounts[key] = Account()
        old = account.dose
        if old is not None and new > old:
            self._rose(account, old, new, day, unlocked)
            account.rises.append((day, old))
        elif old is not None and new[0] < old[0]:
            self.lowered += 1
        if old is None or new > old:
            account.look, account.found = None, 0
        account.dose, account.yes, account.last = new, None, day
        account.best = max(account.best, new)

    def _rose(self, account: Account, old: Dose, new: Dose, day: int, unlocked: bool) -> None:
        heavier = new[0] > old[0]
        if heavier:
            self.raised += 1
            self.first_raise = day if self.first_raise is None else self.first_raise
        yes, back = account.yes or ((0, 0), False)
        if back and new[0] <= min(yes[0], account.best[0]):
            return
        if self.consent and not unlocked:
            self.breaches["locked"] += 1
        by_finder = heavier and 100 * new[0] <= limits.FINDER_START.hard[1] * account.found
        if self.consent and heavier and new[0] > yes[0] and not by_finder:
            self.breaches["unasked"] += 1
        if heavier and new[1] > old[1]:
            self.breaches["two at once"] += 1
        if by_finder:
            self.refound += 1
            return
        self._sized(old, new, account.base(day))

    def _sized(self, old: Dose, new: Dose, base: Dose) -> None:
        if 100 * demand(new) > MORE * demand(old):
            self.breaches["step"] += 1
        by_load = old[0] >= limits.LIGHT.first
        if by_load and 100 * new[0] > MORE * old[0]:
            self.breaches["load"] += 1
        week = 100 * new[0] > MORE * base[0] if by_load else 100 * demand(new) > MORE * demand(base)
        if week:
            self.breaches["week"] += 1


@dataclass
class Listener:
    """Hears every entry of a life with the engine and keeps the watch."""

    watch: Watch
    state: State
    exercises: Catalogue
    day: int = 0
    mornings: int = 0
    sessions: int = 0
    spared: bool = False
    begun: set[str] = field(default_factory=set)
    offers: dict[str, proposed.Offer] = field(default_factory=dict)

    def heard(self, kind: str, body: object) -> None:
        """One entry, before it is folded."""
        hear = _HEARD.get(kind)
        if hear is not None:
            hear(self, body)

    @property
    def unlocked(self) -> bool:
        """Two weeks of mornings and six sessions, by our own count."""
        return self.mornings >= limits.UNLOCK_MORNINGS.first and self.sessions >= limits.UNLOCK_SESSIONS.first

    def _morning(self, body: morning.Body) -> None:
        self.mornings += 1

    def _proposed(self, body: proposed.Body) -> None:
        self.offers = {offer.id: offer for offer in body.offers}

    def _answered(self, body: answered.Body) -> None:
        offer = self.offers.get(body.ref or "")
        if body.question is not Question.OFFER or body.answer is not Answer.ACCEPT or offer is None:
            return
        if offer.offered is Offered.HARDER:
            for key in [key for key in self.watch.accounts if parts_of(key)[0] == offer.other]:
                self.watch.anew(key)  # a harder exercise with a yes begins from its bottom
        account = self.watch.accounts.setdefault(key_of(offer.exercise, offer.tool, offer.side), Account())
        if offer.offered is Offered.FIND:
            account.look, account.found = (offer.grams, self.day), 0
            return
        account.yes = ((offer.grams, offer.target), offer.offered is Offered.WAY_BACK)

    def _opened(self, body: session_opened.Body) -> None:
        self.spared = body.mode in (Mode.RESCUE, Mode.GENTLE)
        self.begun = set()

    def _set(self, body: set_done.Body) -> None:
        key = key_of(body.exercise, body.tool, body.side)
        if body.finder is not None:
            self.watch.looked(key, body.grams, body.finder is Finder.HURTS, self.day)
        if key in self.begun:
            return
        self.sessions += not self.begun
        self.begun.add(key)
        exercise = self.exercises[body.exercise]
        resting = (Region(name) for name, region in self.state["regions"].items() if region["tracked"] and open_flare(region))
        if any(exercise.demand_on(region, body.side) >= limits.DEMAND_HEARD.first for region in resting):
            self.watch.breaches["in a flare"] += 1
        if body.finder is None and not self.spared:
            self.watch.lifted(key, (body.grams, body.target), self.day, self.unlocked)


_HEARD: dict[str, Callable[[Listener, Any], None]] = {
    "morning": Listener._morning, "proposed": Listener._proposed, "answered": Listener._answered,
    "session_opened": Listener._opened, "set_done": Listener._set}
