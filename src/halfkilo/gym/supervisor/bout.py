"""One set on one machine, from the range that is shown to the verified release: counted, watched, and told at its end."""

from __future__ import annotations

from halfkilo.gym.driver import Reading
from halfkilo.gym.supervisor.care import Advice, Care
from halfkilo.gym.supervisor.tally import Counted, Pace, Tally
from halfkilo.gym.ticket import Ticket


class Bout:
    """The set under way, or the one before it as long as no new range is shown."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._care: Care | None = None
        self._ticket: Ticket | None = None

    @property
    def reps(self) -> tuple[int, int]:
        """Repetitions of this set, left and right, counted here."""
        return self._tally.reps

    @property
    def paces(self) -> tuple[Pace | None, Pace | None]:
        """Range and tempo of this set's whole repetitions, left and right."""
        return self._tally.paces

    @property
    def shown(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """The range shown while arming, left and right, millimetres."""
        return self._tally.shown

    @property
    def helped(self) -> int:
        """How often the spotter lowered the load."""
        return self._care.helped if self._care is not None else 0

    def forget(self) -> None:
        """Somebody else, or something else: no count and no range of before."""
        self._tally, self._care = Tally(), None

    def show(self, reading: Reading) -> None:
        """The range is shown at zero load. The last set's count stays visible until then."""
        if self._tally.used:
            self.forget()
        self._tally.show(reading)

    def begin(self, ticket: Ticket) -> None:
        """A load goes on, under this ticket."""
        self._ticket = ticket
        self._care = Care(ticket.guide, self._tally.shown)

    def count(self, reading: Reading) -> None:
        """A reading with a load on, or on its way off."""
        self._tally.see(reading)

    def advice(self, reading: Reading) -> Advice:
        """What is to be done about how it is lifted."""
        return self._care.see(reading) if self._care is not None else Advice()

    def finish(self, why: str) -> tuple[Ticket, Counted] | None:
        """What was done under which ticket; None when no load was ever held, or it was told already."""
        counted, ticket = self._tally.finish(why, self.helped), self._ticket
        self._ticket = None
        return (ticket, counted) if ticket is not None and counted is not None else None
