"""How often Python looks for what nobody holds any more."""

from __future__ import annotations

import gc

NEWBORN, YOUNG, OLD = 10_000, 20, 20
"""A request reads a person's state, some thousand small objects that all die with it. Python's own 700 newborn objects between two looks
made that a twentieth dearer (`python -m bench --only decision`)."""


def settle() -> None:
    """For a worker that has loaded what it needs: that stays, and newborn objects are looked through less often."""
    gc.freeze()
    gc.set_threshold(NEWBORN, YOUNG, OLD)
