"""Someone qualified has looked at items that stopped or paused the programme. `who` says who, in the person's words."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Line, Slug


@dataclass(frozen=True)
class Body:
    """items: ids of screen items or stop signs. who: name or role of the clinician. Limits of an item stay."""

    items: tuple[Slug, ...]
    who: Line
    note: Line = ""


EXAMPLE = Body(("recent_surgery_fracture",), "Dr Rao, physiotherapist")
