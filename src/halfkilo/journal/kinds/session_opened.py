"""A training session began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Away, Id, Mode
from halfkilo.strict import Range
from halfkilo.units import Tool


@dataclass(frozen=True)
class Body:
    """on: the day it belongs to (a session at a quarter past midnight may belong to the evening before). planned: exercises."""

    session: Id
    on: date
    mode: Mode = Mode.NORMAL
    minutes: Annotated[int, Range(0, 120)] = 20
    planned: Annotated[int, Range(0, 60)] = 0
    away: Away = Away.NO
    tools: tuple[Tool, ...] = ()


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000001", date(2026, 11, 22), planned=5)
