"""A rule that looks at the repetitions left."""

from __future__ import annotations

from halfkilo.cohort.peers.base import Note, Peer
from halfkilo.cohort.peers.plan import Row


class EffortLadder(Peer):
    """Aim at an effort of 7 to 8, which is two to three repetitions left: four and more left (effort up to 6) 5 % more, at least half a
    kilo; one or none left (effort from 9) 5 % less (RIR scale of Zourdos 2016; My Knee Exercise's third programme aims at 7 to 8)."""

    name, about = "effort_ladder", "load follows effort towards 7 to 8"

    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """By effort alone."""
        if not row.loaded:
            return 0, self.more_reps(row, note) if note.effort <= 6 else note.target - (note.effort >= 9)
        if note.effort >= 9 or not note.complete:
            return min(note.grams - 500, note.grams * 95 // 100), note.target
        return note.grams + (max(500, note.grams // 20) if note.effort <= 6 else 0), note.target
