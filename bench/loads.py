"""How fast joints are weighed: one complete evaluation is a posture with its load, contacts, moments and muscles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from bench.report import Row

SCENES = (("standing with a dumbbell", "goblet_squat", "dumbbell"), ("from a chair", "chair_stand", "body"),
          ("sitting at a cable", "seated_row", "cable"), ("hands on a wall", "wall_push_up", "body"), ("lying", "glute_bridge", "body"))
AT_MOST = 200.0
"""Microseconds: 5,000 in a second on one core."""

ROUNDS, LEAST_S = 7, 0.3


def rows() -> Iterator[Row]:
    """Microseconds of processor time per evaluation, by how the body is carried; the first three have a target."""
    for index, (how, slug, kind) in enumerate(SCENES):
        yield Row(f"one load evaluation, {how}", per_evaluation(slug, kind), "us", AT_MOST if index < 3 else None)


def per_evaluation(slug: str, kind: str) -> float:
    """Median over rounds; every evaluation has another load, so that nothing is remembered."""
    from halfkilo.body.loads.evaluate import evaluate
    from halfkilo.body.loads.library import exercise
    from halfkilo.exercises.facts import With

    found = []
    for _ in range(ROUNDS):
        place, count = exercise(slug, kind=With(kind)), 0
        begun = time.process_time()
        while time.process_time() - begun < LEAST_S:
            evaluate(place, With(kind), 1 + count * 0.01)
            count += 1
        found.append((time.process_time() - begun) / count / len(place.play.q) * 1e6)
    return median(found)


def main() -> None:
    """`python -m bench.loads`: these rows alone."""
    for row in rows():
        print(f"{row.what}: {row.value:.0f} us, {1e6 / row.value:,.0f} a second {row.verdict}")


if __name__ == "__main__":
    main()
