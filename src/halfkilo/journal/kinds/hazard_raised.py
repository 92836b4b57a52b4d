"""The gym could not confirm that a load is off, or something else about the machine must be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Line, Load


@dataclass(frozen=True)
class Body:
    """device: which. grams: the heavier reading where it is unknown."""

    device: Line
    what: Line
    grams: Load = 0


EXAMPLE = Body("simulated", "link lost while loaded", 12_000)
