"""Rules that look at repetitions alone."""

from __future__ import annotations

from halfkilo.cohort.peers.base import Note, Peer
from halfkilo.cohort.peers.plan import Row

STEP = 2500
"""A gym's usual smallest step, grams."""

LOW, HIGH = 8, 12


class NeverProgress(Peer):
    """The first dose for ever: the control."""

    name, about = "never_progress", "the first comfortable dose, never changed"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """The same."""
        return note.grams, note.target


class DoubleProgression(Peer):
    """8 to 12 repetitions; all sets at 12: 2.5 kg more and back to 8 (ACSM 2009, 10.1249/MSS.0b013e3181915670; 3x8-12 with a load for 8
    after 3x12 in the older adults of Gearhart et al.). Body weight: one repetition more each time, within the exercise's range."""

    name, about = "double_progression", "8 to 12 repetitions, then 2.5 kg more"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """One repetition more while all are done; at the top the next load."""
        if not note.complete:
            return note.grams, note.target
        if not row.loaded or note.target < HIGH:
            return note.grams, self.more_reps(row, note) if not row.loaded else note.target + 1
        return note.grams + STEP, LOW


class TwoForTwo(Peer):
    """Two repetitions more than asked in the last set, in two sessions running: 5 % more, at least half a kilo (Graves and Baechle, in
    NSCA's Essentials). The two more count where the effort says that two were left (10.1519/JSC: OMNI 8)."""

    name, about = "two_for_two", "two extra repetitions twice running, then 5 % more"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """Count the good ones."""
        note.good = note.good + 1 if note.complete and note.effort <= 8 else 0
        if note.good < 2:
            return note.grams, note.target
        note.good = 0
        return (note.grams + max(500, note.grams // 20), note.target) if row.loaded else (0, self.more_reps(row, note, 2))
