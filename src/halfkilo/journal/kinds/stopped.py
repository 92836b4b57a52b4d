"""A set or a session was stopped, and why, asked once at rest. A stop sign blocks until someone has looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Id, Line, Score, Slug, Why
from halfkilo.screening import STOP_SIGNS
from halfkilo.strict import Malformed, Text
from halfkilo.units import Side, Tool


@dataclass(frozen=True)
class Body:
    """how: which stop was used (let_go, lowered, screen, key, clicker, voice, machine). sign: for why = sign."""

    on: date
    why: Why
    how: Line = "screen"
    session: Id | None = None
    exercise: Slug | None = None
    tool: Tool | None = None
    side: Side | None = None
    pain: Score | None = None
    sign: Annotated[str, Text(60)] | None = None

    def __post_init__(self) -> None:
        if self.why is Why.SIGN and self.sign not in STOP_SIGNS:
            raise Malformed("sign", f"must be one of {', '.join(STOP_SIGNS)}")


EXAMPLE = Body(date(2026, 11, 22), Why.PAIN, "let_go", "019395a0-5c00-7000-8000-000000000001", "seated_row", Tool.CABLE, pain=6)
