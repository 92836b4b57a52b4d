"""A session for the tests of logs: strength on both sides and each, a hold, a finder step, cardio."""

from __future__ import annotations

from datetime import date

from halfkilo.journal.entry import Entry, uuid7
from halfkilo.journal.fields import Finder
from halfkilo.journal.kinds import make, session_opened, set_done
from halfkilo.units import Side, Tool

DAY = date(2026, 11, 20)


def at(minute: int, second: int = 0) -> str:
    return f"2026-11-20T18:{minute:02d}:{second:02d}+05:30"


def session(offset: int = 0) -> list[Entry]:
    """One session with seven sets. offset: makes another one."""
    name = f"s{offset}"

    def done(number: int, minute: int, exercise: str, tool: Tool, side: Side, grams: int, done: int, finder: Finder | None = None) -> Entry:
        body = set_done.Body(name, exercise, tool, side, 1 + number % 3, grams, done, done, 3, finder=finder)
        return make("set_done", body, at=at(minute), author="person", id=uuid7(1000 * offset + number, bytes(10)))

    opened = make("session_opened", session_opened.Body(name, DAY, planned=5), at=at(0), author="person",
                  id=uuid7(1000 * offset, bytes(10)))
    return [opened,
            done(1, 5, "seated_row", Tool.CABLE, Side.BOTH, 12_500, 12),
            done(2, 8, "seated_row", Tool.CABLE, Side.BOTH, 13_000, 11),
            done(3, 11, "biceps_curl", Tool.DUMBBELL, Side.BOTH, 2_500, 10, Finder.MORE),
            done(4, 14, "seated_knee_extension", Tool.CABLE, Side.LEFT, 5_500, 9),
            done(5, 17, "seated_knee_extension", Tool.CABLE, Side.RIGHT, 6_000, 10),
            done(6, 20, "wall_sit", Tool.BODY, Side.BOTH, 0, 25),
            done(7, 30, "brisk_walk", Tool.BODY, Side.BOTH, 0, 8)]
