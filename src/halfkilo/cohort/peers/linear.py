"""Rules that add the same amount by the calendar."""

from __future__ import annotations

from halfkilo.cohort.peers.base import Note, Peer
from halfkilo.cohort.peers.plan import Row
from halfkilo.units import Joint

UPPER, LOWER = 2500, 5000
"""Grams a session for the upper and the lower body, as beginners' barbell programmes have it."""

LEGS = (Joint.HIP, Joint.KNEE, Joint.ANKLE)
MISSED = 3
"""Times running with repetitions missing before 10 % come off, as these programmes have it."""


class Linear(Peer):
    """2.5 kg more for the upper and 5 kg for the lower body each session while all repetitions are done; three sessions running with some
    missing: 10 % less (beginners' linear progression, as Starting Strength and StrongLifts publish it)."""

    name, about = "linear", "2.5 or 5 kg more each session while all repetitions are done"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """Up, again, or down by a tenth."""
        if note.complete:
            return (note.grams + step(row), note.target) if row.loaded else (0, self.more_reps(row, note))
        if note.missed >= MISSED:
            note.missed = 0
            return note.grams * 9 // 10, note.target
        return note.grams, note.target


class WeeklyLinear(Peer):
    """Once a week, and only where last week's mean pain was at most 5: 5 % more, at least half a kilo (graded loading with a weekly gate,
    after Silbernagel 2007, 10.1177/0363546506298279; the size is the middle of ACSM's 2 to 10 %)."""

    name, about = "weekly_linear", "5 % more once a week while the week's pain was at most 5"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """Up where a week has passed and it was quiet."""
        if not note.complete or self.day - note.last_rise < 7 or self.usual > 5.0:
            return note.grams, note.target
        note.last_rise = self.day
        return (note.grams + max(500, note.grams // 20), note.target) if row.loaded else (0, self.more_reps(row, note))


def step(row: Row) -> int:
    """5 kg where a joint of the legs carries most, else 2.5 kg."""
    demand = row.exercise.demand.own
    legs = max((demand.get(joint, 0) for joint in LEGS), default=0)
    return LOWER if legs >= max(demand.values(), default=0) else UPPER
