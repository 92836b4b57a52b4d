"""How fast simulated people live: the daily biology of many at once, and one person with a session."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from bench.report import Row

if TYPE_CHECKING:
    from halfkilo.people.many import Crowd

DAYS, ROUNDS, SETS, TIMES = 182, 5, 2, 2_000
AT_MOST_NS = 200.0
"""Nanoseconds of one core for a person's day: two cores live ten million in a second."""

TRAIN_US, NIGHT_US, MORNING_US = 40.0, 20.0, 5.0


def rows() -> Iterator[Row]:
    """Processor time of a person's day on arrays, and of the parts of one person's."""
    yield Row("biology alone, a person's day, one core", per_day_ns(), "ns", AT_MOST_NS)
    yield from alone()


def per_day_ns() -> float:
    """Half a year of everybody, three sessions a week, answers every morning; median over rounds."""
    from halfkilo.people import draw_anybody
    from halfkilo.people.many import BLOCK, Crowd, Generated, Schedule, live

    people, found = [draw_anybody(seed) for seed in range(BLOCK)], []
    for number in range(ROUNDS):
        crowd: Crowd = Crowd(people, Generated(number, BLOCK))
        begun = time.process_time()
        for _ in live(crowd, Schedule(0.45), DAYS):
            pass
        found.append((time.process_time() - begun) / DAYS / BLOCK * 1e9)
    return median(found)


def alone() -> Iterator[Row]:
    """One person with two places: an exercise of two sets, a night, a morning."""
    from halfkilo.exercises import catalogue
    from halfkilo.people import VirtualPerson, draw
    from halfkilo.units import Region

    person, hinge = VirtualPerson(draw(3, (Region.LOW_BACK, Region.KNEE_LEFT)), 3), catalogue()["hip_hinge"]
    parts = (("an exercise of two sets", lambda: person.train(hinge, 6_000, 10, SETS), TRAIN_US),
             ("a night", person.night, NIGHT_US), ("a morning", lambda: person.morning(person.day), MORNING_US))
    for name, part, most in parts:
        begun = time.process_time()
        for _ in range(TIMES):
            part()
        yield Row(f"one simulated person, {name}", (time.process_time() - begun) / TIMES * 1e6, "us", most)


def main() -> None:
    """`python -m bench.people`: these rows alone."""
    for row in rows():
        print(f"{row.what}: {row.value:.3g} {row.unit} {row.verdict}")


if __name__ == "__main__":
    main()
