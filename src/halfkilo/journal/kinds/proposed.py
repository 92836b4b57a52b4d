"""The engine decided a day: the doses with their rules, and what it offers. Its id is derived, so two tabs make one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Amount, Id, Line, Load, Offered, Slug
from halfkilo.strict import Many, Range
from halfkilo.units import Side, Tool


@dataclass(frozen=True)
class DoseLine:
    """One dose: what was decided for one exercise, tool and side, and the rule that decided it. range_percent: how far it moves.
    slower: seconds more on the way back of every repetition."""

    exercise: Slug
    tool: Tool
    side: Side
    grams: Load
    target: Amount
    sets: Annotated[int, Range(0, 10)]
    rule: Line
    range_percent: Annotated[int, Range(1, 100)] = 100
    slower: Annotated[int, Range(0, 10)] = 0


@dataclass(frozen=True)
class Offer:
    """One change the person may accept. `other` is the exercise it leads to, for swaps and neighbours; `stage` percent on the way back."""

    id: Id
    offered: Offered
    exercise: Slug
    tool: Tool
    side: Side
    grams: Load
    target: Amount
    rule: Line
    other: Slug | None = None
    stage: Annotated[int, Range(0, 100)] = 0


@dataclass(frozen=True)
class Body:
    """on: the day decided. rules: version of the rule set. digest: hash of the state it was decided from. waiting: what a clinician
    looks at before the person is offered it."""

    on: date
    rules: Line
    digest: Line
    doses: Annotated[tuple[DoseLine, ...], Many(60)]
    offers: Annotated[tuple[Offer, ...], Many(60)] = ()
    waiting: Annotated[tuple[Offer, ...], Many(60)] = ()


EXAMPLE = Body(date(2026, 11, 22), "1", "0" * 16,
               (DoseLine("seated_row", Tool.CABLE, Side.BOTH, 12_000, 12, 2, "E8"),),
               (Offer("019395a0-5c00-7000-8000-000000000009", Offered.LOAD, "seated_row", Tool.CABLE, Side.BOTH, 12_500, 12, "E7"),))
