"""Exercises that train the same: what is lost in a break is strength of muscles and tissue, not of one exercise (10.1111/sms.12047)."""

from __future__ import annotations

from functools import lru_cache

from halfkilo.exercises import Exercise

MAIN = 50
"""Percent of what a joint carries at most, from which an exercise counts as training it; where nothing reaches it, the joint asked most."""

SHARE = 3
"""What trains the same asks at least a third as much of each of those joints. Both numbers are ours (docs/decisions/0005-dose-tuned.md)."""


@lru_cache(maxsize=4096)
def trains_the_same(other: Exercise, exercise: Exercise) -> bool:
    """Whether `other` keeps up what `exercise` trains: it asks at least a third as much of every joint that is trained."""
    asked, given = exercise.demand.own, other.demand.own
    least = min(MAIN, max(asked.values(), default=0))
    main = [joint for joint, demand in asked.items() if demand >= least > 0]
    return bool(main) and all(SHARE * given.get(joint, 0) >= asked[joint] for joint in main)
