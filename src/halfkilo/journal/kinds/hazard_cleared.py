"""The person looked at the machine and it is unloaded."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Line


@dataclass(frozen=True)
class Body:
    """device: which. how: telemetry or by eye."""

    device: Line
    how: Line = "telemetry"


EXAMPLE = Body("simulated")
