"""Settings only a test may use (H35). A release does not set `HALFKILO_TEST`: it cannot run faster than life, and nobody can tell the
simulated person what to do, make its sensors lie or open the child lock from outside."""

from __future__ import annotations

import os

from halfkilo.gym.errors import GymError


def testing() -> bool:
    """Whether a test, or a measurement with processes of its own, started this."""
    return os.environ.get("HALFKILO_TEST") == "1"


def orders(person: str | None) -> bool:
    """Whether orders to the simulated person may arrive from outside. person: who is at the handles, None for nobody.

    Raises:
        GymError: somebody who does nothing without orders was asked for outside a test.
    """
    if person == "ordered" and not testing():
        raise GymError("--simulate-person ordered is for tests only: set HALFKILO_TEST=1, or take following")
    return person is not None and testing()


def speed(wanted: float) -> float:
    """How many machine seconds pass in one real second.

    Raises:
        GymError: another speed than 1 was asked for outside a test.
    """
    if wanted != 1.0 and not testing():
        raise GymError("--speed is for tests only: set HALFKILO_TEST=1, or leave it out")
    if not 0.1 <= wanted <= 50.0:
        raise GymError(f"--speed goes from 0.1 to 50, got {wanted}")
    return wanted
