"""What the middle arm of a scenario may leave out: rules of the dose, and doors of the journal that stand outside it."""

from __future__ import annotations

from collections.abc import Collection

from halfkilo.dose import Policy
from halfkilo.dose.gates import RESTING
from halfkilo.dose.policy import SWITCHES
from halfkilo.dose.rise import BRAKES
from halfkilo.dose.rules import IN_ORDER

ALWAYS_LAST = "E8"
"""Something has to decide when nothing else does."""

RULES = frozenset({rule for rule, _ in IN_ORDER} | set(BRAKES) | {gate for gate, _ in RESTING} | SWITCHES) - {ALWAYS_LAST}
"""Rules of the dose, by the id of their row in its table."""

DOORS = frozenset({"yes", "late", "sides"})
"""Doors of the journal. yes: a set told heavier than was allowed moves no dose. late: a yes counts only while its offer is fresh.
sides: each side has its own dose."""

KNOWN = RULES | DOORS


def policy(mitigation: Collection[str]) -> Policy:
    """The rules without those of `mitigation`."""
    return Policy(off=frozenset(mitigation) & RULES)


def doors(mitigation: Collection[str]) -> frozenset[str]:
    """The doors that `mitigation` leaves open. The journal refuses a step past the invariants by itself, so that door opens with them."""
    opened = frozenset(mitigation) & DOORS
    return opened | {"late"} if "invariants" in mitigation else opened
