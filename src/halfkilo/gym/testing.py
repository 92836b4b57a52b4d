"""Settings only a test may use. A release does not set `HALFKILO_TEST`, so it cannot run faster than life."""

from __future__ import annotations

import os

from halfkilo.gym.errors import GymError


def speed(wanted: float) -> float:
    """How many machine seconds pass in one real second.

    Raises:
        GymError: another speed than 1 was asked for outside a test.
    """
    if wanted != 1.0 and os.environ.get("HALFKILO_TEST") != "1":
        raise GymError("--speed is for tests only: set HALFKILO_TEST=1, or leave it out")
    if not 0.1 <= wanted <= 50.0:
        raise GymError(f"--speed goes from 0.1 to 50, got {wanted}")
    return wanted
