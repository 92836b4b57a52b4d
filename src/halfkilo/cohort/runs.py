"""Many people under many policies: small pieces of work that any process can do, in an order that does not matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from halfkilo.cohort.biologies import maker
from halfkilo.cohort.errors import CohortError, NotKnown
from halfkilo.cohort.loop import Policy, live
from halfkilo.cohort.outcome import Outcome
from halfkilo.cohort.policies import policies

MOST_WEEKS = 520
PIECE = 5
"""People in one piece of work: a second or two, so that progress is seen and no process waits long for the last one."""


@dataclass(frozen=True)
class Plan:
    """What is compared: people `first` to `first + people - 1`, each under every policy, for so many weeks.

    Raises:
        CohortError: a policy or biology that nobody knows, or a number that can't be.
    """

    people: int = 200
    weeks: int = 26
    policies: tuple[str, ...] = ()
    biology: str = "standard"
    first: int = 0

    def __post_init__(self) -> None:
        for name, number, least in (("people", self.people, 1), ("weeks", self.weeks, 1), ("seed-from", self.first, 0)):
            if number < least:
                raise CohortError(f"{name} must be at least {least}, got {number}.")
        if self.weeks > MOST_WEEKS:
            raise CohortError(f"weeks must be at most {MOST_WEEKS}, got {self.weeks}.")
        for name in self.policies:
            if name not in policies():
                raise NotKnown("policy", name, tuple(policies()))
        maker(self.biology)

    @property
    def names(self) -> tuple[str, ...]:
        """The policies, each once, in the order they were asked for; all where none was named."""
        return tuple(dict.fromkeys(self.policies)) or tuple(policies())

    def pieces(self) -> Iterator[Piece]:
        """The work in pieces."""
        for policy in self.names:
            for start in range(self.first, self.first + self.people, PIECE):
                seeds = tuple(range(start, min(start + PIECE, self.first + self.people)))
                yield Piece(policy, self.biology, seeds, self.weeks * 7)


@dataclass(frozen=True)
class Piece:
    """A few people under one policy. Plain values, so that it goes to any process."""

    policy: str
    biology: str
    seeds: tuple[int, ...]
    days: int


@cache
def _known(name: str) -> Policy:
    return policies()[name]


def run(piece: Piece) -> list[Outcome]:
    """Live one piece."""
    make, policy = maker(piece.biology), _known(piece.policy)
    return [live(make(seed), policy, piece.days) for seed in piece.seeds]


def sort(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """By policy, each by number of the person: the same whichever process was faster."""
    found: dict[str, list[Outcome]] = {}
    for one in sorted(outcomes, key=lambda outcome: outcome.seed):
        found.setdefault(one.policy, []).append(one)
    return found
