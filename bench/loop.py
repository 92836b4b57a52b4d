"""What a session costs with the full engine in the loop: mornings, check-in, decision, offers, sets and nights of one simulated person.
Processor time of one core."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.report import Row

PEOPLE, DAYS, ROUNDS = 8, 182, 3
MOST_MS = 1.0
"""A thousand sessions a second and core."""


def rows() -> Iterator[Row]:
    """Half a year of a few people, each lived again and the quickest taken, so that a busy machine changes it little."""
    least, sessions = [0.0] * PEOPLE, 0
    _live(0)
    for seed in range(PEOPLE):
        lived = [_live(seed) for _ in range(ROUNDS)]
        least[seed] = min(seconds for _, seconds in lived)
        sessions += lived[0][0]
    each = sum(least) / sessions
    yield Row("full engine in the loop, a session", each * 1e3, "ms", MOST_MS)
    yield Row("full engine in the loop, sessions a second and core", 1 / each, "")


def _live(seed: int) -> tuple[int, float]:
    """Sessions done, and seconds."""
    from halfkilo.cohort.loop import live
    from halfkilo.cohort.policies import policies
    from halfkilo.people import VirtualPerson, draw_anybody

    person, policy = VirtualPerson(draw_anybody(seed), seed), policies()["halfkilo"]
    begun = time.process_time()
    done = live(person, policy, DAYS).done
    return done, time.process_time() - begun
