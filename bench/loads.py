"""How fast joints are weighed: one complete evaluation is a posture with its load, contacts, moments and muscles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from bench.report import Row

if TYPE_CHECKING:
    from halfkilo.body.loads.evaluate import Scene
    from halfkilo.body.loads.mechanics import Push

SCENES = (("standing with a dumbbell", "goblet_squat", "dumbbell"), ("from a chair", "chair_stand", "body"),
          ("sitting at a cable", "seated_row", "cable"), ("hands on a wall", "wall_push_up", "body"), ("lying", "glute_bridge", "body"))
AT_MOST = 200.0
"""Microseconds: 5,000 in a second on one core."""

ROUNDS, LEAST_S = 7, 0.3
LIGHTEST, STEPS = 1.0, 400
"""Loads from 1 to 5 kg."""


def rows() -> Iterator[Row]:
    """Microseconds of processor time per evaluation, by how the body is carried."""
    for how, slug, kind in SCENES:
        yield Row(f"one load evaluation, {how}", per_evaluation(slug, kind), "us", AT_MOST)


def per_evaluation(slug: str, kind: str) -> float:
    """Median over rounds; every evaluation has another load, so that none is remembered: from 1 kg on (in a vest, where body weight
    is all there is), a step of 10 g each."""
    from halfkilo.body.loads.evaluate import evaluate
    from halfkilo.body.loads.library import exercise
    from halfkilo.exercises.facts import With

    found = []
    for _ in range(ROUNDS):
        place, count = exercise(slug, kind=With(kind)), 0
        begun = time.process_time()
        while time.process_time() - begun < LEAST_S:
            kilograms = LIGHTEST + count % STEPS * 0.01
            evaluate(place, With(kind), kilograms, vest(place, kilograms) if kind == "body" else ())
            count += 1
        found.append((time.process_time() - begun) / count / len(place.play.q) * 1e6)
    return median(found)


def vest(place: Scene, kilograms: float) -> list[Push]:
    """The weight of so many kilograms on the chest."""
    from halfkilo.body.loads.mechanics import Push
    from halfkilo.body.loads.outside import G, where

    body, point = where(place.seen, "breastbone")
    return [Push(body, point, np.tile([0.0, 0.0, -G * kilograms], (len(point), 1)))]


def main() -> None:
    """`python -m bench.loads`: these rows alone."""
    for row in rows():
        print(f"{row.what}: {row.value:.0f} us, {1e6 / row.value:,.0f} a second {row.verdict}")


if __name__ == "__main__":
    main()
