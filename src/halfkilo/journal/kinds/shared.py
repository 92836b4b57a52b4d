"""The person lets someone see: who (account id) and what."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Id, Line


@dataclass(frozen=True)
class Body:
    """role: clinician or helper."""

    who: Id
    role: Line
    scope: tuple[Line, ...] = ("all",)


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000002", "clinician")
