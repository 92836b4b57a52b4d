"""A day that is asked again after its offers were answered. Most of it stands: only what the answers were about is decided anew.

It is for those who live many days at once. Whoever has the state alone asks `today`, and gets the same session.
"""

from __future__ import annotations

from datetime import date

from halfkilo.dose.context import Choice, Day
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.session import Session
from halfkilo.dose.today import begin, session_of
from halfkilo.dose.training import Training
from halfkilo.exercises import Catalogue
from halfkilo.journal.fields import Offered
from halfkilo.journal.state import State

ELSEWHERE = frozenset({Offered.SWAP, Offered.EASIER, Offered.HARDER, Offered.AGAIN})
"""Offers whose yes changes which exercises the day holds."""


class Rounds:
    """Decides one person's days like `today`, and remembers the last one."""

    def __init__(self, policy: Policy = STANDARD) -> None:
        self.policy = policy
        self._day: Day | None = None
        self._begun: Session | Training | None = None

    def __call__(self, state: State, on: date, choice: Choice, catalogue: Catalogue) -> Session:
        """The session of day `on`."""
        return self._anew(Day(state, on.isoformat(), choice, catalogue, self.policy))

    def after(self, session: Session) -> Session:
        """The day once more, when the record of `session`, which was decided last, and an answer to each of its offers were folded into its
        state, and nothing else.

        Raises:
            RuntimeError: nothing was decided before.
        """
        if self._day is None:
            raise RuntimeError("nothing was decided that could be asked again: call it with a state first")
        old = self._day
        if not isinstance(self._begun, Training) or any(offer.offered in ELSEWHERE for offer in session.offers) or _under_way(old):
            return self._anew(Day(old.state, old.on, old.choice, old.catalogue, old.policy))
        self._begun.forget({offer.exercise for offer in session.offers})
        return session_of(self._begun)

    def _anew(self, day: Day) -> Session:
        self._day, self._begun = day, begin(day)
        return self._begun if isinstance(self._begun, Session) else session_of(self._begun)


def _under_way(day: Day) -> bool:
    """Whether a session of the day was begun: a decision that is written down then changes where its exercises stand."""
    return any(session["on"] == day.on for session in day.state["sessions"])
