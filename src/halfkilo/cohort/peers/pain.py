"""Rules that look at pain or readiness."""

from __future__ import annotations

from halfkilo.cohort.peers.base import Note
from halfkilo.cohort.peers.plan import Row
from halfkilo.cohort.peers.reps import DoubleProgression
from halfkilo.journal.fields import Soreness


class ReadinessHold(DoubleProgression):
    """Double progression, but 10 % less on a day with pain above the usual, and no more on a sore one (readiness as home gyms and trackers
    sell it: a sore or unready muscle is spared)."""

    name, about = "readiness_hold", "double progression; holds when sore, 10 % less when pain is above usual"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """First today, then the last time."""
        if self.now >= self.usual + 1.0:
            return note.grams * 9 // 10, note.target
        if self.sore in (Soreness.MUSCLE, Soreness.NOT_SURE):
            return note.grams, note.target
        return super().following(row, note)


class TrafficLight(DoubleProgression):
    """Worst pain of the last time 0 to 2: on (5 % more, at least half a kilo); 3 to 5: the same; 6 and 7: 10 % less; more: 20 % less
    (Silbernagel 2007's model as clinics hand it out; Thomee 1997)."""

    name, about = "traffic_light", "worst pain 0-2 up 5 %, 3-5 hold, above 5 down 10-20 %"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """By the last time's worst pain."""
        if note.peak > 5:
            less = 80 if note.peak > 7 else 90
            return (note.grams * less // 100, note.target) if row.loaded else (0, note.target - 1)
        if note.peak > 2 or not note.complete:
            return note.grams, note.target
        return (note.grams + max(500, note.grams // 20), note.target) if row.loaded else (0, self.more_reps(row, note))
